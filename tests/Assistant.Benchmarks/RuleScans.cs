using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;
using Npgsql;

namespace Assistant.Benchmarks;

/// <summary>Fifty mixed rules over a million rows in PostgreSQL: together, in at most three scans, beside one query a rule. At least eight times faster is asked.</summary>
internal static class RuleScans
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var server, ..])
        {
            Console.Error.WriteLine("usage: rules CONNECTION [ROWS]   of a PostgreSQL server on which databases may be made");
            return 2;
        }
        var rows = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;
        var name = $"bench_{Guid.NewGuid():N}";
        var here = new NpgsqlConnectionStringBuilder(server) { Database = name, CommandTimeout = 600 }.ConnectionString;
        await OnAsync(server, $"CREATE DATABASE {name}");
        try
        {
            await OnAsync(here, $"""
                CREATE TABLE movements AS SELECT i AS id, 'P' || lpad((i % 100000)::text, 6, '0') AS part, 'H' || i % 8 AS hall, 'zone ' || i % 8 / 2 AS zone, (ARRAY['in', 'out', 'count', 'scrap'])[1 + i % 4] AS kind,
                    1 + i % 40 AS boxes, (5 + i % 90)::numeric(8,2) AS weight_each, ((1 + i % 40) * (5 + i % 90))::numeric(12,2) AS weight_all, date '2020-01-01' + i % 1500 AS came_on, date '2020-01-01' + i % 1500 + i % 30 AS left_on,
                    CASE WHEN i % 50 = 0 THEN NULL ELSE 'clerk ' || i % 300 END AS clerk, 'Lot ' || i % 5000 AS lot FROM generate_series(1, {rows}) AS i;
                ALTER TABLE movements ADD PRIMARY KEY (id);
                ALTER DATABASE {name} SET max_parallel_workers_per_gather = 0;
                """);
            await OnAsync(here, "VACUUM ANALYZE movements");
            var opened = (OpenOutcome.Opened)await new SourceOpener().OpenPostgresAsync(here, default);
            await using var source = opened.Source;
            var catalog = await new CatalogProfiler(new QueryGate()).ProfileAsync(source, opened.Catalog, default);
            var reader = new QualityReader(new QueryGate(), source, catalog, DataPolicy.Everything);
            var (table, rules) = (catalog.Tables[0], Rules());
            var (best, scans, together) = (TimeSpan.MaxValue, 0L, (IReadOnlyList<RuleCount?>)[]);
            for (var run = 0; run < 3; run++)
            {
                var (before, started) = (await ScansAsync(here), Stopwatch.GetTimestamp());
                together = await new RuleRunner(reader).CountAsync(table, rules, default);
                best = Stopwatch.GetElapsedTime(started) is var took && took < best ? took : best;
                scans = await ScansAsync(here) - before;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rules.Count} rules over {rows:N0} rows together: {best.TotalSeconds:0.00} s, {scans} scans of the table (pg_stat_user_tables)"));
            var writer = new RuleSql(table, source.Dialect);
            var (alone, differ) = (TimeSpan.Zero, 0);
            for (var i = 0; i < rules.Count; i++)
            {
                var query = writer.Of(rules[i]);
                var sql = query is null ? "SELECT count(*) AS n FROM movements" : $"SELECT count(*) AS n FROM {query.From} WHERE {query.Condition}";
                var started = Stopwatch.GetTimestamp();
                var count = await reader.RowsAsync(sql, default);
                alone += Stopwatch.GetElapsedTime(started);
                differ += query is not null && (count is not [[long broken]] || broken != together[i]?.Broken) ? 1 : 0;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one query a rule: {alone.TotalSeconds:0.00} s, {alone / best:0.0} times as long; {differ} counts differ"));
            return differ == 0 ? 0 : 1;
        }
        finally
        {
            await OnAsync(server, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    private static List<RuleBody> Rules()
    {
        string[] all = ["id", "part", "hall", "zone", "kind", "boxes", "weight_each", "weight_all", "came_on", "left_on", "clerk", "lot"];
        List<RuleBody> rules =
        [
            .. all.Select(c => new RuleBody.Filled(c, [])), new RuleBody.OneOf("hall", ["H0", "H1", "H2", "H3", "H4", "H5", "H6"]), new RuleBody.OneOf("kind", ["in", "out", "count"]), new RuleBody.OneOf("zone", ["zone 0", "zone 1", "zone 2"]),
            new RuleBody.Within("boxes", "1", "39"), new RuleBody.Within("weight_each", "5", "90"), new RuleBody.Within("weight_all", "5", "3500"), new RuleBody.Within("id", "1", null), new RuleBody.Within("came_on", "2020-01-10", null, true), new RuleBody.Within("left_on", null, "2024-01-01", true),
            new RuleBody.Shaped("part", [new([new('P', 1, 1), new('9', 6, 6)])]), new RuleBody.Shaped("hall", [new([new('H', 1, 1), new('9', 1, 1)])]), new RuleBody.Shaped("lot", [new([new('A', 1, 1), new('a', 2, 2), new(' ', 1, 1), new('9', 1, 4)])]),
            new RuleBody.Long("part", 7, 7), new RuleBody.Long("clerk", 7, 8), new RuleBody.Long("lot", 5, 7), new RuleBody.Long("kind", 2, 5), new RuleBody.Trimmed("clerk"), new RuleBody.Trimmed("lot"), new RuleBody.Trimmed("part"),
            new RuleBody.NotSpelled("kind", new Dictionary<string, string> { ["scrap"] = "waste" }), new RuleBody.NotSpelled("clerk", new Dictionary<string, string> { ["clerk 7"] = "clerk 07" }),
            new RuleBody.Typed("part", ValueKind.Number), new RuleBody.Typed("lot", ValueKind.Date), new RuleBody.Unique(["part", "lot"]), new RuleBody.Unique(["part"]), new RuleBody.Unique(["lot", "clerk"]),
            new RuleBody.Determined("hall", "zone"), new RuleBody.Determined("part", "hall"), new RuleBody.Determined("lot", "kind"), new RuleBody.Determined("clerk", "zone"),
            new RuleBody.Ordered("came_on", "left_on", true), new RuleBody.Ordered("weight_each", "weight_all", false), new RuleBody.Computed("weight_all", Formula.Product, ["boxes", "weight_each"]),
            new RuleBody.Filled("clerk", []) { When = new("kind", ["in"]) }, new RuleBody.OneOf("zone", ["zone 0"]) { When = new("hall", ["H0", "H1"]) }, new RuleBody.Within("boxes", "2", null) { When = new("kind", ["out"]) }, new RuleBody.Volume(900_000, null),
        ];
        return rules;
    }

    /// <summary>Scans that the statistics of the server know of, once they have all come in.</summary>
    private static async Task<long> ScansAsync(string connection)
    {
        NpgsqlConnection.ClearAllPools();
        await Task.Delay(1_500);
        await using var data = NpgsqlDataSource.Create(connection);
        await using var command = data.CreateCommand("SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 'movements'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task OnAsync(string connection, string sql)
    {
        await using var data = NpgsqlDataSource.Create(connection);
        await using var command = data.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }
}
