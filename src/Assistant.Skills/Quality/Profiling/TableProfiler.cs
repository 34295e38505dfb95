using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Quality.Profiling;

/// <summary>
/// Profiles a table in few scans whatever the number of its columns: of a small one all rows in one query; of a large one the figures of all columns in
/// one scan, rows spread evenly over it in a second, and only where a column may be a key a third that counts exactly what was sketched.
/// </summary>
internal sealed class TableProfiler(QualityReader reader)
{
    /// <summary>Rows that relations between columns are looked for in: pairs of columns are many.</summary>
    private const int RelatedRows = 4_000;
    private const double MayBeKey = 0.85;   // of a sketch that may be some percent off

    /// <summary>Null where the table cannot be read.</summary>
    public async Task<TableProfile?> ProfileAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var before = reader.Queries;
        if (await new EvidenceReader(reader).SampleAsync(table, cancellationToken) is not var (rows, sample))
            return null;
        sample = sample with { Columns = [.. sample.Columns.Select(MissingLearner.Learn)] };
        var whole = rows == sample.SampledRows;
        var figures = whole ? sample.Columns.Select(WholeFigures.Of).ToList() : await FiguresAsync(table, sample, rows, cancellationToken);
        var keys = sample.Columns.Zip(figures).Where(c => IsKey(c.First, c.Second, rows)).Select(c => c.First.Name).ToList();
        var copies = whole ? CopiesIn(sample) : keys.Count > 0 ? 0 : await CopiesAsync(table, sample, rows, cancellationToken);
        var relations = Relations(sample).ToList();
        return new(table.Name, rows, sample.SampledRows, [.. sample.Columns.Zip(figures, ColumnProfiles.Of)], keys, copies, NearCopies(sample, keys), relations, reader.Queries - before);
    }

    private static bool IsKey(ColumnEvidence column, WholeFigures figures, long rows) =>
        rows > 1 && figures.DistinctIsExact && figures.Nulls == 0 && figures.Distinct == rows && column.Kind is not ValueKind.Number && column.Column.Type is not (DataType.Number or DataType.Boolean);

    private async Task<List<WholeFigures>> FiguresAsync(CatalogTable table, TableEvidence sample, long rows, CancellationToken cancellationToken)
    {
        var sketched = reader.Dialect is SqlDialect.DuckDb;
        var items = sample.Columns.SelectMany(c => WholeFigures.Items(c.Column, sketched)).ToList();
        var name = SqlText.Name(table.Name);
        var found = new List<object?>();
        foreach (var part in items.Chunk(240))
            found.AddRange(await reader.RowsAsync($"SELECT {string.Join(", ", part.Select((item, i) => $"{item} AS f{i}"))} FROM {name}", cancellationToken) is [var row] ? row : new object?[part.Length]);
        var figures = sample.Columns.Select((c, i) => WholeFigures.Read(rows, [.. found.Skip(i * WholeFigures.Count).Take(WholeFigures.Count)], !sketched)).ToList();
        // What may tell the rows apart is counted exactly.
        var close = Enumerable.Range(0, figures.Count).Where(i => sketched && figures[i].Nulls == 0 && figures[i].Distinct >= MayBeKey * rows && sample.Columns[i].Column.Type is DataType.Integer or DataType.Text
            && sample.Columns[i].Counts.All(v => v.Count == 1)).ToList();
        if (close.Count > 0 && await reader.RowsAsync($"SELECT {string.Join(", ", close.Select(i => $"count(DISTINCT {SqlText.Name(sample.Columns[i].Name)}) AS f{i}"))} FROM {name}", cancellationToken) is [var exact])
            for (var i = 0; i < close.Count; i++)
                figures[close[i]] = figures[close[i]] with { Distinct = WholeFigures.Whole(exact[i]), DistinctIsExact = true };
        return figures;
    }

    private static long CopiesIn(TableEvidence sample)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Enumerable.Range(0, sample.SampledRows).Count(row => !seen.Add(string.Join('\u001f', sample.Columns.Select(c => c.Sample[row] ?? "\u0000"))));
    }

    private async Task<long?> CopiesAsync(CatalogTable table, TableEvidence sample, long rows, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", sample.Columns.Select(c => SqlText.Name(c.Name)));
        return await reader.RowsAsync($"SELECT count(*) AS n FROM (SELECT DISTINCT {names} FROM {SqlText.Name(table.Name)}) AS t", cancellationToken) is [[var different]]
            ? rows - WholeFigures.Whole(different) : null;
    }

    /// <summary>Rows alike in every column but the keys, however they are written; where the columns left could be alike by chance, none is counted.</summary>
    private static int NearCopies(TableEvidence sample, List<string> keys)
    {
        var columns = sample.Columns.Where(c => !keys.Contains(c.Name)).ToList();
        if (columns.Count < 3 || columns.Sum(c => Math.Log2(1 + Math.Min(c.Present.Take(5_000).Count(), 5_000))) < 2 * Math.Log2(sample.SampledRows + 1))
            return 0;
        string Row(int row) => string.Join('\u001f', columns.Select(c => c.Kind is ValueKind.Text ? DomainLearner.Plain(c.Value(row) ?? "") : c.Value(row) ?? ""));
        var groups = Enumerable.Range(0, sample.SampledRows).GroupBy(Row, StringComparer.Ordinal).Where(g => g.Count() > 1);
        return groups.Sum(g => g.Count());
    }

    private static IEnumerable<ProfileRelation> Relations(TableEvidence sample)
    {
        var step = Math.Max(1, sample.SampledRows / RelatedRows);
        var few = step == 1 ? sample : Thinned(sample, step);
        var drafts = KeyLearner.Learn(few).Where(d => d.Body is RuleBody.Unique { Columns.Count: > 1 }).Concat(DependencyLearner.Learn(few)).Concat(OrderLearner.Learn(few)).Concat(FormulaLearner.Learn(few))
            .Concat(few.Columns.Select(c => PresenceLearner.FilledWhen(few, c)).OfType<Draft>()).Concat(few.Columns.Select(c => TextLearner.Unlike(few, c)).OfType<Draft>());
        return drafts.Select(d => new ProfileRelation(Kind(d.Body), RuleWords.Title(d.Body), d.Reason));
    }

    private static string Kind(RuleBody body) => body switch
    {
        RuleBody.Determined => "Dependency",
        RuleBody.Ordered => "Order",
        RuleBody.Computed => "Formula",
        RuleBody.Unique => "Key",
        RuleBody.Filled => "Condition",
        _ => "Likeness",
    };

    private static TableEvidence Thinned(TableEvidence sample, int step)
    {
        var columns = sample.Columns.Select(c => EvidenceReader.Whole(c.Column, [.. c.Sample.Where((_, row) => row % step == 0)]) with { Missing = c.Missing, Kind = c.Kind }).ToList();
        var rows = columns[0].Sample.Count;
        return new(sample.Table, rows, rows, columns);
    }
}
