namespace Assistant.Skills.Tests.Questions;

/// <summary>Wordings in which small words decide what belongs to what.</summary>
public sealed class WordingTests
{
    private const string School = """
        CREATE TABLE houses (house_name TEXT PRIMARY KEY, motto TEXT NOT NULL);
        CREATE TABLE tutors (tutor_id INTEGER PRIMARY KEY, tutor_name TEXT NOT NULL, house_name TEXT REFERENCES houses, fee INTEGER);
        CREATE TABLE pupils (pupil_id INTEGER PRIMARY KEY, pupil_name TEXT NOT NULL, house_name TEXT REFERENCES houses);
        CREATE TABLE advises (pupil_id INTEGER PRIMARY KEY REFERENCES pupils, tutor_id INTEGER REFERENCES tutors);
        CREATE TABLE lessons (lesson_id INTEGER PRIMARY KEY, title TEXT NOT NULL, term TEXT NOT NULL, year INTEGER NOT NULL);
        INSERT INTO houses VALUES ('Otter', 'Swim'), ('Heron', 'Wait'), ('Badger', 'Dig');
        INSERT INTO tutors VALUES (1, 'Ann Birch', 'Otter', 30), (2, 'Ben Cole', 'Heron', 50), (3, 'Cat Dean', 'Heron', 40);
        INSERT INTO pupils VALUES (1, 'Eve', 'Heron'), (2, 'Finn', 'Heron'), (3, 'Gus', 'Otter'), (4, 'Hal', 'Badger');
        INSERT INTO advises VALUES (1, 1), (2, 3), (3, 2), (4, 2);
        INSERT INTO lessons VALUES (1, 'Knots', 'Autumn', 2023), (2, 'Maps', 'Spring', 2024), (3, 'Oars', 'Autumn', 2024), (4, 'Tides', 'Spring', 2023);
        """;

    [Fact]
    public async Task Things_named_one_after_the_other_are_joined_with_each_other()
    {
        await using var source = await SmallSource.OpenAsync(School);
        Assert.Equal("Ann Birch; Cat Dean", await source.RowsAsync("What are the names of the tutors who advise pupils in the Heron house?"));
    }

    [Theory]
    [InlineData("titles of lessons in Autumn 2023 or in Spring 2024", "Knots; Maps")]
    [InlineData("Which lessons were in the Spring of 2023 or the Autumn of 2024?", "Oars; Tides")]
    public async Task Each_of_two_values_goes_with_its_own_period(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(School);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Theory]
    [InlineData("names of tutors, sorted by the ones with the highest fee first", "Ben Cole; Cat Dean; Ann Birch")]
    [InlineData("Show the house name and tutor name of tutors, sorted by fee (in descending order), and then by name", "Heron|Ben Cole; Heron|Cat Dean; Otter|Ann Birch")]
    public async Task An_order_leaves_nobody_out_and_keeps_its_direction(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(School);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Fact]
    public async Task Amounts_of_those_with_something_are_added_once_each()
    {
        await using var source = await SmallSource.OpenAsync("""
            CREATE TABLE makers (maker_id INTEGER PRIMARY KEY, maker_name TEXT NOT NULL, seat TEXT NOT NULL, revenue INTEGER NOT NULL);
            CREATE TABLE kites (kite_id INTEGER PRIMARY KEY, kite_name TEXT NOT NULL, maker_id INTEGER REFERENCES makers);
            INSERT INTO makers VALUES (1, 'Gust', 'Kiel', 100), (2, 'Lull', 'Kiel', 50), (3, 'Calm', 'Bonn', 70), (4, 'Idle', 'Bonn', 20);
            INSERT INTO kites VALUES (1, 'Ace', 1), (2, 'Bee', 1), (3, 'Cub', 2), (4, 'Dot', 3);
            """);
        Assert.Equal("Bonn|70; Kiel|150", Sorted(await source.RowsAsync("For those records from the kites and each kite's maker, what is the total revenue for each seat?")));
    }

    [Fact]
    public async Task Names_of_what_only_ties_two_things_are_those_of_the_thing_said_last()
    {
        await using var source = await SmallSource.OpenAsync("""
            CREATE TABLE ferries (ferry_id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE piers (pier_id INTEGER PRIMARY KEY, name TEXT NOT NULL, town TEXT NOT NULL);
            CREATE TABLE ferry_pier (ferry_id INTEGER REFERENCES ferries, pier_id INTEGER REFERENCES piers, PRIMARY KEY (ferry_id, pier_id));
            INSERT INTO ferries VALUES (1, 'Alma'), (2, 'Bella');
            INSERT INTO piers VALUES (1, 'Old Quay', 'Kiel'), (2, 'West Pier', 'Bonn');
            INSERT INTO ferry_pier VALUES (1, 1), (2, 2);
            """);
        Assert.Equal("Old Quay", await source.RowsAsync("names of ferry piers in Kiel"));
    }

    [Fact]
    public async Task The_ids_of_what_is_only_a_column_are_that_column()
    {
        await using var source = await SmallSource.OpenAsync("""
            CREATE TABLE wardens (warden_no INTEGER PRIMARY KEY, full_name TEXT NOT NULL);
            CREATE TABLE forms (form_id INTEGER PRIMARY KEY, form_name TEXT NOT NULL, keeper_id INTEGER REFERENCES wardens (warden_no));
            CREATE TABLE pupils (pupil_id INTEGER PRIMARY KEY, pupil_name TEXT NOT NULL, form_id INTEGER REFERENCES forms);
            INSERT INTO wardens VALUES (1, 'Ann'), (2, 'Ben'), (3, 'Cat'), (9, 'Dan');
            INSERT INTO forms VALUES (1, 'Red', 1), (2, 'Blue', 9), (3, 'Gold', 2);
            INSERT INTO pupils VALUES (1, 'Eve', 1), (2, 'Finn', 2), (3, 'Gus', 3), (4, 'Hal', 2);
            """);
        Assert.Equal("Eve; Gus", await source.RowsAsync("names of pupils who are not in forms with keepers that have ids between 5 and 10"));
    }

    private static string Sorted(string rows) => string.Join("; ", rows.Split("; ").Order(StringComparer.Ordinal));
}
