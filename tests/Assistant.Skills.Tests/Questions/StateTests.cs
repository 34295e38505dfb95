namespace Assistant.Skills.Tests.Questions;

/// <summary>What has happened, what has not, how much of it, and when: the questions of people who look after things that come and go.</summary>
public sealed class StateTests
{
    private const string Harbour = """
        CREATE TABLE owners (owner_id INTEGER PRIMARY KEY, company TEXT NOT NULL, home TEXT NOT NULL);
        CREATE TABLE moorings (mooring_id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL REFERENCES owners, arrived_on DATE NOT NULL, returned_on DATE, status TEXT NOT NULL, fee REAL NOT NULL, insured INTEGER NOT NULL);
        INSERT INTO owners VALUES (1, 'Gull Ltd', 'East'), (2, 'Tern Inc', 'West'), (3, 'Eider AG', 'East'), (4, 'Puffin Co', 'West'), (5, 'Heron SA', 'East');
        INSERT INTO moorings VALUES
            (1, 1, '2024-03-02', '2024-03-05', 'checked', 40, 1), (2, 1, '2024-06-10', '2024-06-20', 'refused', 60, 0), (3, 2, '2025-03-11', NULL, 'checked', 80, 1),
            (4, 2, '2025-10-01', '2025-10-03', 'checked', 20, 1), (5, 3, '2025-10-15', NULL, 'refused', 100, 0), (6, 3, '2025-11-01', '2025-11-11', 'checked', 10, 1);
        """;

    [Theory]
    [InlineData("how many moorings are not returned", "2")]
    [InlineData("how many moorings were never returned", "2")]
    [InlineData("how many moorings are still open", "2")]
    [InlineData("number of unreturned moorings", "2")]
    [InlineData("how many insured moorings", "4")]
    [InlineData("how many uninsured moorings", "2")]
    public async Task A_state_is_read_from_the_column_that_tells_it(string question, string rows) => await IsAsync(question, rows);

    [Theory]
    [InlineData("what percentage of moorings are insured", "66.66666666666666")]
    [InlineData("refused rate by home", "East|0.5; West|0")]
    [InlineData("percentage of moorings refused by home", "East|50; West|0")]
    [InlineData("share of insured moorings by year", "2024|0.5; 2025|0.75")]
    public async Task A_share_within_groups_is_of_each_group(string question, string rows) => await IsAsync(question, rows);

    [Theory]
    [InlineData("total fee this year vs last year", "2024|100; 2025|210")]
    [InlineData("compare fees in 2024 and 2025", "2024|100; 2025|210")]
    [InlineData("average fee in 2024 compared to 2025", "2024|50; 2025|52.5")]
    [InlineData("total fee in October 2025 versus November 2025", "2025-10|120; 2025-11|10")]
    public async Task Periods_that_exclude_each_other_are_told_one_by_one(string question, string rows) => await IsAsync(question, rows);

    [Theory]
    [InlineData("how many moorings since October", "3")]
    [InlineData("fee in the last 2 months", "130")]
    [InlineData("arrivals per year", "2024|2; 2025|4")]
    public async Task A_month_without_a_year_is_the_last_one(string question, string rows) => await IsAsync(question, rows);

    [Theory]
    [InlineData("which owner has the highest fee", "Eider AG")]
    [InlineData("month with the highest fee", "2025-10")]
    [InlineData("which status has the highest fee", "refused")]
    [InlineData("busiest month for moorings", "2025-10")]
    public async Task What_has_many_amounts_is_ranked_by_their_sum(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Harbour);
        Assert.StartsWith(rows, await source.RowsAsync(question), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thing_is_called_by_the_text_that_tells_it_apart()
    {
        await using var source = await SmallSource.OpenAsync(Harbour);
        Assert.Equal("Heron SA; Puffin Co", Sorted(await source.RowsAsync("owners without moorings")));
    }

    private static async Task IsAsync(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Harbour);
        Assert.Equal(rows, Sorted(await source.RowsAsync(question)));
    }

    private static string Sorted(string rows) => string.Join("; ", rows.Split("; ").Order(StringComparer.Ordinal));
}
