using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Web.Sources;

namespace Assistant.Web.Tests.Sources;

public class VisibleCatalogTests
{
    private static readonly TableName Orders = new("public", "orders"), Salaries = new("public", "salaries");

    private static readonly SourceCatalog Catalog = new(
        SqlDialect.PostgreSql,
        [
            new(Orders, [new("id", "int", DataType.Integer), new("rate", "numeric", DataType.Number), new("salary_id", "int", DataType.Integer)], ["id"]),
            new(Salaries, [new("id", "int", DataType.Integer)], ["id"], 40),
        ],
        [new(Orders, ["salary_id"], Salaries, ["id"], true, 1), new(Orders, ["rate"], Orders, ["id"], false, 0.8)], "v1");

    [Fact]
    public void A_hidden_table_is_not_there_and_no_join_tells_of_it()
    {
        var seen = VisibleCatalog.Of(Catalog, DataPolicy.Everything with { HiddenTables = new HashSet<TableName> { Salaries } });
        Assert.Equal([Orders], seen.Tables.Select(t => t.Name));
        Assert.DoesNotContain(seen.Relationships, r => r.To == Salaries);
    }

    [Fact]
    public void A_hidden_column_is_not_there_while_a_masked_one_stays()
    {
        var policy = DataPolicy.Everything with
        {
            Masks = new Dictionary<(TableName, string), ColumnMask> { [(Orders, "RATE")] = ColumnMask.Hidden, [(Orders, "salary_id")] = ColumnMask.Hash },
        };
        var seen = VisibleCatalog.Of(Catalog, policy);
        Assert.Equal(["id", "salary_id"], seen.Find(Orders)!.Columns.Select(c => c.Name));
        Assert.DoesNotContain(seen.Relationships, r => r.FromColumns.Contains("rate"));
    }

    [Fact]
    public void With_all_rights_all_is_there() =>
        Assert.Equal((2, 2), (VisibleCatalog.Of(Catalog, DataPolicy.Everything).Tables.Count, VisibleCatalog.Of(Catalog, DataPolicy.Everything).Relationships.Count));
}
