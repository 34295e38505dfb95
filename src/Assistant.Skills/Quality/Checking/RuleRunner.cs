using System.Globalization;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Checking;

/// <param name="Judged">Rows that the rule could judge.</param>
internal sealed record RuleCount(long Judged, long Broken);

/// <summary>Runs rules in the source. Rules that judge each row alone run many in one scan.</summary>
internal sealed class RuleRunner(QualityReader reader)
{
    private const int RulesAtOnce = 80, LongestStatement = 250_000;

    /// <summary>How many rows break each rule, in the order given; null for a rule that could not run.</summary>
    public async Task<IReadOnlyList<RuleCount?>> CountAsync(CatalogTable table, IReadOnlyList<RuleBody> rules, CancellationToken cancellationToken)
    {
        var writer = new RuleSql(table, reader.Dialect);
        var counts = new RuleCount?[rules.Count];
        var merged = new MergedScan(table, reader.Dialect);
        var plain = Enumerable.Range(0, rules.Count).Where(i => !merged.Take(i, rules[i])).ToList();
        var scans = plain.Select(i => Tallied(table, writer, i, rules[i])).OfType<Tally>().ToList();
        if (!merged.IsEmpty)
            await CountAsync(table, merged, scans, counts, rules, cancellationToken);
        foreach (var scan in Portions(scans))
            await CountAsync(scan, counts, cancellationToken);
        return counts;
    }

    /// <param name="Items">The aggregates that the rule needs.</param>
    /// <param name="Read">The count, of what the aggregates gave.</param>
    private sealed record Tally(int Index, string From, IReadOnlyList<string> Items, Func<IReadOnlyList<object?>, RuleCount?> Read);

    private Tally? Tallied(CatalogTable table, RuleSql writer, int index, RuleBody rule)
    {
        var whole = $"{SqlText.Name(table.Name)} AS t";
        switch (rule)
        {
            case RuleBody.Volume volume:
                return new(index, whole, ["count(*)"], row => new(1, Whole(row[0]) < volume.Least || Whole(row[0]) > (volume.Most ?? long.MaxValue) ? 1 : 0));
            case RuleBody.Recent recent when table.Find(recent.Column) is { } column:
                return new(index, whole, [$"max({SqlText.Day(column, reader.Dialect)})", "max(CAST(CURRENT_DATE AS VARCHAR))"],
                    row => CellText.Invariant(row[0]) is { } newest && CellText.Invariant(row[1]) is { } today && ValueText.Day(newest) is { } last && ValueText.Day(today) is { } now ? new(1, now - last > recent.Days ? 1 : 0) : null);
            default:
                return writer.Of(rule) is not { } query ? null : new(index, query.From,
                    [$"count(CASE WHEN {query.Condition} THEN 1 END)", query.Judges == "" ? "count(*)" : $"count(CASE WHEN {query.Judges} THEN 1 END)"], row => new(Whole(row[1]), Whole(row[0])));
        }
    }

    /// <summary>Rules that share what they read from, in portions that fit into one statement.</summary>
    private static IEnumerable<List<Tally>> Portions(List<Tally> all)
    {
        foreach (var same in all.GroupBy(t => t.From))
        {
            var scan = new List<Tally>();
            var length = 0;
            foreach (var tally in same)
            {
                length += tally.Items.Sum(i => i.Length);
                if (scan.Count == RulesAtOnce || scan.Count > 0 && length > LongestStatement)
                {
                    yield return scan;
                    scan = [];
                    length = tally.Items.Sum(i => i.Length);
                }
                scan.Add(tally);
            }
            yield return scan;
        }
    }

    private async Task CountAsync(List<Tally> scan, RuleCount?[] counts, CancellationToken cancellationToken)
    {
        // What two rules need is counted once.
        var items = scan.SelectMany(t => t.Items).Distinct(StringComparer.Ordinal).ToList();
        var rows = await reader.RowsAsync($"SELECT {string.Join(", ", items.Select((item, i) => $"{item} AS f{i}"))} FROM {scan[0].From}", cancellationToken);
        if (rows is [var row])
        {
            foreach (var tally in scan)
                counts[tally.Index] = tally.Read([.. tally.Items.Select(i => row[items.IndexOf(i)])]);
        }
        else if (scan.Count > 1)
        {
            // One of them cannot run: the others still do.
            foreach (var tally in scan)
                await CountAsync([tally], counts, cancellationToken);
        }
    }

    /// <summary>The scan that counts values; what uniqueness can judge is counted with the plain rules. Where it cannot run, its rules run one by one.</summary>
    private async Task CountAsync(CatalogTable table, MergedScan merged, List<Tally> scans, RuleCount?[] counts, IReadOnlyList<RuleBody> rules, CancellationToken cancellationToken)
    {
        if (await reader.RowsAsync(merged.Sql(), cancellationToken) is not [var row])
        {
            var writer = new RuleSql(table, reader.Dialect);
            foreach (var tally in merged.Rules.Select(i => Tallied(table, writer, i, rules[i])).OfType<Tally>())
                await CountAsync([tally], counts, cancellationToken);
            return;
        }
        var late = merged.Judged().ToDictionary(j => j.Index, j => j.Judges);
        foreach (var index in merged.Rules)
            if (late.TryGetValue(index, out var judges))
                scans.Add(new(index, $"{SqlText.Name(table.Name)} AS t", [$"count(CASE WHEN {judges} THEN 1 END)"], found => merged.Read(index, row, _ => Whole(found[0]))));
            else
                counts[index] = merged.Read(index, row, _ => 0);
    }

    /// <summary>
    /// The cells that break the rule: the row as its number in the table's own order, from 0, and the blamed columns. Null where it could not run.
    /// </summary>
    public async Task<IReadOnlyList<(long Row, string Column)>?> CellsAsync(CatalogTable table, RuleBody rule, CancellationToken cancellationToken)
    {
        // No cell is to blame for what a table as a whole is like.
        if (rule is RuleBody.Volume or RuleBody.Recent)
            return [];
        var numbered = $"(SELECT row_number() OVER () - 1 AS dq_row, * FROM {SqlText.Name(table.Name)})";
        if (new RuleSql(table, reader.Dialect, numbered).Of(rule) is not { } query)
            return null;
        var rows = await reader.RowsAsync($"SELECT dq_row FROM {query.From} WHERE {query.Condition}", cancellationToken);
        return rows is null ? null : [.. rows.SelectMany(row => query.Blamed.Select(column => (Whole(row[0]), column)))];
    }

    /// <summary>Some rows that break the rule: the columns wanted, as text.</summary>
    public async Task<IReadOnlyList<object?[]>> ExamplesAsync(
        CatalogTable table, RuleBody rule, IReadOnlyList<string> columns, int most, CancellationToken cancellationToken) =>
        Rows(table, rule, columns, most) is { } sql ? await reader.RowsAsync(sql, cancellationToken) ?? [] : [];

    /// <summary>The query for rows that break the rule; null for rules about the whole table.</summary>
    public string? Rows(CatalogTable table, RuleBody rule, IReadOnlyList<string> columns, int most) =>
        new RuleSql(table, reader.Dialect).Of(rule) is { } query
            ? $"SELECT {string.Join(", ", columns.Select(SqlText.Name))} FROM {query.From} WHERE {query.Condition} ORDER BY {string.Join(", ", columns.Take(4).Select(SqlText.Name))} LIMIT {most}" : null;

    private static long Whole(object? cell) => Convert.ToInt64(cell ?? 0L, CultureInfo.InvariantCulture);
}
