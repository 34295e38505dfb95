using System.Globalization;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Checking;

/// <param name="Judged">Rows that the rule could judge.</param>
internal sealed record RuleCount(long Judged, long Broken);

/// <summary>Runs rules in the source. Rules that judge each row alone run many in one scan.</summary>
internal sealed class RuleRunner(QualityReader reader)
{
    private const int RulesAtOnce = 40, LongestStatement = 60_000;

    /// <summary>How many rows break each rule, in the order given; null for a rule that could not run.</summary>
    public async Task<IReadOnlyList<RuleCount?>> CountAsync(CatalogTable table, IReadOnlyList<RuleBody> rules, CancellationToken cancellationToken)
    {
        var writer = new RuleSql(table, reader.Dialect);
        var queries = rules.Select(writer.Of).ToList();
        var counts = new RuleCount?[rules.Count];
        foreach (var scan in Scans(queries))
            await CountAsync(queries, scan, counts, cancellationToken);
        for (var i = 0; i < rules.Count; i++)
            if (rules[i] is RuleBody.Volume or RuleBody.Recent)
                counts[i] = await WholeAsync(table, rules[i], cancellationToken);
        return counts;
    }

    /// <summary>Rules that share what they read from, in portions that fit into one statement.</summary>
    private static IEnumerable<List<int>> Scans(List<RuleQuery?> queries)
    {
        foreach (var same in queries.Select((query, i) => (query, i)).Where(q => q.query is not null).GroupBy(q => q.query!.From))
        {
            var scan = new List<int>();
            var length = 0;
            foreach (var (query, i) in same)
            {
                length += query!.Condition.Length + query.Judges.Length;
                if (scan.Count == RulesAtOnce || scan.Count > 0 && length > LongestStatement)
                {
                    yield return scan;
                    scan = [];
                    length = query.Condition.Length + query.Judges.Length;
                }
                scan.Add(i);
            }
            yield return scan;
        }
    }

    private async Task CountAsync(List<RuleQuery?> queries, List<int> scan, RuleCount?[] counts, CancellationToken cancellationToken)
    {
        var items = scan.Select((rule, i) =>
            $"count(CASE WHEN {queries[rule]!.Condition} THEN 1 END) AS v{i}, {(queries[rule]!.Judges == "" ? "count(*)" : $"count(CASE WHEN {queries[rule]!.Judges} THEN 1 END)")} AS j{i}");
        var rows = await reader.RowsAsync($"SELECT {string.Join(", ", items)} FROM {queries[scan[0]]!.From}", cancellationToken);
        if (rows is [var row])
        {
            for (var i = 0; i < scan.Count; i++)
                counts[scan[i]] = new(Whole(row[2 * i + 1]), Whole(row[2 * i]));
        }
        else if (scan.Count > 1)
        {
            // One of them cannot run: the others still do.
            foreach (var rule in scan)
                await CountAsync(queries, [rule], counts, cancellationToken);
        }
    }

    private async Task<RuleCount?> WholeAsync(CatalogTable table, RuleBody rule, CancellationToken cancellationToken)
    {
        var name = SqlText.Name(table.Name);
        if (rule is RuleBody.Volume volume)
            return await reader.RowsAsync($"SELECT count(*) AS n FROM {name}", cancellationToken) is [[var n]]
                ? new(1, Whole(n) < volume.Least || Whole(n) > (volume.Most ?? long.MaxValue) ? 1 : 0) : null;
        var column = table.Find(((RuleBody.Recent)rule).Column);
        if (column is null || await reader.RowsAsync($"SELECT max({SqlText.Day(column, reader.Dialect)}) AS newest FROM {name}", cancellationToken) is not [[string newest]])
            return null;
        return await reader.RowsAsync($"SELECT CAST(CURRENT_DATE AS VARCHAR) AS today", cancellationToken) is [[string today]]
            && ValueText.Day(newest) is { } last && ValueText.Day(today) is { } now
            ? new(1, now - last > ((RuleBody.Recent)rule).Days ? 1 : 0) : null;
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
