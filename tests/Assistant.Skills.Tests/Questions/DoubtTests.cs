using Assistant.Skills.Questions;

namespace Assistant.Skills.Tests.Questions;

/// <summary>What makes an answer less sure, and from where on none is given.</summary>
public sealed class DoubtTests
{
    private const string Depots = """
        CREATE TABLE depots (depot_id INTEGER PRIMARY KEY, depot_name TEXT NOT NULL, town TEXT NOT NULL);
        CREATE TABLE buses (bus_id INTEGER PRIMARY KEY, plate TEXT NOT NULL, town TEXT NOT NULL, depot_id INTEGER REFERENCES depots, seats INTEGER);
        CREATE TABLE drivers (driver_id INTEGER PRIMARY KEY, driver_name TEXT NOT NULL, depot_id INTEGER REFERENCES depots);
        INSERT INTO depots VALUES (1, 'East', 'Kiel'), (2, 'West', 'Bonn');
        INSERT INTO buses VALUES (1, 'K-1', 'Kiel', 1, 30), (2, 'K-2', 'Kiel', 1, 50), (3, 'B-1', 'Bonn', 2, 40);
        INSERT INTO drivers VALUES (1, 'Ann', 1), (2, 'Ben', 2);
        """;

    [Theory]
    [InlineData("plates of buses and names of drivers", true)]
    [InlineData("plates of buses of the depot East", false)]
    public async Task Joining_rows_that_only_share_what_both_belong_to_is_told_in_the_trace(string question, bool told)
    {
        await using var source = await SmallSource.OpenAsync(Depots);
        Assert.Equal(told, (await source.AskAsync(question)).Trace.Any(line => line.Contains("siblings_joined=1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_question_of_which_little_is_in_the_data_gets_no_guess()
    {
        await using var source = await SmallSource.OpenAsync(Depots);
        Assert.IsType<QuestionOutcome.Declined>(await source.AskAsync("How punctual are drivers with a complaint rating below 3 in the rush hour?"));
    }

    [Fact]
    public async Task What_goes_by_another_name_is_answered_where_one_table_alone_can_be_counted()
    {
        await using var source = await SmallSource.OpenAsync("""
            CREATE TABLE courses (course_id INTEGER PRIMARY KEY, course_title TEXT NOT NULL);
            CREATE TABLE course_visits (visit_id INTEGER PRIMARY KEY, course_id INTEGER REFERENCES courses, visited_on DATE);
            INSERT INTO courses VALUES (1, 'Knots'), (2, 'Oars');
            INSERT INTO course_visits VALUES (1, 1, '2025-01-01'), (2, 1, '2025-01-02'), (3, 2, '2025-01-03');
            """);
        Assert.Equal("Knots|2; Oars|1", await source.RowsAsync("number of attendants per course"));
    }
}
