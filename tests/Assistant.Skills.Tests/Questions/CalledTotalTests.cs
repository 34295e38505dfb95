namespace Assistant.Skills.Tests.Questions;

/// <summary>"Total" is a word for adding up, and the name of many a column.</summary>
public sealed class CalledTotalTests
{
    private const string Stalls = """
        CREATE TABLE guests (guest_id INTEGER PRIMARY KEY, guest_name TEXT NOT NULL);
        CREATE TABLE orders (order_id INTEGER PRIMARY KEY, guest_id INTEGER NOT NULL REFERENCES guests, stall TEXT NOT NULL, total REAL NOT NULL, cancelled BOOLEAN NOT NULL);
        INSERT INTO guests VALUES (1, 'Ada'), (2, 'Bo'), (3, 'Cy');
        INSERT INTO orders VALUES (1, 1, 'soup', 5, 0), (2, 1, 'soup', 6, 1), (3, 1, 'cake', 7, 0), (4, 2, 'cake', 50, 0), (5, 3, 'cake', 2, 0);
        """;

    [Theory]
    [InlineData("top 2 guests by total", "Bo|50; Ada|18")]
    [InlineData("total by stall", "cake|59; soup|11")]
    [InlineData("top 2 orders by total", "4|50; 3|7")]
    [InlineData("total number of orders", "5")]
    [InlineData("total number of orders by stall", "cake|3; soup|2")]
    public async Task It_is_read_as_what_it_is(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Stalls);
        Assert.Equal(rows, await source.RowsAsync(question));
    }
}
