using AngleSharp.Html.Dom;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Web.Sources;

namespace Assistant.Web.Tests.Sources;

public class SourceOverviewTests
{
    private static readonly TableName Orders = new(null, "orders");

    private static readonly DataSource Budget = new(
        Guid.NewGuid(), "Budget <2026>", SourceKind.File, "budget.csv", SourceState.Ready, null, 1, 3, 87, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static Task<IHtmlDocument> PageAsync(DataSource source, string? problem = null) => Rendered.DocumentAsync<SourceOverview>(new()
    {
        ["Source"] = source,
        ["Catalog"] = new SourceCatalog(SqlDialect.DuckDb, [new(Orders, [new("id", "BIGINT", DataType.Integer)], ["id"], 3) { PrimaryKeyInferred = true }], [], "v"),
        ["TableAddress"] = (Func<CatalogTable, string>)(t => $"/sources/x?table={t.Name}"),
        ["Problem"] = problem,
        ["MayManage"] = true,
    });

    [Fact]
    public async Task What_was_assumed_about_a_file_stands_on_its_page_as_text()
    {
        var page = await PageAsync(Budget with { Assumptions = ["Fields are parted by semicolons.", "<b>Month</b>: read as dates with day before month."] });
        Assert.Equal(2, page.QuerySelectorAll(".assumptions li").Length);
        Assert.Null(page.QuerySelector(".assumptions b"));
    }

    [Fact]
    public async Task A_file_without_doubt_has_no_empty_card() => Assert.Null((await PageAsync(Budget)).QuerySelector(".assumptions, .changes"));

    [Fact]
    public async Task What_changed_is_told_with_before_and_now()
    {
        var page = await PageAsync(Budget with { Changes = [new(SchemaChangeKind.TypeChanged, Orders, "id", "INTEGER", "BIGINT"), new(SchemaChangeKind.TableRemoved, new(null, "plants"), null, null, null)] });
        var changes = page.QuerySelectorAll(".changes li").Select(li => string.Join(' ', li.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains("Other type", changes[0]);
        Assert.Contains("before: INTEGER", changes[0]);
        Assert.Contains("after: BIGINT", changes[0]);
        Assert.Contains("Table gone", changes[1]);
    }

    [Fact]
    public async Task A_source_that_fails_says_why_and_offers_to_try_again()
    {
        var page = await PageAsync(Budget with { State = SourceState.Failing }, "The file is gone from the server.");
        Assert.Contains("The file is gone from the server.", page.QuerySelector(".caveat")!.TextContent);
        Assert.Equal("Try again", page.QuerySelector(".caveat button")!.TextContent);
    }

    [Fact]
    public async Task A_guessed_key_is_not_told_as_a_certain_one() => Assert.Contains("likely", (await PageAsync(Budget)).QuerySelector("table")!.TextContent);
}
