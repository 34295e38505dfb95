using System.Globalization;
using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Profiling;

namespace Assistant.Skills.Tests.Quality;

public class TableProfilerTests
{
    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_small_table_is_profiled_whole_in_two_queries(string engine)
    {
        var rows = Warehouse.Rows();
        rows[3][5] = null;
        rows[4][5] = "n/a";
        await using var warehouse = await Warehouse.OpenAsync(engine, rows);
        var profile = (await new TableProfiler(warehouse.Reader).ProfileAsync(warehouse.Table, default))!;
        Assert.Equal((400, 400, 2, 0L), (profile.Rows, profile.Looked, profile.Queries, profile.Copies));
        Assert.Equal(["pallet_no", "seal"], profile.Keys);
        var boxes = Column(profile, "boxes");
        Assert.Equal((11, true, "3", "13"), (boxes.Distinct, boxes.DistinctIsExact, boxes.Least, boxes.Greatest));
        Assert.Equal(["3", "3", "5", "8", "11", "13", "13"], boxes.Quantiles);
        Assert.Equal(400, boxes.Histogram.Sum(b => b.Rows));
        var goods = Column(profile, "goods");
        Assert.Equal((1, 1), (goods.Nulls, goods.Disguised));
        Assert.Equal((3, 7), (goods.Lengths!.Shortest, goods.Lengths.Longest));
        Assert.Equal("A999-AA", Assert.Single(Column(profile, "seal").Patterns).Value);
        Assert.Equal(["2025-01-06", "2025-04-15"], [Column(profile, "arrived_on").Quantiles[0], Column(profile, "arrived_on").Quantiles[^1]]);
        Assert.Contains(profile.Relations, r => r is { Kind: "Dependency", Title: "Hall tells the zone" });
        Assert.Contains(profile.Relations, r => r is { Kind: "Order", Title: "Left on is not before arrived on" });
        Assert.Contains(profile.Relations, r => r is { Kind: "Formula" });
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_large_table_is_profiled_in_few_scans_with_figures_of_all_rows(string engine)
    {
        List<string?[]> rows = [.. Enumerable.Range(0, 45_000).Select(i => new string?[] { $"{i}", $"K{i % 300:000}", i % 9 == 0 ? null : $"{i % 1000}", i == 44_999 ? " " : "word" })];
        await using var warehouse = await Warehouse.OpenAsync(engine, "readings", "reading_id integer, device text, amount integer, note text", rows);
        var profile = (await new TableProfiler(warehouse.Reader).ProfileAsync(warehouse.Table, default))!;
        Assert.True(profile.Queries <= 4, $"{profile.Queries} queries");
        Assert.Equal((45_000, 15_000), (profile.Rows, profile.Looked));
        Assert.Equal(["reading_id"], profile.Keys);
        Assert.Equal(5_000, Column(profile, "amount").Nulls);
        Assert.Equal("999", Column(profile, "amount").Greatest);
        Assert.InRange(Column(profile, "device").Distinct, 285, 315);
        Assert.Equal(engine != "csv", Column(profile, "device").DistinctIsExact);
        Assert.InRange(double.Parse(Column(profile, "amount").Quantiles[3], CultureInfo.InvariantCulture), 480, 520);
    }

    [Fact]
    public async Task Rows_that_stand_twice_and_rows_that_differ_in_key_or_spelling_are_counted()
    {
        var rows = Warehouse.Rows();
        rows[200] = [.. rows[199]];
        rows[200][0] = "99";
        rows[200][5] = rows[199][5]!.ToUpperInvariant();
        await using var near = await Warehouse.OpenAsync("postgres", rows);
        var alike = (await new TableProfiler(near.Reader).ProfileAsync(near.Table, default))!;
        Assert.Equal((0L, 2), (alike.Copies, alike.NearCopies));
        rows[140] = [.. rows[139]];
        await using var twice = await Warehouse.OpenAsync("postgres", rows);
        var copied = (await new TableProfiler(twice.Reader).ProfileAsync(twice.Table, default))!;
        Assert.Equal(1, copied.Copies);
        Assert.Empty(copied.Keys);
    }

    [Theory]
    [InlineData("SN-0042-ab", "AA-9999-a")]
    [InlineData("Lyon", "Aa")]
    [InlineData("", "")]
    public void A_pattern_shows_digits_capitals_and_words(string text, string pattern) => Assert.Equal(pattern, ColumnProfiles.Pattern(text));

    private static ColumnProfile Column(TableProfile profile, string name) => profile.Columns.Single(c => c.Name == name);
}
