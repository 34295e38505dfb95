using Assistant.Skills.Sources;
using Assistant.Web.Sources;

namespace Assistant.Web.Tests.Sources;

public class ColumnListTests
{
    private static readonly TableName Orders = new("public", "orders"), Plants = new("public", "plants");

    private static CatalogTable Table(params CatalogColumn[] columns) => new(Orders, columns, ["order_id"], 100);

    private static CatalogColumn Column(string name, Sensitivity sensitivity = Sensitivity.None) => new(name, "text", DataType.Text)
    {
        Sensitivity = sensitivity,
        Statistics = new ColumnStatistics(100_000, 10, 3, true, "Alder", "Tarn", null, [new("Alder", 60_000), new("Tarn", 30_000)]),
    };

    private static Task<AngleSharp.Html.Dom.IHtmlDocument> ListAsync(CatalogTable table, DataPolicy? policy = null, params Relationship[] joins) =>
        Rendered.DocumentAsync<ColumnList>(new() { ["Table"] = table, ["Relationships"] = joins, ["Policy"] = policy ?? DataPolicy.Everything });

    [Fact]
    public async Task A_key_and_an_inferred_join_are_told_in_words()
    {
        var page = await ListAsync(Table(Column("order_id"), Column("plant")), null, new Relationship(Orders, ["plant"], Plants, ["id"], false, 0.97));
        Assert.Contains("Key", page.QuerySelector("tbody tr:first-child .column-name")!.TextContent);
        Assert.Matches(@"plants\s+97\s?%", page.QuerySelector("tbody tr:last-child .tag-info")!.TextContent);
    }

    [Fact]
    public async Task A_column_with_one_gap_in_ten_thousand_is_not_told_as_full()
    {
        var page = await ListAsync(Table(Column("plant")));
        Assert.DoesNotContain("100%", page.QuerySelector("tbody")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("99.99", page.QuerySelector("tbody")!.TextContent);
    }

    [Fact]
    public async Task A_masked_column_shows_no_figure_and_a_hidden_one_is_not_there()
    {
        var policy = DataPolicy.Everything with
        {
            Masks = new Dictionary<(TableName, string), ColumnMask> { [(Orders, "rate")] = ColumnMask.Full, [(Orders, "salary")] = ColumnMask.Hidden },
        };
        var page = await ListAsync(Table(Column("rate"), Column("salary")), policy);
        Assert.Contains("Masked for you", page.Body!.TextContent);
        Assert.DoesNotContain("salary", page.Body!.TextContent);
        Assert.DoesNotContain("99", page.QuerySelector("tbody")!.TextContent);
    }

    [Fact]
    public async Task Values_of_a_personal_column_are_not_drawn()
    {
        var page = await ListAsync(Table(Column("reported_by", Sensitivity.Personal)));
        Assert.Null(page.QuerySelector("svg"));
        Assert.Contains("Personal", page.Body!.TextContent);
    }

    [Fact]
    public async Task The_spread_is_told_in_a_sentence()
    {
        var page = await ListAsync(Table(Column("plant")));
        Assert.StartsWith("3 values, the most frequent is 60", page.QuerySelector("svg[role=img]")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task A_hostile_column_name_is_shown_as_text()
    {
        var page = await ListAsync(Table(Column("<img src=x onerror=alert(1)>")));
        Assert.Null(page.QuerySelector("img"));
        Assert.Contains("<img src=x", page.QuerySelector("code")!.TextContent);
    }
}
