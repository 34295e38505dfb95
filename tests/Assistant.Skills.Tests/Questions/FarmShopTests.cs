namespace Assistant.Skills.Tests.Questions;

/// <summary>Everyday questions over a shop whose tables hang together: amounts, headings, the first of something else, each of two.</summary>
public sealed class FarmShopTests
{
    private const string Setup = """
        CREATE TABLE villages (village_id INTEGER PRIMARY KEY, village_name TEXT NOT NULL, inhabitants INTEGER);
        CREATE TABLE buyers (buyer_id INTEGER PRIMARY KEY, buyer_name TEXT NOT NULL, village_id INTEGER REFERENCES villages, joined_on DATE, left_on DATE);
        CREATE TABLE goods (good_id INTEGER PRIMARY KEY, good_name TEXT NOT NULL, kind TEXT, distance_km REAL);
        CREATE TABLE receipts (receipt_id INTEGER PRIMARY KEY, buyer_id INTEGER REFERENCES buyers, good_id INTEGER REFERENCES goods, bought_on DATE, total_price REAL);
        INSERT INTO villages VALUES (1, 'Alm', 300), (2, 'Brig', 900), (3, 'Cord', 500);
        INSERT INTO buyers VALUES (1, 'Ida', 2, '2020-01-01', NULL), (2, 'Jon', 2, '2021-02-02', '2024-03-03'), (3, 'Kai', 1, '2022-05-05', NULL), (4, 'Lea', 3, '2023-06-06', NULL);
        INSERT INTO goods VALUES (1, 'Milk', 'dairy', 4), (2, 'Eggs', 'farm', 12), (3, 'Corn', 'farm', 30), (4, 'Hay', 'feed', 8);
        INSERT INTO receipts VALUES (1, 1, 1, '2024-01-05', 10), (2, 1, 2, '2024-02-06', 20), (3, 2, 1, '2024-02-07', 5), (4, 3, 2, '2025-01-08', 50), (5, 3, 1, '2025-02-09', 8), (6, 2, 3, '2025-03-01', 7), (7, 2, 3, '2025-03-02', 6);
        """;

    [Theory]
    [InlineData("top 2 buyers by total spending", "Kai|58; Ida|30")]
    [InlineData("How much did Ida spend?", "30")]
    [InlineData("Which goods has nobody bought?", "Hay")]
    [InlineData("Which buyers bought both Milk and Eggs?", "Ida; Kai")]
    [InlineData("Show the buyers who live in the village with the most inhabitants", "Ida; Jon")]
    [InlineData("When did Jon leave?", "03/03/2024")]
    [InlineData("When did Jon join?", "02/02/2021")]
    [InlineData("goods farther than 10 km", "Eggs; Corn")]
    public async Task It_is_answered_as_people_mean_it(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Setup);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Fact]
    public async Task A_heading_with_an_amount_has_the_most_first_and_tells_the_amount()
    {
        await using var source = await SmallSource.OpenAsync(Setup);
        Assert.StartsWith("farm|2; ", await source.RowsAsync("kinds by number of goods"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price range of receipts", "5|50")]
    [InlineData("what is the total price range", "5|50")]
    public async Task A_range_is_the_lowest_and_the_highest(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Setup);
        Assert.Equal(rows, await source.RowsAsync(question));
    }
}
