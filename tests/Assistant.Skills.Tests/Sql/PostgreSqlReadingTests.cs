using System.Text.RegularExpressions;
using Assistant.Skills.Sql;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sql;

/// <summary>PostgreSQL's own parser must find the same meaning in what we print as in what we read.</summary>
public partial class PostgreSqlReadingTests
{
    [OracleBench]
    public void Every_benign_query_means_the_same_to_PostgreSQL_after_we_read_and_printed_it() =>
        AssertSame(Bench.Lines("security", "benign_sql.jsonl").Where(l => l.GetProperty("engine").GetString() == "postgres")
            .Select(l => l.GetProperty("input").GetString()!));

    [OracleBench]
    public void Every_gold_query_means_the_same_to_PostgreSQL_after_we_read_and_printed_it() =>
        AssertSame(Bench.Lines("nl2sql", "questions_postgres.jsonl").Select(l => l.GetProperty("gold_sql").GetString()).OfType<string>());

    [OracleTheory]
    [InlineData("SELECT -2 ^ 2, 2 ^ 3 ^ 2, - 1 - -1, NOT a = b AND c OR d FROM t")]
    [InlineData("SELECT a || b || c, a - b - c, a / b * c, a = b = c FROM t")]
    [InlineData("SELECT a IS NULL = b, (a IS NULL) IS TRUE, a BETWEEN b AND c AND d, a NOT IN (1) AND b FROM t")]
    [InlineData("SELECT a AT TIME ZONE 'x' AT TIME ZONE 'y', (a COLLATE \"C\") || b, a::int::text, -a::int FROM t")]
    [InlineData("SELECT x -> 'a' ->> 'b' = 'c' AND NOT x ? 'd', x[1][2:3], (x).y.z, (f(x)).y FROM t")]
    [InlineData("SELECT 1 UNION SELECT 2 EXCEPT ALL (SELECT 3 UNION SELECT 4) INTERSECT SELECT 5 ORDER BY 1 LIMIT 2")]
    [InlineData("SELECT * FROM a JOIN b JOIN c ON b.x = c.x ON a.x = b.x, d LEFT JOIN (e NATURAL JOIN f) USING (g)")]
    [InlineData("SELECT sum(DISTINCT a ORDER BY b DESC) FILTER (WHERE c) OVER (w PARTITION BY d ROWS 2 PRECEDING) FROM t WINDOW w AS ()")]
    public void Precedence_and_nesting_are_read_as_PostgreSQL_reads_them(string sql) => AssertSame([sql]);

    private static void AssertSame(IEnumerable<string> queries)
    {
        List<string> wrong = [];
        foreach (var sql in queries)
        {
            if (PgQuery.Canonical(sql) is not { } meant)
                continue;
            var ours = SqlParser.Parse(sql, SqlDialect.PostgreSql) switch
            {
                ParseOutcome.Parsed parsed => SqlPrinter.Print(parsed.Query, SqlDialect.PostgreSql),
                ParseOutcome.Failed failed => failed.Why,
                _ => "",
            };
            if (PgQuery.Canonical(ours) is not { } read || Plain(read) != Plain(meant))
                wrong.Add($"{meant}\n  became {PgQuery.Canonical(ours) ?? ours}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Two spellings of one thing: E'x' is 'x', and every operator is pg_catalog's.</summary>
    private static string Plain(string sql) => PlainOperator().Replace(sql, match => match.Groups["operator"].Value).Replace("E'", "'", StringComparison.Ordinal);

    [GeneratedRegex(@"OPERATOR\(pg_catalog\.(?<operator>[^)]+)\)")]
    private static partial Regex PlainOperator();
}
