using Assistant.Skills.Sources;
using Assistant.Skills.Sources.PostgreSql;
using Assistant.Skills.Sources.Sqlite;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources.Profiling;

public sealed class CatalogProfilerTests
{
    private const string Shop = """
        CREATE TABLE customers (customer_id int, name varchar(40), email text, city text);
        CREATE TABLE orders (id int, customer int, ordered_on text, amount numeric(10,2), status text, manager_id int);
        CREATE TABLE order_lines (order_id int, line_no int, product text);
        INSERT INTO customers VALUES (1, 'Ada', 'a@x.org', 'Oslo'), (2, 'Bo', 'b@x.org', 'Oslo'), (3, 'Cy', NULL, 'Bergen');
        INSERT INTO orders VALUES (1, 1, '31/01/2024', 10, 'paid', NULL), (2, 1, '01/02/2024', 20, 'paid', 1), (3, 3, '02/02/2024', NULL, 'open', 1), (4, 2, '03/02/2024', 30, 'paid', 7);
        INSERT INTO order_lines VALUES (1, 1, 'Hammer'), (1, 2, 'Saw'), (2, 1, 'Saw'), (4, 1, 'Drill');
        """;

    [Fact]
    public async Task A_sqlite_file_gets_statistics_formats_and_keys_that_nobody_declared()
    {
        using var file = new SqliteFile(Shop);
        await using var source = new SqliteSource(file.Path);
        await HoldsAsync(source);
    }

    [Fact]
    public async Task A_postgresql_database_gets_statistics_formats_and_keys_that_nobody_declared()
    {
        await using var database = await PostgresDatabase.CreateAsync(Shop);
        await using var source = new PostgreSqlSource(database.ConnectionString, TimeSpan.FromSeconds(5));
        await HoldsAsync(source);
    }

    [Fact]
    public async Task Values_that_do_not_obey_their_declared_type_are_believed_over_it()
    {
        using var file = new SqliteFile("""
            CREATE TABLE t (a INTEGER, b DATE, c DATE, d DATETIME, e INTEGER);
            INSERT INTO t VALUES ('x', '31/01/2024', 2021, '2024-01-01', 1), ('y', '01/02/2024', 2022, '2024-01-02', 2), ('z', '02/02/2024', 2023, '2024-01-03', 'n/a');
            """);
        await using var source = new SqliteSource(file.Path);
        var columns = (await ProfileAsync(source)).Tables.Single().Columns;
        Assert.Equal(
            [(DataType.Text, null), (DataType.Text, "DD/MM/YYYY"), (DataType.Integer, null), (DataType.Timestamp, null), (DataType.Integer, null)],
            columns.Select(c => (c.Type, c.TextFormat)));
    }

    [Fact]
    public async Task A_natural_key_is_found_where_another_table_repeats_its_name_and_values()
    {
        using var file = new SqliteFile("""
            CREATE TABLE boats (berth TEXT, owner TEXT, note TEXT);
            CREATE TABLE repairs (berth TEXT, cost REAL, note TEXT);
            INSERT INTO boats VALUES ('A1', 'Ada', 'x'), ('A2', 'Ada', 'y'), ('B1', 'Bo', 'z');
            INSERT INTO repairs VALUES ('A1', 10, 'p'), ('A1', 20, 'q'), ('B1', 5, 'r');
            """);
        await using var source = new SqliteSource(file.Path);
        var catalog = await ProfileAsync(source);
        Assert.Equal(["berth"], catalog.Tables.Single(t => t.Name.Name == "boats").PrimaryKey);
        var key = Assert.Single(catalog.Relationships);
        Assert.Equal(("repairs", "boats", false), (key.From.Name, key.To.Name, key.Declared));
    }

    [Fact]
    public async Task A_very_large_table_is_read_in_part_and_the_statistics_say_so()
    {
        using var file = new SqliteFile("""
            CREATE TABLE big (id INTEGER PRIMARY KEY, kind TEXT);
            WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 400000) INSERT INTO big SELECT n, 'k' || (n % 3) FROM t;
            """);
        await using var source = new SqliteSource(file.Path);
        var table = (await ProfileAsync(source)).Tables.Single();
        var (id, kind) = (table.Find("id")!.Statistics!, table.Find("kind")!.Statistics!);
        Assert.Equal((400_000, 400_000, false, true), (table.RowEstimate, id.Distinct, id.DistinctIsExact, id.Sampled));
        Assert.Equal((400_000, 3), (kind.Rows, kind.Distinct));
    }

    [Fact]
    public async Task A_key_that_several_tables_carry_belongs_to_the_table_it_is_named_after()
    {
        using var file = new SqliteFile("""
            CREATE TABLE course (course_id INT, name TEXT); CREATE TABLE area (course_id INT, area TEXT); CREATE TABLE record (id INT, course_id INT);
            INSERT INTO course VALUES (1, 'a'), (2, 'b'), (3, 'c'); INSERT INTO area VALUES (1, 'x'), (2, 'y'), (3, 'z');
            INSERT INTO record VALUES (1, 1), (2, 1), (3, 3);
            """);
        await using var source = new SqliteSource(file.Path);
        Assert.Equal(
            ["area.course_id -> course.course_id", "record.course_id -> course.course_id"],
            (await ProfileAsync(source)).Relationships.Select(r => $"{r.From.Name}.{r.FromColumns.Single()} -> {r.To.Name}.{r.ToColumns.Single()}").Order());
    }

    private static async Task HoldsAsync(ISource source)
    {
        var catalog = await ProfileAsync(source);
        var (customers, orders, lines) = (catalog.Find(new(null, "customers"))!, catalog.Find(new(null, "orders"))!, catalog.Find(new(null, "order_lines"))!);

        var amount = orders.Find("amount")!.Statistics!;
        Assert.Equal((4, 1, 3, true, 20), (amount.Rows, amount.Nulls, amount.Distinct, amount.DistinctIsExact, amount.Average));
        Assert.Equal(["10", "30"], new[] { amount.Min, amount.Max }.Select(v => v!.Split('.')[0]));
        Assert.Equal([new ValueCount("paid", 3), new ValueCount("open", 1)], orders.Find("status")!.Statistics!.TopValues);
        Assert.Equal("DD/MM/YYYY", orders.Find("ordered_on")!.TextFormat);
        Assert.Equal(Sensitivity.Personal, customers.Find("email")!.Sensitivity);

        Assert.Equal(["customer_id"], customers.PrimaryKey);
        Assert.Equal(["id"], orders.PrimaryKey);
        Assert.Equal(["order_id", "line_no"], lines.PrimaryKey);
        Assert.True(customers.PrimaryKeyInferred && orders.PrimaryKeyInferred && lines.PrimaryKeyInferred);
        Assert.Equal(
            ["order_lines.order_id -> orders.id", "orders.customer -> customers.customer_id"],
            catalog.Relationships.Select(r => $"{r.From.Name}.{r.FromColumns.Single()} -> {r.To.Name}.{r.ToColumns.Single()}").Order());
        Assert.All(catalog.Relationships, r => Assert.True(r is { Declared: false, Confidence: > 0.5 and < 1 }));
    }

    private static async Task<SourceCatalog> ProfileAsync(ISource source) =>
        await new CatalogProfiler(new QueryGate())
            .ProfileAsync(source, await source.IntrospectAsync(default), default);
}
