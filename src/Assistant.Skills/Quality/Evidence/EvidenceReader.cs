using System.Globalization;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Quality.Evidence;

/// <summary>
/// Gathers the evidence of a table: all rows of a small one in one query; of a large one rows spread evenly over it in a second query and the
/// frequent values of all columns, counted over all rows, in a third (GROUPING SETS; SQLite, which has none, counts column by column).
/// </summary>
internal sealed class EvidenceReader(QualityReader reader)
{
    /// <summary>Rows looked at together.</summary>
    private const int MostRows = 20_000;
    private const int FrequentValues = 1_500, LongestText = 200, ColumnsAtOnce = 30;

    /// <summary>Null where the table could not be read.</summary>
    public async Task<TableEvidence?> ReadAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        if (await LookAsync(table, cancellationToken) is not var (rows, columns, texts))
            return null;
        var evidence = texts[0].Count == rows
            ? columns.Select((column, i) => Whole(column, texts[i])).ToList()
            : await CountedAsync(table, columns, rows, texts, cancellationToken);
        return new(table, rows, texts[0].Count, evidence);
    }

    /// <summary>Rows spread evenly over the table, or all of a small one, as a table of their own; and how many the table has. Null where it could not be read.</summary>
    public async Task<(long Rows, TableEvidence Sample)?> SampleAsync(CatalogTable table, CancellationToken cancellationToken) =>
        await LookAsync(table, cancellationToken) is var (rows, columns, texts)
            ? (rows, new(table, texts[0].Count, texts[0].Count, [.. columns.Select((column, i) => Whole(column, texts[i]))])) : null;

    private async Task<(long Rows, List<CatalogColumn> Columns, List<List<string?>> Texts)?> LookAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var columns = table.Columns.Where(Readable).ToList();
        var name = SqlText.Name(table.Name);
        if (columns.Count == 0 || await reader.RowsAsync($"SELECT count(*) AS n FROM {name}", cancellationToken) is not [[var counted]])
            return null;
        var rows = Convert.ToInt64(counted, CultureInfo.InvariantCulture);
        var names = string.Join(", ", columns.Select(c => SqlText.Name(c.Name)));
        var step = (rows + MostRows - 1) / MostRows;
        var sample = step <= 1
            ? await reader.RowsAsync($"SELECT {names} FROM {name}", cancellationToken)
            : await reader.RowsAsync($"SELECT {names} FROM (SELECT row_number() OVER () AS dq_row, {names} FROM {name}) AS t WHERE dq_row % {step} = 0", cancellationToken);
        if (sample is null)
            return null;
        return (rows, columns, [.. columns.Select((_, i) => sample.Select(row => Text(row[i])).ToList())]);
    }

    public static bool Readable(CatalogColumn column) =>
        column.Sensitivity is not Sensitivity.Secret && column.Type is not (DataType.Binary or DataType.Json or DataType.Array or DataType.Other);

    public static ColumnEvidence Whole(CatalogColumn column, List<string?> sample)
    {
        var counts = sample.Where(v => v is not null).GroupBy(v => v!, StringComparer.Ordinal)
            .Select(g => new ValueCount(g.Key, g.Count())).OrderByDescending(c => c.Count).ThenBy(c => c.Value, StringComparer.Ordinal).ToList();
        return new(column, sample.Count, sample.Count(v => v is null), counts, AllCounted: true, sample);
    }

    private async Task<List<ColumnEvidence>> CountedAsync(
        CatalogTable table, List<CatalogColumn> columns, long rows, List<List<string?>> texts, CancellationToken cancellationToken)
    {
        var counted = new List<ColumnEvidence>();
        foreach (var chunk in columns.Chunk(ColumnsAtOnce))
        {
            var figures = await reader.RowsAsync(
                $"SELECT {string.Join(", ", chunk.Select((c, i) => $"count({SqlText.Name(c.Name)}) AS p{i}"))} FROM {SqlText.Name(table.Name)}", cancellationToken);
            var values = await FrequentAsync(table, chunk, cancellationToken);
            for (var i = 0; i < chunk.Length; i++)
            {
                var present = figures is [var row] ? Convert.ToInt64(row[i], CultureInfo.InvariantCulture) : rows;
                counted.Add(new(chunk[i], rows, rows - present, values[i], values[i].Sum(v => v.Count) >= present, texts[counted.Count]));
            }
        }
        return counted;
    }

    private async Task<List<ValueCount>[]> FrequentAsync(CatalogTable table, CatalogColumn[] columns, CancellationToken cancellationToken)
    {
        var values = columns.Select(_ => new List<ValueCount>()).ToArray();
        if (reader.Dialect is SqlDialect.Sqlite)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                var column = SqlText.Name(columns[i].Name);
                foreach (var row in await reader.RowsAsync(
                    $"SELECT {column} AS v, count(*) AS n FROM {SqlText.Name(table.Name)} WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY n DESC LIMIT {FrequentValues}", cancellationToken) ?? [])
                    values[i].Add(new(Text(row[0]) ?? "", Convert.ToInt64(row[1], CultureInfo.InvariantCulture)));
            }
            return values;
        }
        var names = columns.Select(c => SqlText.Name(c.Name)).ToList();
        var sets = string.Join(", ", names.Select(n => $"({n})"));
        var which = string.Join(" ", names.Select((n, i) => $"WHEN grouping({n}) = 0 THEN {i}"));
        var value = string.Join(", ", names.Select(n => $"CAST({n} AS VARCHAR)"));
        var sql = $"""
            SELECT g, v, n FROM (
              SELECT g, v, n, row_number() OVER (PARTITION BY g ORDER BY n DESC, v) AS place FROM (
                SELECT CASE {which} END AS g, coalesce({value}) AS v, count(*) AS n FROM {SqlText.Name(table.Name)} GROUP BY GROUPING SETS ({sets})) AS counted
              WHERE v IS NOT NULL) AS placed
            WHERE place <= {FrequentValues}
            """;
        foreach (var row in await reader.RowsAsync(sql, cancellationToken) ?? [])
            values[Convert.ToInt32(row[0], CultureInfo.InvariantCulture)].Add(new(Text(row[1]) ?? "", Convert.ToInt64(row[2], CultureInfo.InvariantCulture)));
        foreach (var list in values)
            list.Sort((a, b) => b.Count.CompareTo(a.Count));
        return values;
    }

    public static string? Text(object? cell) => CellText.Invariant(cell) is { Length: > LongestText } text ? text[..LongestText] : CellText.Invariant(cell);
}
