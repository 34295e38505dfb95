using System.Globalization;
using AngleSharp.Html.Dom;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Web.Parts;

namespace Assistant.Web.Tests.Parts;

public class TableViewTests
{
    private static Task<IHtmlDocument> TableAsync(ResultTable table, string culture = "en-GB", TableColumn[]? heads = null) =>
        Rendered.DocumentAsync<TableView>(new() { ["Table"] = table, ["Culture"] = CultureInfo.GetCultureInfo(culture), ["Heads"] = heads ?? [], ["ResultId"] = Sample.Result });

    private static IEnumerable<string> Cells(IHtmlDocument page, int column) => page.QuerySelectorAll("tbody tr").Select(r => r.Children[column].TextContent.Trim());

    [Fact]
    public async Task Numbers_of_a_column_have_the_same_decimals_and_stand_right()
    {
        var page = await TableAsync(Sample.Rows);
        Assert.Equal(["912,480.50", "655,120.00", "548,260.00", "430,915.25", "388,040.00", "—"], Cells(page, 2));
        Assert.Equal("r", page.QuerySelectorAll("tbody td")[2].ClassName);
    }

    [Fact]
    public async Task Numbers_and_dates_follow_the_persons_language()
    {
        var table = Sample.Table([("amount", DataType.Number), ("day", DataType.Date)], [[1234.5m, new DateOnly(2026, 3, 1)]]);
        var page = await TableAsync(table, "de-DE");
        Assert.Equal("1.234,5", Cells(page, 0).Single());
        Assert.Contains("2026", Cells(page, 1).Single(), StringComparison.Ordinal);
        Assert.StartsWith("1 M", Cells(page, 1).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Years_and_identifiers_are_not_grouped_like_amounts()
    {
        var page = await TableAsync(Sample.Table([("year", DataType.Integer), ("order_id", DataType.Integer), ("orders", DataType.Integer)], [[2026L, 10042L, 10042L]]));
        Assert.Equal("2026", Cells(page, 0).Single());
        Assert.Equal("10042", Cells(page, 1).Single());
        Assert.Equal("10,042", Cells(page, 2).Single());
    }

    [Theory, InlineData("Year"), InlineData("YEAR"), InlineData("model_year"), InlineData("yearBuilt"), InlineData("Baujahr"), InlineData("year built"), InlineData("fiscal year")]
    public async Task A_year_has_no_thousands_mark_whatever_its_column_is_called(string name)
    {
        Assert.Equal(["2025", "2026"], Cells(await TableAsync(Sample.Table([(name, DataType.Integer)], [[2025L], [2026L]])), 0));
        Assert.Equal(["2025", "2026"], Cells(await TableAsync(Sample.Table([(name, DataType.Number)], [[2025m], [2026m]]), "de-DE"), 0));
        Assert.Equal(["2025.5", "1999.0"], Cells(await TableAsync(Sample.Table([(name, DataType.Number)], [[2025.5], [1999.0]])), 0));
    }

    [Theory, InlineData("orders_per_year"), InlineData("years"), InlineData("number of years"), InlineData("total year")]
    public async Task What_only_speaks_of_years_is_grouped(string name) =>
        Assert.Equal("2,025", Cells(await TableAsync(Sample.Table([(name, DataType.Integer)], [[2025L]])), 0).Single());

    [Fact]
    public async Task Numbers_that_can_be_no_years_are_amounts() =>
        Assert.Equal("120,000", Cells(await TableAsync(Sample.Table([("fiscal_year", DataType.Number)], [[120000m], [2025m]])), 0).First());

    [Fact]
    public async Task Heads_are_told_with_their_unit()
    {
        var page = await TableAsync(Sample.Rows, heads: [new("cost", "Cost", DataType.Number, "€")]);
        Assert.Equal(["plant", "orders", "Cost, €", "share"], page.QuerySelectorAll("th").Select(h => h.TextContent.Trim()));
    }

    [Fact]
    public async Task Ten_rows_stand_first_and_the_note_says_how_many_there_are()
    {
        var page = await TableAsync(Sample.Table([("n", DataType.Integer)], [.. Enumerable.Range(0, 1234).Select(i => new object?[] { (long)i })]));
        Assert.Equal(10, page.QuerySelectorAll("tbody tr").Length);
        Assert.StartsWith("Showing 10 of 1,234 rows.", page.QuerySelector(".table-note")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("[data-show-all]"));
    }

    [Fact]
    public async Task A_result_that_was_cut_says_so()
    {
        var page = await TableAsync(Sample.Table([("n", DataType.Integer)], [[1L]], Completeness.Truncated));
        Assert.Contains("cut after 1 rows", page.QuerySelector(".table-note")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_are_ordered_by_size_and_empty_ones_are_least()
    {
        object?[] cells = [10L, 2.5m, null, 1e3, -3L];
        Assert.Equal([null, -3L, 2.5m, 10L, 1e3], cells.Order(new CellOrder(CultureInfo.InvariantCulture)));
    }
}
