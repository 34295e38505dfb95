using Assistant.Skills.Access;
using Assistant.Skills.Curation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Semantics;

namespace Assistant.Skills.Tests.Curation;

public class CurationTests
{
    private static readonly TableName Boats = new(null, "boats");

    [Fact]
    public async Task A_replay_shows_which_answers_an_edit_changes_with_both_queries_and_results()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many blips are there", "SELECT count(*) FROM boats");
        await harbour.AskedAsync(harbour.Ours, "how many harbours are there", "Answered");
        var replay = (await harbour.Replays.ReplayAsync(harbour.Ours, harbour.Id, SemanticModel.Empty.With(Boats, e => e with { Synonyms = ["blip"] }), default))!;
        Assert.Equal(["how many blips are there", "how many harbours are there"], replay.Questions.Select(q => q.Question));
        var changed = Assert.Single(replay.Changed);
        Assert.Equal((ReplayVerdict.NewlyAnswered, true, false, true), (changed.Verdict, changed.Verified, changed.RightBefore, changed.RightAfter));
        Assert.Null(changed.Before.Sql);
        Assert.Equal(3L, changed.After.Table!.Rows[0][0]);
        Assert.Equal((0, 1, 1), (replay.RightBefore, replay.RightAfter, replay.Verified));
    }

    [Fact]
    public async Task A_replay_warns_of_verified_answers_that_would_go_wrong()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many boats are there", "SELECT count(*) FROM boats");
        await harbour.AskedAsync(harbour.Ours, "show the names of all boats", "Answered");
        var replay = (await harbour.Replays.ReplayAsync(harbour.Ours, harbour.Id, SemanticModel.Empty.With(Boats, e => e with { Hidden = true }), default))!;
        Assert.Equal("how many boats are there", Assert.Single(replay.Broken).Question);
        Assert.Equal(2, replay.Changed.Count);
    }

    [Fact]
    public async Task Going_back_to_a_version_warns_of_verified_answers_as_publishing_does()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.Models.LearnAsync(harbour.Ours, harbour.Id, "'blip' means boats", "", m => m.With(Boats, e => e with { Synonyms = ["blip"] }), default);
        await harbour.VerifyAsync("how many blips are there", "SELECT count(*) FROM boats");
        var replay = (await harbour.Replays.ReplayVersionAsync(harbour.Ours, harbour.Id, 0, default))!;
        Assert.Equal("how many blips are there", Assert.Single(replay.Broken).Question);
        Assert.Empty((await harbour.Replays.ReplayVersionAsync(harbour.Ours, harbour.Id, 1, default))!.Broken);
        Assert.Null(await harbour.Replays.ReplayVersionAsync(harbour.Ours, harbour.Id, 2, default));
        Assert.Null(await harbour.Replays.ReplayVersionAsync(harbour.Database.Theirs, harbour.Id, 0, default));
    }

    [Fact]
    public async Task What_the_engine_alone_gets_right_is_measured_and_kept()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many boats are there", "SELECT count(*) FROM boats");
        await harbour.VerifyAsync("how many blips are there", "SELECT count(*) FROM boats");
        Assert.Equal((1, 2), await harbour.Replays.MeasureAsync(harbour.Ours, harbour.Id, default));
        Assert.Equal(1, (await harbour.Verified.AnsweringAsync(harbour.Ours, default))[harbour.Id].Right);
    }

    [Fact]
    public async Task A_replay_asks_no_question_of_a_colleagues_private_conversation()
    {
        await using var harbour = await Moorings.OpenAsync();
        var colleague = await harbour.Database.ColleagueAsync(harbour.Ours, Permission.ReadData, Permission.ManageSources);
        await harbour.AskedAsync(harbour.Ours, "how many boats are there", "Answered");
        await harbour.AskedAsync(colleague, "how many harbours are there", "Answered");
        Assert.Equal(["how many harbours are there"], (await harbour.Replays.ReplayAsync(colleague, harbour.Id, SemanticModel.Empty, default))!.Questions.Select(q => q.Question));
        Assert.Equal(2, (await harbour.Replays.ReplayAsync(harbour.Ours, harbour.Id, SemanticModel.Empty, default))!.Questions.Count);
        Assert.Null(await harbour.Replays.ReplayAsync(harbour.Database.Theirs, harbour.Id, SemanticModel.Empty, default));
    }

    [Fact]
    public async Task A_question_that_was_not_answered_waits_with_its_unknown_word_until_it_is_taught()
    {
        await using var harbour = await Moorings.OpenAsync();
        var turn = await harbour.AskedAsync(harbour.Ours, "how many blips are there", "NotModelled");
        await harbour.AskedAsync(harbour.Ours, "How many BLIPS are there", "NotModelled");
        await harbour.AskedAsync(harbour.Ours, "how many boats are there", "Answered");
        var poor = await harbour.AskedAsync(harbour.Ours, "boats by town", "Answered", rating: false);
        var gaps = await harbour.Gaps.ListAsync(harbour.Ours, harbour.Id, default);
        Assert.Equal(2, gaps.Count);
        var unknown = gaps.Single(g => g.Kind is GapKind.NotAnswered);
        Assert.Equal("blips", Assert.Single(unknown.Unknown), ignoreCase: true);
        Assert.Contains(new ModelPlace(Boats), unknown.Places);

        Assert.Contains("no column", await harbour.Gaps.AcceptAsync(harbour.Ours, harbour.Id, turn, "blip", new(Boats, "mast"), default), StringComparison.Ordinal);
        Assert.Null(await harbour.Gaps.AcceptAsync(harbour.Ours, harbour.Id, turn, "blip", new(Boats), default));
        Assert.Equal(["blip"], (await harbour.Models.DraftAsync(harbour.Ours, harbour.Id, default))!.Model.Find(Boats)!.Synonyms);
        await harbour.AskedAsync(harbour.Ours, "how many harbours are there", "NotModelled");
        Assert.Equal(poor, Assert.Single(await harbour.Gaps.ListAsync(harbour.Ours, harbour.Id, default)).TurnId);
        Assert.True(await harbour.Gaps.CloseAsync(harbour.Ours, poor, GapOutcome.Dismissed, default));
        Assert.Empty(await harbour.Gaps.ListAsync(harbour.Ours, harbour.Id, default));
    }

    [Fact]
    public async Task Gaps_are_for_who_manages_the_organization_and_never_for_another()
    {
        await using var harbour = await Moorings.OpenAsync();
        var turn = await harbour.AskedAsync(harbour.Ours, "how many blips are there", "NotModelled");
        var analyst = await harbour.Database.ColleagueAsync(harbour.Ours, Permission.ReadData, Permission.ManageSources);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Gaps.ListAsync(analyst, harbour.Id, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Gaps.CloseAsync(analyst, turn, GapOutcome.Dismissed, default));
        Assert.Empty(await harbour.Gaps.ListAsync(harbour.Database.Theirs, harbour.Id, default));
        Assert.NotNull(await harbour.Gaps.AcceptAsync(harbour.Database.Theirs, harbour.Id, turn, "blip", new(Boats), default));
        Assert.False(await harbour.Gaps.CloseAsync(harbour.Database.Theirs, turn, GapOutcome.Dismissed, default));
        Assert.Single(await harbour.Gaps.ListAsync(harbour.Ours, harbour.Id, default));
    }

    [Fact]
    public async Task Readiness_grows_with_what_is_said_and_names_what_would_help_most()
    {
        await using var harbour = await Moorings.OpenAsync();
        var before = (await harbour.Readiness.OfAsync(harbour.Ours, harbour.Id, default))!;
        Assert.Equal(ReadinessAspect.Verified, before.Next[0].Aspect);
        await harbour.Models.LearnAsync(harbour.Ours, harbour.Id, "x", "", m => m.With(Boats, e => e with { Description = "What floats", Measures = [new("area", "length * width")] }), default);
        await harbour.VerifyAsync("how many boats are there", "SELECT count(*) FROM boats");
        await harbour.Replays.MeasureAsync(harbour.Ours, harbour.Id, default);
        var after = (await harbour.Readiness.OfAsync(harbour.Ours, harbour.Id, default))!;
        Assert.True(after.Score > before.Score, $"{before.Score} to {after.Score}");
        Assert.Equal((1.0, 1, 2), (after.Parts.Single(p => p.Aspect is ReadinessAspect.Accuracy).Score, after.Parts[0].Have, after.Parts[0].Of));
        Assert.Null(await harbour.Readiness.OfAsync(harbour.Database.Theirs, harbour.Id, default));
    }
}
