namespace Assistant.Skills.Tests.Questions;

public sealed class WishTests
{
    [Theory]
    [InlineData("growers per region", "North|2; South|1; West|1")]
    [InlineData("pickings per month in 2025", "2025-09|2; 2025-10|1")]
    public async Task A_thing_named_alone_beside_a_group_is_counted(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, await orchard.RowsAsync(question));
    }

    [Theory]
    [InlineData("What share of growers is in the North?", "0.5")]
    [InlineData("What percentage of growers is in the North?", "50")]
    public async Task A_share_is_computed_and_not_counted(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, await orchard.RowsAsync(question));
    }

    [Fact]
    public async Task A_percentage_by_group_adds_up_to_a_hundred()
    {
        await using var orchard = await Orchard.OpenAsync();
        var table = (await orchard.AnswerAsync("percentage of growers by region")).Table!;
        Assert.Equal(100.0, table.Rows.Sum(r => Convert.ToDouble(r[^1], System.Globalization.CultureInfo.InvariantCulture)), 6);
    }

    [Fact]
    public async Task A_running_total_grows_from_period_to_period()
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal("2024-09|30|30; 2024-10|5|35; 2025-09|55|90; 2025-10|30|120", await orchard.RowsAsync("running total of crates per month"));
    }

    [Theory]
    [InlineData("pickings not washed")]
    [InlineData("average number of days between pickings")]
    public async Task An_answer_that_drops_what_was_asked_to_be_done_is_never_sure(string question)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.False(await orchard.AskAsync(question) is Assistant.Skills.Questions.QuestionOutcome.Answered { Confidence: >= 70 });
    }

    [Fact]
    public async Task A_whole_question_is_not_taken_for_a_follow_up_because_of_its_there()
    {
        await using var orchard = await Orchard.OpenAsync();
        var last = (await orchard.AnswerAsync("growers per region")).Plan;
        Assert.Equal("4", await orchard.RowsAsync("how many growers are there", last));
    }
}
