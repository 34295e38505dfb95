using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Questions;

public sealed class QuestionEngineTests
{
    [Theory]
    [InlineData("How many growers are there?", "4")]
    [InlineData("What is the total number of crates?", "120")]
    [InlineData("What is the average number of crates?", "20")]
    [InlineData("What is the highest unit price?", "7")]
    [InlineData("List the names of growers in the North", "Ash Hill; Cold Lane")]
    [InlineData("growers in the South", "Brook End")]
    [InlineData("Which growers have no phone?", "Brook End")]
    [InlineData("How many pickings does each grower have?", "Ash Hill|3; Brook End|2; Cold Lane|1")]
    [InlineData("Which grower has the most pickings?", "Ash Hill|3")]
    [InlineData("Show the names of growers with at least 2 pickings", "Ash Hill; Brook End")]
    [InlineData("How many growers are there for each region?", "North|2; South|1; West|1")]
    [InlineData("List the grower names in alphabetical order", "Ash Hill; Brook End; Cold Lane; Dove Farm")]
    [InlineData("Which growers have never had any pickings?", "Dove Farm")]
    [InlineData("Find the ids of pickings with more crates than the average", "4; 6")]
    [InlineData("How many growers were founded before 1990?", "2")]
    [InlineData("What are the names of the two oldest growers?", "Ash Hill|1950; Brook End|1980")]
    [InlineData("What is the number of different colours?", "3")]
    public async Task A_question_has_the_answer_that_the_data_hold(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, await orchard.RowsAsync(question));
    }

    [Fact]
    public async Task A_period_is_resolved_and_told()
    {
        await using var orchard = await Orchard.OpenAsync();
        var answer = await orchard.AnswerAsync("How many pickings were there last month?");
        Assert.Equal(1L, answer.Table!.Rows[0][0]);
        Assert.Contains("1 October 2025 to 31 October 2025", answer.Dates, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slip_in_a_value_is_understood_with_less_confidence()
    {
        await using var orchard = await Orchard.OpenAsync();
        var right = await orchard.AnswerAsync("How many pickings of Bramley are there?");
        var slip = await orchard.AnswerAsync("How many pickings of Bramly are there?");
        Assert.Equal(right.Sql, slip.Sql);
        Assert.True(slip.Confidence < right.Confidence);
    }

    [Theory]
    [InlineData("What is the profit margin of growers?")]
    [InlineData("How many growers like jazz music?")]
    [InlineData("What is the meaning of life?")]
    public async Task A_word_that_the_data_do_not_know_never_leaves_the_confidence_high(string question)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.True(await orchard.AskAsync(question) is QuestionOutcome.Declined or QuestionOutcome.Answered { Confidence: < 70 });
    }

    [Theory]
    [InlineData("")]
    [InlineData("???")]
    [InlineData("🍏🍎 \u202Eabc")]
    [InlineData("'; DROP TABLE growers; --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("SELECT * FROM growers")]
    public async Task Nonsense_ends_in_an_outcome(string question)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.NotNull(await orchard.AskAsync(question));
        Assert.Equal("4", await orchard.RowsAsync("How many growers are there?"));
    }

    [Fact]
    public async Task A_question_of_ten_thousand_letters_ends_in_an_outcome()
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.NotNull(await orchard.AskAsync(string.Concat(Enumerable.Repeat("growers and pickings by region ", 320))));
    }

    [Theory]
    [InlineData("How many pickings are there?", "only 2024", "3")]
    [InlineData("How many pickings are there in 2024?", "and in 2025?", "3")]
    [InlineData("List the names of growers in the North", "how many are there?", "2")]
    [InlineData("List the names of growers in the North", "What about West?", "Dove Farm")]
    [InlineData("What is the total number of crates?", "and the average?", "20")]
    [InlineData("How many growers are there?", "by region", "North|2; South|1; West|1")]
    [InlineData("What is the total number of crates for each grower?", "sort it from highest to lowest", "Ash Hill|60; Brook End|45; Cold Lane|15")]
    [InlineData("How many pickings does each grower have?", "only the top 1", "Ash Hill|3")]
    public async Task A_follow_up_changes_the_last_plan(string first, string then, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        var last = await orchard.AnswerAsync(first);
        Assert.Equal(rows, await orchard.RowsAsync(then, last.Plan));
    }

    [Fact]
    public async Task Asking_for_a_chart_does_not_change_the_answer()
    {
        await using var orchard = await Orchard.OpenAsync();
        var plain = await orchard.AnswerAsync("How many growers are there for each region?");
        var drawn = await orchard.AnswerAsync("How many growers are there for each region? Show it as a pie chart.");
        Assert.Equal(plain.Sql, drawn.Sql);
        Assert.Equal(ChartType.Pie, AnswerParts.Chart(drawn, Guid.Empty)!.Type);
    }

    [Fact]
    public async Task All_roles_are_told_the_same_numbers()
    {
        await using var orchard = await Orchard.OpenAsync();
        var answer = await orchard.AnswerAsync("How many pickings does each grower have?");
        var place = new AnswerPlace(Guid.NewGuid(), Guid.NewGuid(), "Orchard", orchard.Catalog, DataPolicy.Everything);
        var figures = Enum.GetValues<AnswerRole>().Select(role =>
        {
            var headline = AnswerParts.Of(answer, place, role, CultureInfo.InvariantCulture).OfType<HeadlinePart>().Single().Markdown;
            return string.Join(' ', System.Text.RegularExpressions.Regex.Matches(headline, @"\[[^]]*\]\(cell:[^)]*\)").Select(m => m.Value).Order());
        }).Distinct();
        Assert.Single(figures);
    }

    [Fact]
    public async Task What_is_hidden_from_a_person_has_no_words()
    {
        await using var orchard = await Orchard.OpenAsync();
        var table = orchard.Catalog.Tables.First(t => t.Name.Name == "pickings").Name;
        var policy = DataPolicy.Everything with { HiddenTables = new HashSet<TableName> { table } };
        Assert.True(await orchard.AskAsync("How many pickings are there?", policy: policy) is QuestionOutcome.Declined);
        Assert.True(await orchard.AskAsync("Which grower has the most pickings?", policy: policy) is not QuestionOutcome.Answered { Confidence: >= 70 });
    }

    [Fact]
    public async Task A_plan_survives_being_kept_as_json()
    {
        await using var orchard = await Orchard.OpenAsync();
        var model = await orchard.Engine.ModelAsync(orchard.Source, orchard.Catalog, DataPolicy.Everything, default);
        foreach (var question in new[] { "Which growers have never had any pickings?", "Which grower has the most pickings?", "How many pickings were there last month?" })
        {
            var plan = (await orchard.AnswerAsync(question)).Plan;
            Assert.Equal(model.ToSql(plan), model.ToSql(QueryPlan.FromJson(plan.ToJson())!));
        }
        Assert.Null(QueryPlan.FromJson("{\"no\": \"plan\"}"));
    }

    [Fact]
    public async Task The_same_question_has_the_same_plan()
    {
        await using var orchard = await Orchard.OpenAsync();
        var once = await orchard.AnswerAsync("What is the average unit price for each variety?");
        var again = await orchard.AnswerAsync("What is the average unit price for each variety?");
        Assert.Equal(once.Plan.ToJson(), again.Plan.ToJson());
    }
}
