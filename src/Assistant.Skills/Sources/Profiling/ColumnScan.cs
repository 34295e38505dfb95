using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.Profiling;

/// <summary>Statistics of a table's columns: one scan for the figures of many columns, then the frequent values one by one.</summary>
internal sealed class ColumnScan(SourceReader reader, SqlDialect dialect)
{
    /// <summary>Columns per query: engines and the gate bound the length of a statement.</summary>
    private const int Chunk = 24;
    /// <summary>Rows read of a table above the bound.</summary>
    private const int Part = 300_000;
    private const int TopValues = 20, SampleRows = 400, LongestText = 200;

    /// <summary>Rows above which a table is read in part. DuckDB reads columns a hundred times faster than the row stores.</summary>
    private long Bound => dialect is SqlDialect.DuckDb ? 5_000_000 : 300_000;

    public async Task<CatalogTable> RunAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var sampled = table.RowEstimate is null || table.RowEstimate > Bound;
        var columns = new List<CatalogColumn>();
        long rows = 0;
        foreach (var chunk in table.Columns.Chunk(Chunk))
        {
            var scan = new Chunked(chunk, dialect);
            var from = From(table, chunk, sampled);
            if (await reader.RowsAsync($"SELECT {scan.Select} FROM {from}", cancellationToken) is not [var figures])
            {
                columns.AddRange(chunk);
                continue;
            }
            rows = SourceReader.Whole(figures[0]);
            var samples = await SamplesAsync(table, chunk, cancellationToken);
            for (var i = 0; i < chunk.Length; i++)
                columns.Add(await ColumnAsync(table, chunk[i], scan.Read(i, figures), samples[i], from, cancellationToken));
        }
        var partial = sampled && rows >= Part;
        var total = partial ? table.RowEstimate ?? rows : rows;
        return table with
        {
            RowEstimate = columns.Exists(c => c.Statistics is not null) ? total : table.RowEstimate,
            Columns = [.. columns.Select(c => c.Statistics is { } s && partial ? c with { Statistics = Scaled(s, total) } : c)],
        };
    }

    private static string From(CatalogTable table, IEnumerable<CatalogColumn> columns, bool sampled) => sampled
        ? $"(SELECT {string.Join(", ", columns.Select(c => SourceReader.Name(c.Name)))} FROM {SourceReader.Name(table.Name)} LIMIT {Part}) AS part"
        : SourceReader.Name(table.Name);

    private async Task<CatalogColumn> ColumnAsync(
        CatalogTable table, CatalogColumn column, Figures figures, List<string> sample, string from, CancellationToken cancellationToken)
    {
        var type = Stored(column.Type, figures, sample);
        var sensitivity = SensitivityRules.Of(column.Name, sample);
        var format = type is DataType.Text ? TextFormats.Of(sample) : null;
        if (format is not null)
            {
            var distinct = await DistinctAsync(column, from, cancellationToken);
            format = TextFormats.Of(distinct) ?? TextFormats.Settled(format, distinct);
        }
        var top = Repeats(type, figures) && sensitivity is not Sensitivity.Secret && table.Columns.Count <= 300
            ? await TopAsync(column, from, cancellationToken) : [];
        var secret = sensitivity is Sensitivity.Secret;
        return column with
        {
            Type = type, TextFormat = format, Sensitivity = column.Sensitivity > sensitivity ? column.Sensitivity : sensitivity,
            Statistics = new(figures.Rows, figures.Rows - figures.Present, figures.Distinct, true,
                secret ? null : Cut(figures.Min), secret ? null : Cut(figures.Max), figures.Average, top),
        };
    }

    /// <summary>What values are, where a declaration did not bind them: only SQLite gives the figure for that.</summary>
    private static DataType Stored(DataType declared, Figures figures, List<string> sample)
    {
        if (figures.Present == 0 || figures.Texts is not { } texts)
            return declared;
        var written = TextFormats.Of(sample);
        return declared switch
        {
            DataType.Json or DataType.Binary or DataType.Other => declared,
            DataType.Time => texts == 0 ? DataType.Integer : declared,
            DataType.Date or DataType.Timestamp when texts == 0 => DataType.Integer,
            DataType.Date or DataType.Timestamp when written is null => sample.Count < 3 ? declared : DataType.Text,
            DataType.Date or DataType.Timestamp => !written.StartsWith("YYYY-MM-DD", StringComparison.Ordinal) ? DataType.Text
                : written.Length > "YYYY-MM-DD".Length ? DataType.Timestamp : declared,
            _ => texts * 2 > figures.Present ? DataType.Text : declared,
        };
    }

    /// <summary>Frequent values say something where values come back: not for keys, prices and moments.</summary>
    private static bool Repeats(DataType type, Figures figures) => figures.Distinct > 0 && type switch
    {
        DataType.Text or DataType.Boolean => true,
        DataType.Integer => figures.Distinct <= 100,
        _ => false,
    };

    private async Task<IReadOnlyList<ValueCount>> TopAsync(CatalogColumn column, string from, CancellationToken cancellationToken)
    {
        var name = SourceReader.Name(column.Name);
        var rows = await reader.RowsAsync(
            $"SELECT {name}, count(*) AS n FROM {from} WHERE {name} IS NOT NULL GROUP BY {name} ORDER BY n DESC, {name} LIMIT {TopValues}", cancellationToken);
        return [.. (rows ?? []).Select(row => new ValueCount(Cut(CellText.Invariant(row[0])) ?? "", SourceReader.Whole(row[1])))];
    }

    private async Task<List<string>> DistinctAsync(CatalogColumn column, string from, CancellationToken cancellationToken)
    {
        var name = SourceReader.Name(column.Name);
        var rows = await reader.RowsAsync($"SELECT DISTINCT {name} FROM {from} WHERE {name} IS NOT NULL LIMIT 5000", cancellationToken);
        return [.. (rows ?? []).Select(row => CellText.Invariant(row[0]) ?? "")];
    }

    private async Task<List<string>[]> SamplesAsync(CatalogTable table, CatalogColumn[] columns, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", columns.Select(c => SourceReader.Name(c.Name)));
        var rows = await reader.RowsAsync($"SELECT {names} FROM {SourceReader.Name(table.Name)} LIMIT {SampleRows}", cancellationToken) ?? [];
        return [.. columns.Select((_, i) => rows.Select(row => row[i]).Where(cell => cell is not null and not byte[])
            .Select(cell => CellText.Invariant(cell)!).ToList())];
    }

    private static ColumnStatistics Scaled(ColumnStatistics part, long total)
    {
        var share = (double)total / Math.Max(1, part.Rows);
        // Nearly all different in the part: a key or a measure, different in the whole as well. Else the part has seen the values.
        var distinct = part.Distinct > 0.9 * (part.Rows - part.Nulls) ? (long)(part.Distinct * share) : part.Distinct;
        return part with { Rows = total, Nulls = (long)(part.Nulls * share), Distinct = distinct, DistinctIsExact = false, Sampled = true };
    }

    private static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;
}
