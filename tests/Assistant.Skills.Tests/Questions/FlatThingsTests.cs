namespace Assistant.Skills.Tests.Questions;

/// <summary>A file with one line per item sold has no table of customers or orders; people ask for them all the same.</summary>
public sealed class FlatThingsTests
{
    private const string Lines = """
        CREATE TABLE lines ("Receipt No" TEXT, "Shopper Name" TEXT, "Item Name" TEXT, "Amount" REAL);
        INSERT INTO lines VALUES ('R1', 'Ada', 'Tea', 3), ('R1', 'Ada', 'Cake', 5), ('R2', 'Bo', 'Tea', 3), ('R3', 'Ada', 'Tea', 4);
        """;

    [Theory]
    [InlineData("How many receipts are there?", "3")]
    [InlineData("number of shoppers", "2")]
    [InlineData("How many items do we sell?", "2")]
    [InlineData("number of receipts per shopper", "Ada|2; Bo|1")]
    public async Task Things_without_a_table_are_counted_once_each(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Lines);
        Assert.Equal(rows, await source.RowsAsync(question));
    }
}
