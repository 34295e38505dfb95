namespace Assistant.Skills.Tests.Questions;

public sealed class DurationTests
{
    private const string Berths = """
        CREATE TABLE stays (stay_id INTEGER PRIMARY KEY, boat TEXT, check_in DATE, check_out DATE);
        INSERT INTO stays VALUES (1, 'Ada', '2025-01-01', '2025-01-03'), (2, 'Bo', '2025-01-05', '2025-01-11'), (3, 'Cy', '2025-02-01', NULL);
        """;

    private const string Trips = """
        CREATE TABLE trips (trip_id INTEGER PRIMARY KEY, boat TEXT, started_at DATETIME, ended_at DATETIME, updated_at DATETIME);
        INSERT INTO trips VALUES (1, 'Ada', '2025-01-01 08:00:00', '2025-01-01 10:00:00', '2025-03-01 00:00:00'), (2, 'Bo', '2025-01-02 08:00:00', '2025-01-02 12:00:00', '2025-03-01 00:00:00');
        """;

    [Theory]
    [InlineData("What is the average length of stay?", "4")]
    [InlineData("longest stay duration", "6")]
    public async Task How_long_is_the_time_from_begin_to_end(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Berths);
        Assert.Equal(rows, (await source.RowsAsync(question)).Split('|')[^1]);
    }

    [Theory]
    [InlineData("stays longer than 3 days", "2")]
    [InlineData("boats of stays longer than 3 days", "Bo")]
    public async Task What_is_compared_may_be_a_time_that_nobody_stored(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Berths);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Fact]
    public async Task The_unit_behind_the_number_says_which_column_is_compared()
    {
        await using var source = await SmallSource.OpenAsync("""
            CREATE TABLE sails (sail_id INTEGER PRIMARY KEY, sail_name TEXT, start_date DATE, end_date DATE, distance_km REAL);
            INSERT INTO sails VALUES (1, 'North', '2025-01-01', '2025-01-09', 300), (2, 'South', '2025-02-01', '2025-02-02', 600);
            """);
        Assert.Equal("South", await source.RowsAsync("names of sails longer than 500 km"));
    }

    [Fact]
    public async Task Times_of_day_count_in_hours()
    {
        await using var source = await SmallSource.OpenAsync(Trips);
        var hours = double.Parse(await source.RowsAsync("average trip duration in hours"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(3, hours, 4);
    }
}
