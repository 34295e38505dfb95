using Assistant.Skills.Questions;

namespace Assistant.Skills.Tests.Questions;

/// <summary>How long things take, and amounts that joined rows would repeat.</summary>
public sealed class SpanTests
{
    private const string Workshop = """
        CREATE TABLE benches (bench_id INTEGER PRIMARY KEY, bench_name TEXT NOT NULL);
        CREATE TABLE repairs (repair_id INTEGER PRIMARY KEY, bench_id INTEGER NOT NULL REFERENCES benches, received_on DATE NOT NULL, due_on DATE NOT NULL, finished_on DATE, charge REAL NOT NULL);
        CREATE TABLE parts (part_id INTEGER PRIMARY KEY, repair_id INTEGER NOT NULL REFERENCES repairs, material TEXT NOT NULL, quantity INTEGER NOT NULL);
        INSERT INTO benches VALUES (1, 'Left'), (2, 'Right');
        INSERT INTO repairs VALUES (1, 1, '2025-01-01', '2025-01-10', '2025-01-05', 100), (2, 1, '2025-02-01', '2025-02-10', '2025-02-21', 50), (3, 2, '2025-03-01', '2025-03-10', '2025-03-07', 30), (4, 2, '2025-11-01', '2025-11-30', NULL, 70);
        INSERT INTO parts VALUES (1, 1, 'brass', 2), (2, 1, 'brass', 1), (3, 2, 'steel', 4), (4, 3, 'brass', 1);
        """;

    [Theory]
    [InlineData("how long does it take on average to finish a repair", "10")]
    [InlineData("average days to finish repairs by bench", "Left|12; Right|6")]
    [InlineData("repairs that took more than 10 days", "2")]
    [InlineData("how many repairs took longer than 5 days", "2")]
    public async Task A_length_of_time_follows_from_two_dates(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Workshop);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Theory]
    [InlineData("total charge of repairs with brass", "130")]
    [InlineData("total charge of repairs with brass by bench", "Left|100; Right|30")]
    public async Task An_amount_is_added_once_whatever_is_joined_to_it(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Workshop);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Fact]
    public async Task An_amount_that_would_count_twice_is_not_answered()
    {
        await using var source = await SmallSource.OpenAsync(Workshop);
        Assert.False(await source.AskAsync("total charge by material") is QuestionOutcome.Answered { Confidence: >= 60 });
    }
}
