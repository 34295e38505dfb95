namespace Assistant.Skills.Tests.Questions;

public sealed class AttributeTests
{
    private const string Flats = """
        CREATE TABLE flats (flat_id INTEGER PRIMARY KEY, door TEXT, floor INTEGER, bedrooms INTEGER, make TEXT);
        INSERT INTO flats VALUES (1, 'A', 1, 2, 'brick'), (2, 'B', 3, 2, 'wood'), (3, 'C', 3, 4, 'brick');
        CREATE TABLE visits (visit_id INTEGER PRIMARY KEY, flat_id INTEGER REFERENCES flats, guest TEXT);
        INSERT INTO visits VALUES (1, 2, 'x'), (2, 2, 'y'), (3, 3, 'z');
        """;

    [Theory]
    [InlineData("How many flats are on the third floor?", "2")]
    [InlineData("How many flats are on the 1st floor?", "1")]
    [InlineData("list the doors of 4 bedroom flats", "C")]
    [InlineData("How many two bedroom flats are there?", "2")]
    [InlineData("How many visits did wood flats make?", "2")]
    public async Task A_number_before_a_singular_says_which(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Flats);
        Assert.Equal(rows, await source.RowsAsync(question));
    }
}
