using System.Diagnostics;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Tests.Sql;

/// <summary>Whatever the text, reading and judging end soon and with a value.</summary>
public class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "SELECT ", "FROM ", "(", ")", "'", "\"", "/*", "*/", "--", "\n", ";", ",", ".", "*", "WITH ", "a", "b.c", "1", "$$", "$1", "E'", "\\", "[", "]", "{", "}", "::", "->",
        "CASE ", "WHEN ", "END ", "NOT ", "IN ", "AND ", "OVER (", "INTERVAL ", "UNION ", "VALUES ", "LATERAL ", "PIVOT ", "U&'", "\u200b", "\u202e", "\0", "é", "🚀", "0x", "1e", "||",
        "BETWEEN ", "trim(", "substring(", "ARRAY[", "lambda x: ", "FILTER (", "LIMIT ", "%", "?", ":", "@", "#", "`", "ORDER BY ", "JOIN ", "ON ", "AS ",
    ];

    private static readonly SourceCatalog Catalog = new(SqlDialect.PostgreSql, [new(new(null, "a"), [new("b", "text", DataType.Text)], [])], [], "1");

    [Theory]
    [InlineData(SqlDialect.PostgreSql)]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.DuckDb)]
    [InlineData(SqlDialect.MySql)]
    [InlineData(SqlDialect.Trino)]
    public void Random_and_broken_texts_are_refused_or_read_but_never_throw(SqlDialect dialect)
    {
        var random = new Random(42);
        var scope = new GateScope(Catalog with { Dialect = dialect }, DataPolicy.Everything, new GateLimits());
        var gate = new QueryGate();
        for (var i = 0; i < 20_000; i++)
        {
            var text = i % 2 == 0
                ? string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)]))
                : Broken(SqlPrinter.Print(new RandomTrees(i, dialect).Query(2), dialect), random);
            Assert.NotNull(gate.Admit(text, scope));
        }
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("SELECT (", 10_000)]
    [InlineData("NOT ", 20_000)]
    [InlineData("-", 99_000)]
    [InlineData("- ", 40_000)]
    [InlineData("1 + ", 20_000)]
    [InlineData("a OR ", 15_000)]
    [InlineData("CASE WHEN ", 9_000)]
    [InlineData("trim(", 15_000)]
    [InlineData("substring(a, ", 7_000)]
    [InlineData("position(a IN ", 7_000)]
    [InlineData("f(a, ", 15_000)]
    [InlineData("a[", 40_000)]
    [InlineData("1 UNION SELECT ", 6_000)]
    [InlineData("(SELECT 1) UNION (", 5_000)]
    [InlineData("/*", 49_000)]
    [InlineData("a BETWEEN ", 9_000)]
    [InlineData("a IN (SELECT ", 7_000)]
    [InlineData("x::int", 15_000)]
    [InlineData("INTERVAL (", 9_000)]
    [InlineData("'a' ", 20_000)]
    [InlineData("ARRAY[", 15_000)]
    public void Endless_repetition_ends_soon(string piece, int times)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var dialect in Enum.GetValues<SqlDialect>())
            foreach (var start in new[] { "", "SELECT ", "SELECT * FROM " })
                Assert.NotNull(new QueryGate().Admit(
                    start + string.Concat(Enumerable.Repeat(piece, times)), new(Catalog with { Dialect = dialect }, DataPolicy.Everything, new GateLimits(MaxLength: 1_000_000))));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Theory]
    [InlineData("n > 0 AND ", 900)]
    [InlineData("NOT (n > 0) OR ", 900)]
    [InlineData("n < 5 AND ", 900)]
    public void Long_conditions_of_a_recursive_table_are_judged_at_once(string piece, int times)
    {
        var started = Stopwatch.GetTimestamp();
        var where = string.Concat(Enumerable.Repeat(piece, times));
        new QueryGate().Admit($"WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE {where} n < 9) SELECT * FROM r", new(Catalog, DataPolicy.Everything, new GateLimits()));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 5);
    }

    private static string Broken(string text, Random random)
    {
        var at = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text.Remove(at, Math.Min(random.Next(1, 5), text.Length - at)),
            1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
            2 => text[..at],
            _ => text[at..] + text[..at],
        };
    }
}
