using Assistant.Skills.Questions;

namespace Assistant.Skills.Tests.Questions;

/// <summary>A file of one table, as most people bring first: what its own words say counts, and what isn't there is said.</summary>
public sealed class OneTableTests
{
    private const string Tickets = """
        CREATE TABLE tickets (ticket_no INTEGER PRIMARY KEY, opened DATE, closed DATE, product TEXT, status TEXT, channel TEXT, satisfaction INTEGER, vip INTEGER);
        INSERT INTO tickets VALUES
            (1, '2024-05-01', '2024-05-03', 'Router', 'closed', 'email', 4, 1), (2, '2024-06-01', NULL, 'Router', 'open', 'phone', 5, 0), (3, '2025-01-02', NULL, 'Sensor', 'pending', 'chat', 1, 0),
            (4, '2024-12-30', '2025-01-09', 'Sensor', 'closed', 'phone', 2, 0), (5, '2025-02-02', '2025-02-04', 'Router', 'closed', 'email', 3, 1), (6, '2025-03-03', NULL, 'Sensor', 'pending', 'email', 2, 0),
            (7, '2025-03-09', NULL, 'Desk', 'open', 'chat', 3, 0), (8, '2025-03-09', NULL, 'Desk', 'open', 'chat', 3, 1);
        """;

    [Theory]
    [InlineData("how many tickets are open?", "3")]
    [InlineData("how many vip tickets", "3")]
    [InlineData("percentage of tickets closed", "37.5")]
    [InlineData("how many tickets in 2025?", "5")]
    [InlineData("compare phone and email tickets", "email|3; phone|2")]
    public async Task The_data_s_own_words_are_taken_first(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Tickets);
        Assert.Equal(rows, string.Join("; ", (await source.RowsAsync(question)).Split("; ").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task The_worst_rated_of_a_kind_is_the_kind_with_the_lowest_rating()
    {
        await using var source = await SmallSource.OpenAsync(Tickets);
        Assert.StartsWith("Sensor", await source.RowsAsync("worst rated product"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_period_is_of_the_beginning_and_the_answer_says_so()
    {
        await using var source = await SmallSource.OpenAsync(Tickets);
        Assert.Contains("took the date to be opened, not closed", Assert.IsType<QuestionOutcome.Answered>(await source.AskAsync("how many tickets in 2025?")).Assumptions);
        Assert.Empty(Assert.IsType<QuestionOutcome.Answered>(await source.AskAsync("how many tickets were closed in 2025?")).Assumptions);
    }

    [Theory]
    [InlineData("profit margin per product")]
    [InlineData("tickets from Lisbon")]
    [InlineData("how many tickets in Sao Tome")]
    [InlineData("tickets from lisbon")]
    [InlineData("what is the highest product?")]
    [InlineData("month over month change of the warranty")]
    public async Task What_the_data_cannot_tell_is_declined_rather_than_answered_with_something_near(string question)
    {
        await using var source = await SmallSource.OpenAsync(Tickets);
        Assert.IsType<QuestionOutcome.Declined>(await source.AskAsync(question));
    }
}
