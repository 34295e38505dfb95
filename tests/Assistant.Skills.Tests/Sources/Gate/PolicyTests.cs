using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources.Gate;

/// <summary>
/// What a person gets through the policy must be what they would get from a database that never held more: rows of the other tenant,
/// masked values and hidden columns are simply not there.
/// </summary>
public class PolicyTests
{
    private const string Whole = """
        CREATE TABLE orders(id INTEGER, tenant TEXT, customer_id INTEGER, total INTEGER, status TEXT, note TEXT);
        CREATE TABLE customers(id INTEGER, tenant TEXT, name TEXT, email TEXT);
        INSERT INTO orders VALUES (1,'a',1,10,'paid','n1'),(2,'b',3,20,'paid','n2'),(3,'a',2,30,'open','n3'),(4,'b',4,40,'open','n4'),(5,'a',1,50,NULL,'n5'),(6,'b',1,10,'paid','n6');
        INSERT INTO customers VALUES (1,'a','Ada','ada@x.org'),(2,'a','Bob',NULL),(3,'b','Cyd','cyd@x.org'),(4,'b','Dan','dan@x.org');
        """;

    private const string Allowed = """
        CREATE TABLE orders(id INTEGER, tenant TEXT, customer_id INTEGER, total INTEGER, status TEXT);
        CREATE TABLE customers(id INTEGER, tenant TEXT, name TEXT, email TEXT);
        INSERT INTO orders VALUES (1,'a',1,10,'paid'),(3,'a',2,30,'open'),(5,'a',1,50,NULL);
        INSERT INTO customers VALUES (1,'a','Ada','***'),(2,'a','Bob',NULL);
        """;

    private static readonly QueryGate Gate = new();

    [Fact]
    public async Task Ten_thousand_queries_over_SQLite_never_show_a_foreign_row_or_a_masked_value()
    {
        using var whole = new SqliteFile(Whole);
        using var allowed = new SqliteFile(Allowed);
        await CompareAsync(await OpenAsync(whole.Path), await OpenAsync(allowed.Path), new(20260101, ""), 10_000);
    }

    [Fact]
    public async Task Two_hundred_queries_over_PostgreSQL_never_show_a_foreign_row_or_a_masked_value()
    {
        await using var whole = await PostgresDatabase.CreateAsync("CREATE SCHEMA shop; SET search_path = shop;" + Whole);
        await using var allowed = await PostgresDatabase.CreateAsync("CREATE SCHEMA shop; SET search_path = shop;" + Allowed);
        await CompareAsync(await OpenPostgresAsync(whole), await OpenPostgresAsync(allowed), new(20260102, "shop."), 200);
    }

    [Theory]
    [InlineData("SELECT note FROM orders")]
    [InlineData("SELECT o.note FROM orders o")]
    [InlineData("SELECT 1 FROM orders WHERE note = 'n1'")]
    [InlineData("SELECT 1 FROM orders ORDER BY note")]
    [InlineData("SELECT 1 FROM orders JOIN customers USING (note)")]
    public async Task A_hidden_column_is_told_like_one_that_does_not_exist(string sql)
    {
        using var file = new SqliteFile(Whole);
        var opened = await OpenAsync(file.Path);
        var scope = new GateScope(opened.Catalog, Policy(null), new GateLimits());
        var hidden = Refusal(sql, scope);
        var missing = Refusal(sql.Replace("note", "nope", StringComparison.Ordinal), scope);
        Assert.Equal(missing with { Name = "" }, hidden with { Name = "", Nearest = missing.Nearest });
        Assert.NotEqual("note", hidden.Nearest);
        await opened.Source.DisposeAsync();
    }

    [Fact]
    public async Task A_hidden_table_is_told_like_one_that_does_not_exist()
    {
        using var file = new SqliteFile(Whole);
        var opened = await OpenAsync(file.Path);
        var policy = DataPolicy.Everything with { HiddenTables = new HashSet<TableName> { opened.Catalog.Tables.Single(t => t.Name.Name == "customers").Name } };
        var scope = new GateScope(opened.Catalog, policy, new GateLimits());
        Assert.Equal(new QueryOutcome.NotModelled("customers", null), Refusal("SELECT * FROM customers", scope));
        Assert.Equal(new QueryOutcome.NotModelled("customerz", null), Refusal("SELECT * FROM customerz", scope));
        await opened.Source.DisposeAsync();
    }

    [Fact]
    public async Task A_condition_cannot_be_run_on_rows_below_the_row_filter()
    {
        // Order 2 is the other tenant's: were it divided by zero, the error would tell that it is there.
        await using var database = await PostgresDatabase.CreateAsync("CREATE SCHEMA shop; SET search_path = shop;" + Whole);
        var (source, catalog) = await OpenPostgresAsync(database);
        var outcome = await Gate.ReadAsync(source, "SELECT id FROM shop.orders WHERE 1 / (id - 2) < 9", new(catalog, Policy("shop"), new GateLimits()), default);
        Assert.Equal(3, Assert.IsType<QueryOutcome.Rows>(outcome).Table.Rows.Count);
    }

    [Fact]
    public async Task A_row_filter_that_names_a_table_is_not_fooled_by_a_common_table_of_that_name()
    {
        using var file = new SqliteFile(Whole);
        var opened = await OpenAsync(file.Path);
        var policy = DataPolicy.Everything with
        {
            RowFilters = new Dictionary<TableName, string>
            {
                [opened.Catalog.Tables.Single(t => t.Name.Name == "orders").Name] = "customer_id IN (SELECT id FROM customers WHERE tenant = 'a')",
            },
        };
        var outcome = await Gate.ReadAsync(opened.Source,
            "WITH customers(id, tenant) AS (VALUES (3, 'a'), (4, 'a')) SELECT id FROM orders ORDER BY id", new(opened.Catalog, policy, new GateLimits()), default);
        Assert.Equal([1L, 3L, 5L, 6L], Assert.IsType<QueryOutcome.Rows>(outcome).Table.Rows.Select(r => r[0]));
        await opened.Source.DisposeAsync();
    }

    private static QueryOutcome.NotModelled Refusal(string sql, GateScope scope) =>
        Assert.IsType<QueryOutcome.NotModelled>(Assert.IsType<GateVerdict.Refused>(Gate.Admit(sql, scope)).Outcome);

    private static async Task CompareAsync(
        (ISource Source, SourceCatalog Catalog) whole, (ISource Source, SourceCatalog Catalog) allowed, RandomQueries queries, int count)
    {
        var limits = new GateLimits(MaxRows: 2_000);
        var (guarded, free) = (new GateScope(whole.Catalog, Policy(whole.Catalog.Tables[0].Name.Schema), limits), new GateScope(allowed.Catalog, DataPolicy.Everything, limits));
        var compared = 0;
        for (var i = 0; i < count; i++)
        {
            var sql = queries.Next();
            var seen = await Gate.ReadAsync(whole.Source, sql, guarded, default);
            var expected = await Gate.ReadAsync(allowed.Source, sql, free, default);
            if (expected is not QueryOutcome.Rows { Table: { Completeness: Completeness.Complete } table })
            {
                Assert.True(seen is not QueryOutcome.Rows || expected is QueryOutcome.Rows, $"{sql}\n{expected}\n{seen}");
                continue;
            }
            Assert.True(seen is QueryOutcome.Rows, $"{sql}\n{seen}");
            Assert.True(Text(table).SequenceEqual(Text(((QueryOutcome.Rows)seen).Table)), sql);
            compared++;
        }
        Assert.True(compared > count * 9 / 10, $"only {compared} of {count} queries ran");
        await whole.Source.DisposeAsync();
        await allowed.Source.DisposeAsync();
    }

    private static IEnumerable<string> Text(ResultTable table) =>
        table.Rows.Select(row => string.Join('|', row.Select(cell => cell?.ToString() ?? "∅"))).Order(StringComparer.Ordinal);

    private static DataPolicy Policy(string? schema) => new(
        new HashSet<TableName>(),
        new Dictionary<TableName, string> { [new(schema, "orders")] = "tenant = 'a'", [new(schema, "customers")] = "tenant = 'a'" },
        new Dictionary<(TableName, string), ColumnMask>
        {
            [(new(schema, "orders"), "note")] = ColumnMask.Hidden,
            [(new(schema, "customers"), "email")] = ColumnMask.Full,
        });

    private static async Task<(ISource Source, SourceCatalog Catalog)> OpenAsync(string path) =>
        await new SourceOpener().OpenFileAsync(path, default) is OpenOutcome.Opened opened ? (opened.Source, opened.Catalog) : throw new InvalidOperationException(path);

    private static async Task<(ISource Source, SourceCatalog Catalog)> OpenPostgresAsync(PostgresDatabase database) =>
        await new SourceOpener().OpenPostgresAsync(database.DataSource.ConnectionString, default) is OpenOutcome.Opened opened
            ? (opened.Source, opened.Catalog) : throw new InvalidOperationException();
}
