using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Web.Parts;

namespace Assistant.Web.Tests.Parts;

public class AnswerTests
{
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    private static Task<IHtmlDocument> AnswerAsync(TurnView turn, ResultTable? rows = null, bool latest = true) =>
        Rendered.DocumentAsync<Answer>(new() { ["Turn"] = turn, ["Rows"] = rows ?? Sample.Rows, ["Culture"] = British, ["Latest"] = latest });

    [Fact]
    public async Task An_answer_tells_steps_headline_text_result_caveat_tools_and_next_questions_in_this_order()
    {
        var page = await AnswerAsync(Sample.Turn());
        var order = page.QuerySelector("article.answer")!.Children.Select(c => c.ClassList.FirstOrDefault(k => k is "mark" or "steps-line" or "headline" or "prose" or "card" or "caveat" or "tools" or "chips"));
        Assert.Equal(["mark", "steps-line", "headline", "prose", "card", "caveat", "tools", "chips"], order);
        Assert.Equal("Answered from Maintenance ERP in 2 steps", page.QuerySelector(".steps-line > summary")!.ChildNodes.OfType<IText>().Select(t => t.Text.Trim()).First(t => t.Length > 0));
    }

    [Fact]
    public async Task Every_figure_has_a_cell_that_is_shown()
    {
        var page = await AnswerAsync(Sample.Turn());
        var figures = page.QuerySelectorAll(".fig").Select(f => f.GetAttribute("data-for")!).ToList();
        Assert.Equal(4, figures.Count);
        Assert.All(figures, figure => Assert.NotEmpty(page.QuerySelectorAll($"[data-cell=\"{figure}\"]")));
    }

    [Fact]
    public async Task A_running_answer_is_busy_shows_its_steps_open_and_offers_no_tools()
    {
        var page = await AnswerAsync(Sample.Turn([new StepPart("a", "Reading", StepState.Done, 3), new StepPart("b", "Running 1 query", StepState.Running), new TextPart("So far")], null));
        Assert.Equal("true", page.QuerySelector("article")!.GetAttribute("aria-busy"));
        Assert.Equal("Running 1 query", page.QuerySelector("ol.steps .is-now > span")!.ChildNodes.OfType<IText>().Last().Text.Trim());
        Assert.NotNull(page.QuerySelector(".prose.is-writing"));
        Assert.Null(page.QuerySelector(".tools"));
    }

    [Fact]
    public async Task A_result_without_rows_yet_is_a_skeleton_in_its_place()
    {
        var page = await Rendered.DocumentAsync<Answer>(new() { ["Turn"] = Sample.Turn() });
        Assert.Equal("true", page.QuerySelector(".card")!.GetAttribute("aria-busy"));
        Assert.NotNull(page.QuerySelector(".card-ghost"));
        Assert.NotNull(page.QuerySelector(".calc"));
    }

    [Theory]
    [InlineData(94, "High · 94%", "confidence-high")]
    [InlineData(84, "Medium · 84%", "confidence-medium")]
    [InlineData(66, "Low · 66%", "confidence-low")]
    public async Task Confidence_is_told_by_word_and_number(int percent, string words, string look)
    {
        var page = await AnswerAsync(Sample.Turn([.. Sample.Parts.Select(p => p is ResultPart r ? r with { Confidence = percent } : p)]));
        var badge = page.QuerySelector(".confidence")!;
        Assert.EndsWith(words, badge.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains(look, badge.ClassList);
    }

    [Fact]
    public async Task How_it_is_calculated_has_always_the_same_lines_in_the_same_order()
    {
        var page = await AnswerAsync(Sample.Turn());
        Assert.Equal(["Definition", "Filters", "Dates", "Rows used", "Left out", "Your rights", "Confidence", "Plan"], page.QuerySelectorAll(".calc dt").Select(t => t.TextContent));
    }

    [Fact]
    public async Task A_question_back_offers_its_choices_only_while_it_is_the_last_word()
    {
        var turn = Sample.Turn([new ClarificationPart("Which cost?", [new("Planned", "cost_planned", "planned cost"), new("Actual", "cost_actual", "actual cost")])], ClosingState.NeedsClarification);
        var open = await AnswerAsync(turn);
        Assert.Equal(2, open.QuerySelectorAll(".choice input").Length);
        Assert.Equal(2, open.QuerySelectorAll("[data-choices] [data-choice]").Length);
        var later = await AnswerAsync(turn, latest: false);
        Assert.True(later.QuerySelector("fieldset")!.HasAttribute("disabled"));
        Assert.Null(later.QuerySelector("[data-choice]"));
    }

    [Theory]
    [InlineData(ClosingState.NotAllowed, "i-lock")]
    [InlineData(ClosingState.NotModelled, "i-circle-help")]
    [InlineData(ClosingState.NoRows, "i-search-x")]
    [InlineData(ClosingState.Partial, "i-pie-chart")]
    [InlineData(ClosingState.EngineError, "i-unplug")]
    [InlineData(ClosingState.ModelOff, "i-cpu")]
    [InlineData(ClosingState.Interrupted, "i-history")]
    [InlineData(ClosingState.Stopped, "i-square")]
    public async Task Each_end_but_an_answer_has_its_own_sign_a_cause_and_a_way_on(ClosingState state, string sign)
    {
        var page = await AnswerAsync(Sample.Turn([new ClosingPart(state, "It ended", "This is why.", ["All plants"], CanRetry: true)], state));
        var closing = page.QuerySelector(".closing")!;
        Assert.NotNull(closing.QuerySelector($".empty-glyph .{sign}"));
        Assert.Equal("This is why.", closing.QuerySelector("p")!.TextContent);
        Assert.Contains("All plants", closing.QuerySelector(".chip")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(closing.QuerySelectorAll(".acts button"));
    }

    [Fact]
    public async Task Cells_column_names_titles_and_questions_are_text_whatever_they_hold()
    {
        foreach (var text in Bench.Injections())
        {
            var rows = Sample.Table([(text, DataType.Text), ("n", DataType.Integer)], [[text, 1L]]);
            var page = await AnswerAsync(Sample.Turn(
            [
                new ResultPart(Sample.Result, Sample.Source, text, text, 80, [text], [new Kpi(text, 0, 1, text)]),
                new TablePart(Sample.Result, text, [new(text, text, DataType.Text)], 1, Completeness.Complete, "h"),
                new SqlPart(Sample.Result, Sample.Source, $"SELECT '{text}'", "SQLite", text), new CaveatPart(text, text), new SuggestionsPart([text]),
            ]), rows);
            Assert.Equal(text.ReplaceLineEndings("\n"), page.QuerySelector("td .cell-text")!.TextContent.ReplaceLineEndings("\n"));
            Assert.Empty(page.QuerySelectorAll("script, iframe, object, embed, img, svg, form[action], a[href^='http'], a[href^='javascript'], [onerror], [onclick], [onload]"));
        }
    }
}
