using Assistant.Skills.Quality.Batches;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Quality;

public class BatchWatchTests
{
    [Fact]
    public void A_batch_like_the_others_is_passed_over_and_one_that_is_not_is_told_by_its_column()
    {
        var watch = BatchWatch.Learn([.. Enumerable.Range(0, 6).Select(i => Batch(i, n => 20 + n % 30, 200 + 5 * i))], []);
        Assert.Empty(watch.Judge(Batch(7, n => 20 + n % 30, 215)));
        Assert.Equal(["price"], watch.Judge(Batch(7, n => 2000 + n % 30, 215)).Select(a => a.Column).Distinct());
        Assert.Equal(["price"], watch.Judge(Batch(7, n => n % 10 == 0 ? null : 20 + n % 30, 215)).Select(a => a.Column).Distinct());
        Assert.Contains(watch.Judge(Batch(7, n => 20 + n % 30, 60)), a => a.Column is null);
    }

    [Fact]
    public void Days_that_are_suddenly_written_in_another_way_are_told()
    {
        static ColumnHistory History(int batches) => new([.. Enumerable.Range(0, batches).Select(b => Column("sold_on", [.. Enumerable.Range(1, 60).Select(n => $"2025-0{1 + b}-{1 + n % 28:00}")]))]);
        Assert.Contains(History(4).Judge(Column("sold_on", [.. Enumerable.Range(1, 60).Select(n => $"202505{1 + n % 28:00}")])), why => why.Contains("no dates", StringComparison.Ordinal));
    }

    private static Batch Batch(int number, Func<int, int?> price, int rows)
    {
        var columns = new[]
        {
            Column("order_id", [.. Enumerable.Range(0, rows).Select(n => $"{1000 * number + n}")]),
            Column("price", [.. Enumerable.Range(0, rows).Select(n => price(n)?.ToString(System.Globalization.CultureInfo.InvariantCulture))]),
        };
        return new(new TableEvidence(new(new(null, "orders"), [.. columns.Select(c => c.Column)], []), rows, rows, columns), [], []);
    }

    private static ColumnEvidence Column(string name, string?[] values) => MissingLearner.Learn(new(
        new(name, "", DataType.Text), values.Length, values.Count(v => v is null),
        [.. values.OfType<string>().GroupBy(v => v).Select(g => new ValueCount(g.Key, g.Count())).OrderByDescending(c => c.Count)], AllCounted: true, values));
}
