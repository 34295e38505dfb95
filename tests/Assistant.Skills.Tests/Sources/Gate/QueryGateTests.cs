using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Tests.Sources.Gate;

public class QueryGateTests
{
    private static readonly QueryGate Gate = new();

    private static readonly SourceCatalog Shop = new(SqlDialect.PostgreSql,
    [
        new(new("shop", "orders"), [new("id", "bigint", DataType.Integer), new("total", "numeric(12,2)", DataType.Number), new("status", "shop.state", DataType.Text)], ["id"]),
        new(new("shop", "customers"), [new("id", "integer", DataType.Integer), new("name", "text", DataType.Text)], ["id"]),
    ], [], "1");

    [Fact]
    public void An_admitted_query_names_the_tables_and_columns_it_reads()
    {
        var query = Admitted("SELECT c.name, (SELECT sum(total) FROM orders o WHERE o.id = c.id) FROM shop.customers c");
        Assert.Equal(["shop.customers", "shop.orders"], query.Tables.Select(t => t.ToString()).Order());
        Assert.Equal(["shop.customers.id", "shop.customers.name", "shop.orders.id", "shop.orders.total"], query.Columns.Select(c => $"{c.Table}.{c.Column}").Order());
    }

    [Theory]
    [InlineData("SELECT id FROM orders", "SELECT id FROM shop.orders LIMIT 10001")]
    [InlineData("SELECT id FROM orders LIMIT 5", "SELECT id FROM shop.orders LIMIT 5")]
    [InlineData("SELECT id FROM orders LIMIT 999999 OFFSET 2", "SELECT id FROM shop.orders LIMIT 10001 OFFSET 2")]
    [InlineData("SELECT id FROM orders -- all\n;", "SELECT id FROM shop.orders LIMIT 10001")]
    public void A_query_is_printed_anew_with_whole_names_and_a_row_limit(string sql, string runs) => Assert.Equal(runs, Admitted(sql).Sql);

    [Theory]
    [InlineData("SELECT totl FROM orders", "totl", "total")]
    [InlineData("SELECT * FROM order", "order", null)]
    [InlineData("SELECT * FROM ordrs", "ordrs", "shop.orders")]
    [InlineData("SELECT o.nam FROM customers o", "nam", "name")]
    [InlineData("SELECT ctid FROM orders", "ctid", null)]
    [InlineData("SELECT x.id FROM orders o", "x", null)]
    [InlineData("WITH c AS (SELECT id FROM orders) SELECT total FROM c", "total", null)]
    public void An_unknown_name_is_told_with_the_nearest_that_the_person_may_see(string sql, string name, string? nearest)
    {
        var refused = Refused(sql);
        if (refused is QueryOutcome.NotModelled unknown)
            Assert.Equal((name, nearest), (unknown.Name, unknown.Nearest));
        else
            Assert.IsType<QueryOutcome.NotUnderstood>(refused);
    }

    [Theory]
    [InlineData("DELETE FROM orders", typeof(QueryOutcome.NotARead))]
    [InlineData("WITH d AS (DELETE FROM orders RETURNING id) SELECT * FROM d", typeof(QueryOutcome.NotARead))]
    [InlineData("SELECT * FROM orders FOR UPDATE", typeof(QueryOutcome.NotARead))]
    [InlineData("SELECT 1; SELECT 2", typeof(QueryOutcome.NotARead))]
    [InlineData("SELECT pg_read_file('x')", typeof(QueryOutcome.NotAllowed))]
    [InlineData("SELECT ('x'::text).pg_read_file", typeof(QueryOutcome.NotModelled))]
    [InlineData("SELECT 'orders'::regclass", typeof(QueryOutcome.NotAllowed))]
    [InlineData("SELECT null::shop.orders", typeof(QueryOutcome.NotAllowed))]
    [InlineData("SELECT * FROM generate_series(1, 1e12)", typeof(QueryOutcome.TooCostly))]
    [InlineData("SELECT FROM WHERE", typeof(QueryOutcome.NotUnderstood))]
    [InlineData("", typeof(QueryOutcome.NotUnderstood))]
    public void Each_kind_of_refusal_has_its_own_name(string sql, Type kind) => Assert.IsType(kind, Refused(sql));

    [Fact]
    public void A_column_s_own_type_may_be_cast_to() => Admitted("SELECT 'paid'::shop.state FROM orders");

    [Fact]
    public void Names_of_common_tables_end_with_their_query() =>
        Assert.IsType<QueryOutcome.NotModelled>(Refused("SELECT * FROM (WITH c AS (SELECT 1 AS x) SELECT * FROM c) t, c"));

    [Fact]
    public void The_gate_judges_on_many_threads_at_once()
    {
        var texts = Enumerable.Range(0, 2_000).AsParallel().Select(i => Admitted($"SELECT id, {i} FROM orders WHERE total > {i}").Sql).ToList();
        Assert.Equal(2_000, texts.Distinct().Count());
    }

    private static AdmittedQuery Admitted(string sql) =>
        Gate.Admit(sql, new(Shop, DataPolicy.Everything, new GateLimits())) switch
        {
            GateVerdict.Admitted admitted => admitted.Query,
            GateVerdict.Refused refused => throw new Xunit.Sdk.XunitException($"{sql}: {refused.Outcome}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static QueryOutcome Refused(string sql) =>
        Assert.IsType<GateVerdict.Refused>(Gate.Admit(sql, new(Shop, DataPolicy.Everything, new GateLimits()))).Outcome;
}
