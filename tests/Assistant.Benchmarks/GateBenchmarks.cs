using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using BenchmarkDotNet.Attributes;

namespace Assistant.Benchmarks;

/// <summary>What the gate costs a query: reading, resolving, weaving the policy in, printing. At most 50 microseconds is asked.</summary>
[MemoryDiagnoser, MinColumn]
public class GateBenchmarks
{
    private const string Simple = "SELECT status, count(*) AS n FROM shop.orders WHERE total > 100 GROUP BY status ORDER BY n DESC LIMIT 20";

    private const string Typical = """
        SELECT date_trunc('month', o.order_date) AS month, c.segment, sum(oi.quantity * oi.unit_price) AS revenue, count(DISTINCT o.id) AS orders
        FROM shop.orders o
        JOIN shop.order_items oi ON oi.order_id = o.id
        JOIN shop.customers c ON c.id = o.customer_id
        WHERE o.status NOT IN ('cancelled', 'refunded') AND o.order_date >= DATE '2023-01-01'
        GROUP BY 1, 2 ORDER BY 1, 2
        """;

    private const string Large = """
        WITH monthly AS (SELECT customer_id, date_trunc('month', order_date)::date AS month, sum(total) AS revenue FROM shop.orders GROUP BY 1, 2),
        ranked AS (SELECT *, rank() OVER (PARTITION BY month ORDER BY revenue DESC) AS place, lag(revenue) OVER (PARTITION BY customer_id ORDER BY month) AS before FROM monthly)
        SELECT c.name, r.month, r.revenue, r.revenue - coalesce(r.before, 0) AS change,
               CASE WHEN r.place = 1 THEN 'first' WHEN r.place <= 3 THEN 'top' ELSE 'other' END AS band
        FROM ranked r JOIN shop.customers c ON c.id = r.customer_id
        WHERE r.place <= 10 AND EXISTS (SELECT 1 FROM shop.order_items i JOIN shop.orders o ON o.id = i.order_id WHERE o.customer_id = c.id AND i.quantity > 2)
        ORDER BY r.month, r.place
        """;

    private static readonly SourceCatalog Catalog = new(SqlDialect.PostgreSql,
    [
        Table("orders", "id", "customer_id", "order_date", "status", "channel", "total"),
        Table("order_items", "order_id", "line_no", "product_id", "quantity", "unit_price"),
        Table("customers", "id", "name", "email", "country", "city", "segment"),
        .. Enumerable.Range(0, 100).Select(i => Table($"table_{i}", [.. Enumerable.Range(0, 20).Select(c => $"column_{c}")])),
    ], [], "1");

    private static readonly DataPolicy Policy = new(
        new HashSet<TableName>(),
        new Dictionary<TableName, string> { [new("shop", "orders")] = "channel = 'web'" },
        new Dictionary<(TableName, string), ColumnMask> { [(new("shop", "customers"), "email")] = ColumnMask.Partial });

    private readonly QueryGate _gate = new();
    private readonly GateScope _open = new(Catalog, DataPolicy.Everything, new GateLimits());
    private readonly GateScope _guarded = new(Catalog, Policy, new GateLimits());

    [Benchmark]
    public GateVerdict SimpleQuery() => _gate.Admit(Simple, _open);

    [Benchmark(Baseline = true)]
    public GateVerdict TypicalQuery() => _gate.Admit(Typical, _open);

    [Benchmark]
    public GateVerdict TypicalQueryWithPolicy() => _gate.Admit(Typical, _guarded);

    [Benchmark]
    public GateVerdict LargeQueryWithPolicy() => _gate.Admit(Large, _guarded);

    private static CatalogTable Table(string name, params string[] columns) =>
        new(new("shop", name), [.. columns.Select(c => new CatalogColumn(c, "text", DataType.Text))], []);
}
