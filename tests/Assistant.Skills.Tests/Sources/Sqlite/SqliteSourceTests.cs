using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Sqlite;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources.Sqlite;

public sealed class SqliteSourceTests : IAsyncDisposable
{
    private readonly SqliteFile _file = new("""
        CREATE TABLE city (name TEXT PRIMARY KEY, country TEXT UNIQUE) WITHOUT ROWID;
        CREATE TABLE orders (id INTEGER PRIMARY KEY, city TEXT REFERENCES city, amount DECIMAL(12,2), weight REAL, paid BOOLEAN,
            day DATE, at DATETIME, note, FOREIGN KEY (city) REFERENCES city (country));
        INSERT INTO city VALUES ('Oslo', 'NO');
        INSERT INTO orders VALUES (1, 'Oslo', 12.5, 3, 1, '2024-01-05', '2024-01-05 10:00:00', 'naïve 😀'), (2, 'Oslo', 12, 'heavy', 0, NULL, NULL, NULL);
        CREATE VIEW paid AS SELECT id, amount FROM orders WHERE paid;
        CREATE TABLE big (n INTEGER);
        WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 20000) INSERT INTO big SELECT n FROM t;
        """);

    private readonly SqliteSource _source;

    public SqliteSourceTests() => _source = new(_file.Path);

    [Fact]
    public async Task Tables_columns_types_and_keys_are_found()
    {
        var catalog = await _source.IntrospectAsync(default);

        Assert.Equal(["big", "city", "orders", "paid"], catalog.Tables.Select(t => t.Name.Name));
        var orders = catalog.Find(new(null, "ORDERS"))!;
        Assert.Equal(["id"], orders.PrimaryKey);
        Assert.Equal(2, orders.RowEstimate);
        Assert.Equal(
            [DataType.Integer, DataType.Text, DataType.Number, DataType.Number, DataType.Boolean, DataType.Date, DataType.Timestamp, DataType.Text],
            orders.Columns.Select(c => c.Type));
        Assert.Equal(["country"], Assert.Single(catalog.Find(new(null, "city"))!.UniqueKeys));
        Assert.Equal(["country", "name"], catalog.Relationships.Where(r => r is { Declared: true, Confidence: 1 }).Select(r => r.ToColumns.Single()).Order());
    }

    [Fact]
    public async Task Values_have_the_declared_type_where_all_of_them_fit()
    {
        var table = await _source.RowsAsync("SELECT id, amount, weight, paid, day, at, note, id * 2 AS twice, date('2024-02-03') FROM orders ORDER BY id");

        Assert.Equal(
            [DataType.Integer, DataType.Number, DataType.Text, DataType.Boolean, DataType.Date, DataType.Timestamp, DataType.Text, DataType.Integer, DataType.Date],
            table.Columns.Select(c => c.Type));
        Assert.Equal(
            [1L, 12.5, "3", true, new DateOnly(2024, 1, 5), new DateTime(2024, 1, 5, 10, 0, 0), "naïve 😀", 2L, new DateOnly(2024, 2, 3)], table.Rows[0]);
        Assert.Equal([2L, 12.0, "heavy", false, null, null, null, 4L, new DateOnly(2024, 2, 3)], table.Rows[1]);
    }

    [Fact]
    public async Task The_same_rows_have_the_same_hash_and_other_rows_another()
    {
        var first = await _source.RowsAsync("SELECT id, note FROM orders");
        Assert.Equal(first.Hash, (await _source.RowsAsync("SELECT id, note FROM orders WHERE id > 0")).Hash);
        Assert.NotEqual(first.Hash, (await _source.RowsAsync("SELECT id, coalesce(note, '') AS note FROM orders")).Hash);
    }

    [Fact]
    public async Task A_result_stops_at_its_bound_and_says_so()
    {
        Assert.Equal((10, Completeness.Truncated), await Read(10));
        Assert.Equal((20000, Completeness.Complete), await Read(20000));

        async Task<(int, Completeness)> Read(int most) =>
            await _source.RowsAsync("SELECT n FROM big", most) is var table ? (table.Rows.Count, table.Completeness) : default;
    }

    [Theory]
    [InlineData("INSERT INTO city VALUES ('x', 'y')")]
    [InlineData("UPDATE orders SET note = ''")]
    [InlineData("DELETE FROM orders")]
    [InlineData("DROP TABLE orders")]
    [InlineData("CREATE TEMP TABLE t (a)")]
    [InlineData("ATTACH DATABASE ':memory:' AS other")]
    [InlineData("PRAGMA query_only = OFF")]
    [InlineData("VACUUM")]
    [InlineData("BEGIN")]
    [InlineData("SELECT 1; DELETE FROM orders")]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM orders")]
    [InlineData("SELECT load_extension('x')")]
    [InlineData("SELECT randomblob(1000000000)")]
    [InlineData("SELECT sql FROM sqlite_master")]
    [InlineData("SELECT * FROM pragma_table_info('orders')")]
    [InlineData("SELECT replace(hex(zeroblob(10000000)), '0', '0123456789')")]
    [InlineData("")]
    public async Task Without_the_gate_the_engine_still_refuses_all_but_reads_of_its_tables(string sql)
    {
        Assert.IsNotType<QueryOutcome.Rows>(await _source.ReadUngatedAsync(sql));
        Assert.Equal([2L], Assert.Single((await _source.RowsAsync("SELECT count(*) FROM orders WHERE coalesce(note, 'x') <> ''")).Rows));
    }

    [Fact]
    public async Task A_runaway_query_is_stopped_in_the_engine_and_the_source_lives_on()
    {
        const string endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t";
        Assert.IsType<QueryOutcome.TooCostly>(await _source.ReadUngatedAsync(endless, seconds: 0.2));

        using var person = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _source.ReadUngatedAsync(endless, cancellationToken: person.Token));
        Assert.Equal([2L], Assert.Single((await _source.RowsAsync("SELECT count(*) FROM orders")).Rows));
    }

    [Fact]
    public async Task Views_and_unfolded_json_can_be_read()
    {
        Assert.Equal([1L, 12.5], Assert.Single((await _source.RowsAsync("SELECT * FROM paid")).Rows));
        Assert.Equal([3L], Assert.Single((await _source.RowsAsync("SELECT sum(value) FROM json_each('[1,2]')")).Rows));
    }

    [Fact]
    public async Task A_database_in_wal_mode_is_read_where_nothing_may_be_written_beside_it()
    {
        _file.Run("PRAGMA journal_mode = WAL; INSERT INTO city VALUES ('Bergen', 'N2')");
        Assert.False(File.Exists(_file.Path + "-wal"));
        Assert.Equal([2L], Assert.Single((await _source.RowsAsync("SELECT count(*) FROM city")).Rows));
        Assert.False(File.Exists(_file.Path + "-wal"));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _file.Dispose();
    }
}
