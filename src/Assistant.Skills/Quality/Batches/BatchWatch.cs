using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Batches;

/// <param name="Column">Null for the batch as a whole.</param>
internal sealed record BatchAlert(string? Column, string Why);

/// <summary>One delivery of a table.</summary>
/// <param name="Readings">What was assumed to read its file, in sentences that name the column.</param>
/// <param name="Shares">Per rule, the share of rows that break it; null where the rule could not run.</param>
internal sealed record Batch(TableEvidence Table, IReadOnlyList<string> Readings, IReadOnlyList<double?> Shares)
{
    /// <summary>All rows, where the evidence is of a part of them.</summary>
    public long? Counted { get; init; }

    public long Rows => Counted ?? Table.Rows;
}

/// <summary>
/// Judges a delivery by earlier good ones: the rules that all of them together suggest, and figures that each had in a narrow band. A bound stands
/// outside of everything seen before, so that what has varied may vary.
/// </summary>
internal sealed class BatchWatch
{
    private readonly List<Batch> _history;
    private readonly IReadOnlyList<RuleBody> _rules;
    private readonly Dictionary<string, ColumnHistory> _columns;

    private BatchWatch(List<Batch> history, IReadOnlyList<RuleBody> rules)
    {
        (_history, _rules) = (history, rules);
        _columns = history[0].Table.Columns.Select(c => c.Name).ToDictionary(name => name, name => new ColumnHistory([.. history.Select(b => b.Table.Find(name)).OfType<ColumnEvidence>()]));
    }

    /// <summary>The rules that good batches suggest, learnt from all of them together.</summary>
    public static IReadOnlyList<RuleBody> Rules(IReadOnlyList<TableEvidence> history)
    {
        var first = history[0];
        var columns = first.Columns.Select(c =>
        {
            var parts = history.Select(t => t.Find(c.Name)).OfType<ColumnEvidence>().ToList();
            var values = parts.SelectMany(p => p.Sample).ToList();
            var counts = values.OfType<string>().GroupBy(v => v, StringComparer.Ordinal).Select(g => new ValueCount(g.Key, g.Count())).OrderByDescending(v => v.Count).ToList();
            // As text: a file with one odd value keeps the whole column as text.
            return MissingLearner.Learn(new(new CatalogColumn(c.Name, "", DataType.Text), values.Count, values.Count(v => v is null), counts, AllCounted: true, values));
        }).ToList();
        var all = new TableEvidence(first.Table with { PrimaryKey = [] }, columns.Max(c => c.Rows), (int)columns.Max(c => c.Rows), columns);
        return [.. RuleProposer.Suggest(all).Where(d => d.Confidence >= 80).Select(d => d.Body).Where(r => r is not (RuleBody.Filled or RuleBody.Distinct))];
    }

    public static BatchWatch Learn(IReadOnlyList<Batch> history, IReadOnlyList<RuleBody> rules) => new([.. history], rules);

    public IReadOnlyList<BatchAlert> Judge(Batch batch)
    {
        var alerts = new List<BatchAlert>();
        var rows = batch.Table.Rows;
        var (least, most) = (_history.Min(b => b.Rows), _history.Max(b => b.Rows));
        if (IsUnusual(batch.Rows, least, most))
            alerts.Add(new(null, $"{batch.Rows} rows; before there were {least} to {most}"));
        for (var i = 0; i < _rules.Count; i++)
        {
            var before = _history.Max(b => b.Shares[i] ?? 0);
            if (batch.Shares[i] is { } share && share * rows >= 3 && share > 2 * before + 0.01)
                alerts.AddRange(Blamed(_rules[i]).Select(c => new BatchAlert(c, $"{RuleWords.Fault(_rules[i])}: {100 * share:0.#} % of the rows, before at most {100 * before:0.#} %")));
        }
        foreach (var (name, history) in _columns)
            if (batch.Table.Find(name) is { } column)
                alerts.AddRange(history.Judge(column).Select(why => new BatchAlert(name, why)));
            else
                alerts.Add(new(name, "the column is not there"));
        alerts.AddRange(batch.Readings.Where(r => !_history.Exists(b => b.Readings.Contains(r)))
            .Select(r => _columns.Keys.FirstOrDefault(c => r.Contains($".{c}:", StringComparison.Ordinal)) is { } c ? new BatchAlert(c, r[(r.IndexOf(':', StringComparison.Ordinal) + 2)..]) : null).OfType<BatchAlert>());
        alerts.AddRange(Orders(batch));
        return alerts;
    }

    /// <summary>Clearly fewer or more rows than there ever were.</summary>
    public static bool IsUnusual(long rows, long least, long most) => rows < 0.65 * least || rows > 1.5 * most;

    /// <summary>A rule about a key or whole rows is about the batch.</summary>
    private static List<string?> Blamed(RuleBody rule) => rule switch
    {
        RuleBody.Unique => [null],
        RuleBody.Determined told => [told.Column],
        RuleBody.Computed computed => [computed.Column],
        _ => [.. RuleColumns.Own(rule)],
    };

    /// <summary>Two figures of one size, of which one was never above the other.</summary>
    private IEnumerable<BatchAlert> Orders(Batch batch)
    {
        var names = _columns.Where(c => c.Value.IsNumber).Select(c => c.Key).ToList();
        foreach (var lower in names)
            foreach (var upper in names.Where(n => n != lower))
                if (_history.Sum(b => Above(b, lower, upper).All) > 300 && _history.TrueForAll(b => Above(b, lower, upper) is { Above: 0 })
                    && Above(batch, lower, upper) is { All: > 0 } now && now.Above >= 3 && now.Above > 0.02 * now.All && _columns[lower].IsNear(_columns[upper]))
                {
                    yield return new(lower, $"{lower} is above {upper} in {now.Above} rows, before never");
                    yield return new(upper, $"{upper} is below {lower} in {now.Above} rows, before never");
                }
    }

    private static (int Above, int All) Above(Batch batch, string lower, string upper)
    {
        if (batch.Table.Find(lower) is not { } low || batch.Table.Find(upper) is not { } high)
            return (0, 0);
        var (above, all) = (0, 0);
        for (var row = 0; row < batch.Table.SampledRows; row++)
            if (low.Value(row) is { } a && high.Value(row) is { } b && ValueText.Number(a) is { } x && ValueText.Number(b) is { } y)
                (above, all) = (above + (x > y ? 1 : 0), all + 1);
        return (above, all);
    }
}
