using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Tests.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sql;

public class GoldQueryTests
{
    [BenchFact]
    public async Task Every_gold_query_for_SQLite_passes_the_gate_and_gives_the_rows_it_gives_without()
    {
        var gate = new QueryGate();
        List<string> wrong = [];
        foreach (var database in Bench.Lines("nl2sql", "questions_smoke.jsonl").Where(l => l.GetProperty("engine").GetString() == "sqlite" && l.GetProperty("gold_sql").GetString() is not null)
            .GroupBy(l => l.GetProperty("database").GetString()!))
        {
            if (await new SourceOpener().OpenFileAsync(Bench.File("nl2sql", database.Key), default) is not OpenOutcome.Opened opened)
                continue;
            await using var source = opened.Source;
            foreach (var sql in database.Select(l => l.GetProperty("gold_sql").GetString()!.TrimEnd(';', ' ')).Distinct())
            {
                var gated = await gate.ReadAsync(source, sql, new(opened.Catalog, DataPolicy.Everything, new GateLimits()), default);
                var plain = await source.ReadUngatedAsync(sql, 10_000);
                if (plain is QueryOutcome.Rows expected && !(gated is QueryOutcome.Rows rows && Text(rows.Table).SequenceEqual(Text(expected.Table))))
                    wrong.Add($"{database.Key}: {sql}\n  {gated}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [BenchFact]
    public void Every_gold_query_for_SQLite_is_read_and_printed_and_read_alike()
    {
        List<string> wrong = [];
        foreach (var sql in Bench.Lines("nl2sql", "questions.jsonl").Where(l => l.GetProperty("engine").GetString() == "sqlite").Select(l => l.GetProperty("gold_sql").GetString()).OfType<string>().Distinct())
            if (SqlParser.Parse(sql, SqlDialect.Sqlite) is not ParseOutcome.Parsed parsed
                || SqlParser.Parse(SqlPrinter.Print(parsed.Query, SqlDialect.Sqlite), SqlDialect.Sqlite) is not ParseOutcome.Parsed again || !again.Query.Equals(parsed.Query))
                wrong.Add($"{sql}\n  {(SqlParser.Parse(sql, SqlDialect.Sqlite) as ParseOutcome.Failed)?.Why}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Text(ResultTable table) =>
        table.Rows.Select(row => string.Join('|', row.Select(c => c?.ToString() ?? "∅"))).Order(StringComparer.Ordinal);
}
