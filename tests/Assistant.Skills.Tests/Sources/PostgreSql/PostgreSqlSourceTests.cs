using Assistant.Skills.Sources;
using Assistant.Skills.Sources.PostgreSql;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources.PostgreSql;

public sealed class PostgreSqlSourceTests : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private PostgreSqlSource _source = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync("""
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE DOMAIN cents AS numeric(12, 2);
            CREATE SCHEMA shop;
            CREATE TABLE shop.customers (id int PRIMARY KEY, email text UNIQUE, feels mood);
            COMMENT ON TABLE shop.customers IS 'Who buys';
            COMMENT ON COLUMN shop.customers.feels IS 'Last survey';
            CREATE TABLE shop.orders (id bigint, line smallint, customer_id int NOT NULL REFERENCES shop.customers, total cents, PRIMARY KEY (id, line));
            CREATE TABLE shop.events (at timestamptz, day date, kind text) PARTITION BY LIST (kind);
            CREATE TABLE shop.events_a PARTITION OF shop.events FOR VALUES IN ('a');
            CREATE VIEW shop.recent AS SELECT * FROM shop.orders;
            INSERT INTO shop.customers VALUES (1, 'a@example.com', 'good'), (2, NULL, 'bad');
            INSERT INTO shop.orders VALUES (1, 1, 1, 12.50);
            ANALYZE;
            """);
        _source = new(_database.ConnectionString, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Tables_columns_types_comments_and_keys_are_found()
    {
        var catalog = await _source.IntrospectAsync(default);

        Assert.Equal(["shop.customers", "shop.events", "shop.orders", "shop.recent"], catalog.Tables.Select(t => t.Name.ToString()));
        var customers = catalog.Find(new(null, "customers"))!;
        Assert.Equal(("Who buys", "Last survey", 2), (customers.Description, customers.Find("feels")!.Description, customers.RowEstimate));
        Assert.Equal(["email"], Assert.Single(customers.UniqueKeys));
        var orders = catalog.Find(new("shop", "orders"))!;
        Assert.Equal(["id", "line"], orders.PrimaryKey);
        Assert.Equal((DataType.Number, "cents", true), (orders.Find("total")!.Type, orders.Find("total")!.NativeType, orders.Find("total")!.Nullable));
        var key = Assert.Single(catalog.Relationships);
        Assert.Equal(("shop.orders", "customer_id", "shop.customers", "id"), (key.From.ToString(), key.FromColumns.Single(), key.To.ToString(), key.ToColumns.Single()));
    }

    [Fact]
    public async Task The_version_changes_with_the_schema_only()
    {
        var before = (await _source.IntrospectAsync(default)).Version;
        await _database.ScalarAsync("INSERT INTO shop.customers VALUES (3) RETURNING 1");
        Assert.Equal(before, (await _source.IntrospectAsync(default)).Version);
        await _database.ScalarAsync("ALTER TABLE shop.customers ADD age int; SELECT 1");
        Assert.NotEqual(before, (await _source.IntrospectAsync(default)).Version);
    }

    [Fact]
    public async Task Every_type_comes_as_a_cell_that_can_be_shown()
    {
        var table = await _source.RowsAsync("""
            SELECT 1::smallint, 2::bigint, 12.50::numeric, 1e40::numeric, 1.5::real, true, date '2024-01-05', timestamp '2024-01-05 10:00',
                   timestamptz '2024-01-05 10:00+02', time '10:30', interval '1 day 2 hours', interval '1 month', '{"a": 1}'::jsonb, ARRAY[1, 2],
                   '\xff00'::bytea, '00000000-0000-0000-0000-000000000001'::uuid, 'good'::mood, 7.1::cents, inet '10.0.0.1', NULL::text
            """);

        Assert.Equal(
            [1L, 2L, 12.50m, 1e40, 1.5, true, new DateOnly(2024, 1, 5), new DateTime(2024, 1, 5, 10, 0, 0), new DateTimeOffset(2024, 1, 5, 8, 0, 0, TimeSpan.Zero),
                new TimeOnly(10, 30), new TimeSpan(1, 2, 0, 0), "0 years 1 months 0 days 00:00:00", """{"a": 1}""", "[1,2]", new byte[] { 255, 0 },
                "00000000-0000-0000-0000-000000000001", "good", 7.1m, "10.0.0.1", null],
            Assert.Single(table.Rows));
    }

    [Theory]
    [InlineData("INSERT INTO shop.customers VALUES (9)")]
    [InlineData("WITH x AS (DELETE FROM shop.orders RETURNING id) SELECT * FROM x")]
    [InlineData("COMMIT; INSERT INTO shop.customers VALUES (9)")]
    [InlineData("SET TRANSACTION READ WRITE")]
    [InlineData("SELECT set_config('transaction_read_only', 'off', false), nextval('x')")]
    [InlineData("CREATE TABLE t (a int)")]
    [InlineData("SELECT 1; DROP TABLE shop.orders")]
    public async Task Without_the_gate_the_session_still_cannot_write(string sql)
    {
        var before = await StateAsync();
        await _source.ReadUngatedAsync(sql);
        Assert.IsNotType<QueryOutcome.Rows>(await _source.ReadUngatedAsync("INSERT INTO shop.customers VALUES (10)"));
        Assert.Equal(before, await StateAsync());

        Task<string?> StateAsync() => _database.ScalarAsync("SELECT (SELECT count(*) FROM shop.customers) || '/' || (SELECT count(*) FROM shop.orders) || '/' || (SELECT count(*) FROM pg_class)");
    }

    [Fact]
    public async Task A_role_that_may_only_read_sees_only_what_it_may_and_cannot_write()
    {
        await _database.ScalarAsync($"""
            CREATE ROLE reader_{_database.Name} LOGIN; GRANT USAGE ON SCHEMA shop TO reader_{_database.Name};
            GRANT SELECT (id) ON shop.customers TO reader_{_database.Name}; SELECT 1
            """);
        try
        {
            await using var reader = new PostgreSqlSource(
                new Npgsql.NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = $"reader_{_database.Name}" }.ConnectionString, TimeSpan.FromSeconds(5));
            var table = Assert.Single((await reader.IntrospectAsync(default)).Tables);
            Assert.Equal(["id"], table.Columns.Select(c => c.Name));
            Assert.IsType<QueryOutcome.NotAllowed>(await reader.ReadUngatedAsync("SELECT email FROM shop.customers"));
            Assert.IsType<QueryOutcome.NotAllowed>(await reader.ReadUngatedAsync("SELECT * FROM shop.orders"));
        }
        finally
        {
            await _database.ScalarAsync($"DROP OWNED BY reader_{_database.Name}; DROP ROLE reader_{_database.Name}; SELECT 1");
        }
    }

    [Fact]
    public async Task A_runaway_query_is_cancelled_on_the_server_and_not_just_abandoned()
    {
        Assert.IsType<QueryOutcome.TooCostly>(await _source.ReadUngatedAsync("SELECT pg_sleep(60)", seconds: 0.2));

        using var person = new CancellationTokenSource();
        var running = _source.ReadUngatedAsync("SELECT count(*) FROM (SELECT generate_series(1, 10000000000)) stopped", cancellationToken: person.Token);
        await Until("1");
        await person.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Until("0");

        async Task Until(string count)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (await _database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%) stopped'") != count)
                await Task.Delay(20, patience.Token);
        }
    }

    [Fact]
    public async Task A_result_stops_at_its_bound_and_the_rest_is_not_fetched()
    {
        var table = await _source.RowsAsync("SELECT generate_series(1, 1000000000)", 10);
        Assert.Equal((10, Completeness.Truncated), (table.Rows.Count, table.Completeness));
        Assert.Equal((2, Completeness.Complete), await _source.RowsAsync("SELECT id FROM shop.customers", 2) is var all ? (all.Rows.Count, all.Completeness) : default);
    }

    [Fact]
    public async Task An_error_in_the_data_does_not_tell_the_value()
    {
        var failed = Assert.IsType<QueryOutcome.EngineFailed>(await _source.ReadUngatedAsync("SELECT email::int FROM shop.customers"));
        Assert.DoesNotContain("example.com", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=x", "nothing listens on that port")]
    [InlineData("Host=no-such-host.invalid;Username=x", "No server of that name")]
    [InlineData("Hots=localhost", "no PostgreSQL connection string")]
    [InlineData("postgresql://[bad", "no PostgreSQL connection string")]
    public async Task A_server_that_cannot_be_reached_is_told_in_words(string connection, string words) =>
        Assert.Contains(words, Assert.IsType<OpenOutcome.Refused>(await new SourceOpener().OpenPostgresAsync(connection, default)).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task A_database_that_is_not_there_is_told_in_words()
    {
        var other = new Npgsql.NpgsqlConnectionStringBuilder(_database.ConnectionString) { Database = "no_such_database" }.ConnectionString;
        Assert.Contains("no database of that name", Assert.IsType<OpenOutcome.Refused>(await new SourceOpener().OpenPostgresAsync(other, default)).Reason, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
