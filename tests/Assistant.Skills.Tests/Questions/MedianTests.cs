namespace Assistant.Skills.Tests.Questions;

/// <summary>SQLite has no median of its own; it must not be answered with an average.</summary>
public sealed class MedianTests
{
    private const string Nests = """
        CREATE TABLE nests (nest_id INTEGER PRIMARY KEY, species TEXT, eggs INTEGER);
        INSERT INTO nests VALUES (1, 'Tern', 1), (2, 'Tern', 2), (3, 'Tern', 12), (4, 'Gull', 3), (5, 'Gull', 4), (6, 'Gull', NULL), (7, 'Coot', NULL);
        """;

    [Theory]
    [InlineData("What is the median number of eggs?", "3")]
    [InlineData("median eggs by species", "Coot|; Gull|3.5; Tern|2")]
    [InlineData("median and average eggs of Tern nests", "2|5")]
    public async Task The_median_is_the_middle_value_and_missing_ones_do_not_count(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Nests);
        var got = await source.RowsAsync(question);
        Assert.Equal(rows, string.Join("; ", got.Split("; ").Order(StringComparer.Ordinal)));
    }
}
