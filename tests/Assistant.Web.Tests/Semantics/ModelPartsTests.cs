using Assistant.Skills.Conversation;
using Assistant.Skills.Curation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Web.Parts;
using Assistant.Web.Semantics;
using Assistant.Web.Tests.Parts;

namespace Assistant.Web.Tests.Semantics;

public class ModelPartsTests
{
    [Fact]
    public async Task A_verified_answer_says_who_and_when_in_place_of_a_confidence()
    {
        var parts = Sample.Parts.Select(p => p is ResultPart r ? r with { Confidence = null, Verified = new("Ana <b>Analyst</b>", new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero)) } : p).ToList();
        var answer = await Rendered.DocumentAsync<Answer>(new() { ["Turn"] = Sample.Turn(parts), ["Rows"] = Sample.Rows, ["Culture"] = System.Globalization.CultureInfo.GetCultureInfo("en-GB") });
        Assert.Contains("Verified by Ana <b>Analyst</b> on 20 Nov 2026", answer.QuerySelector(".verified-by")!.TextContent, StringComparison.Ordinal);
        Assert.Null(answer.QuerySelector(".confidence"));
    }

    [Fact]
    public async Task A_replay_shows_both_queries_and_warns_of_verified_answers_that_would_go_wrong()
    {
        var table = Sample.Table([("n", DataType.Integer)], [[3L]]);
        var view = await Rendered.DocumentAsync<ReplayView>(new()
        {
            ["Replay"] = new ModelReplay([
                new("how many boats", true, new("SELECT 1", null, table), new(null, "I find nothing called boats.", null), ReplayVerdict.NoLongerAnswered, true, false),
                new("how many harbours", false, new("SELECT 2", null, null), new("SELECT 2", null, null), ReplayVerdict.Same)]),
        });
        var text = view.Body!.TextContent;
        Assert.Contains("One answer changes", text, StringComparison.Ordinal);
        Assert.Contains("1 of 1 before, 0 of 1 after", text, StringComparison.Ordinal);
        Assert.Contains("would go wrong", view.QuerySelector(".caveat")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("I find nothing called boats.", text, StringComparison.Ordinal);
        Assert.Single(view.QuerySelectorAll(".replay > li"));
    }

    [Fact]
    public async Task Readiness_tells_what_to_do_next_and_where()
    {
        var card = await Rendered.DocumentAsync<ReadinessCard>(new()
        {
            ["Readiness"] = SourceReadiness.Of([new(ReadinessAspect.Joins, 1, 20, 2, 2), new(ReadinessAspect.Verified, 0.1, 20, 1, 10)]), ["Source"] = Guid.Empty,
        });
        Assert.Contains("55 of 100", card.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 of 10 verified questions", card.Body.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("/verified", card.QuerySelector(".readiness-next a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_edited_is_listed_and_published_only_after_it_was_tried()
    {
        var draft = new ModelDraft(SemanticModel.Empty, ["'client' means customers."], 0, "Ada", DateTimeOffset.UnixEpoch);
        var before = await Rendered.DocumentAsync<DraftBar>(new() { ["Draft"] = draft });
        Assert.Contains("'client' means customers.", before.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(before.QuerySelectorAll("button"), b => b.TextContent.Contains("Publish", StringComparison.Ordinal));
        var tried = await Rendered.DocumentAsync<DraftBar>(new() { ["Draft"] = draft, ["Replay"] = new ModelReplay([]) });
        Assert.Contains(tried.QuerySelectorAll("button"), b => b.TextContent.Contains("Publish", StringComparison.Ordinal));
    }
}
