using Assistant.Skills.Quality.Evidence;

namespace Assistant.Skills.Quality.Learning;

/// <summary>How well one column tells another.</summary>
/// <param name="Groups">Values with at least two rows.</param>
/// <param name="Wrong">Share of these rows that differ from the most frequent value of their group (g3).</param>
/// <param name="Chance">The share that would differ if every row had the column's most frequent value.</param>
/// <param name="Mixed">Share of the rows of larger groups that stand in a group without a clear majority.</param>
/// <param name="WrongUnseen">Share of the rows not learnt from that differ from what was learnt, of <paramref name="Unseen"/>.</param>
internal sealed record Fit(int Groups, double Wrong, double Chance, double Mixed, double WrongUnseen, int Unseen)
{
    public static Fit Of(TableEvidence table, ColumnEvidence by, ColumnEvidence column)
    {
        var groups = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        var all = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < table.SampledRows; row++)
        {
            if (TableEvidence.IsHeldOut(row) || by.Value(row) is not { } key || column.Value(row) is not { } value)
                continue;
            if (!groups.TryGetValue(key, out var group))
                groups[key] = group = new(StringComparer.Ordinal);
            group[value] = group.GetValueOrDefault(value) + 1;
            all[value] = all.GetValueOrDefault(value) + 1;
        }
        var sizes = groups.Values.Select(g => (Rows: g.Values.Sum(), Most: g.Values.Max())).Where(g => g.Rows >= 2).ToList();
        var rows = sizes.Sum(g => g.Rows);
        if (rows == 0 || rows < 0.3 * table.SampledRows)
            return new(0, 1, 0, 1, 1, 0);
        var large = sizes.Where(g => g.Rows >= 5).ToList();
        var (unseen, wrong) = (0, 0);
        for (var row = 0; row < table.SampledRows; row++)
        {
            if (!TableEvidence.IsHeldOut(row) || by.Value(row) is not { } key || column.Value(row) is not { } value || !groups.TryGetValue(key, out var group) || group.Values.Sum() < 3)
                continue;
            unseen++;
            wrong += group.GetValueOrDefault(value) == group.Values.Max() ? 0 : 1;
        }
        return new(sizes.Count, 1 - (double)sizes.Sum(g => g.Most) / rows, 1 - (double)all.Values.Max() / all.Values.Sum(),
            large.Count == 0 ? 1 : (double)large.Where(g => g.Most < 0.75 * g.Rows).Sum(g => g.Rows) / large.Sum(g => g.Rows), unseen == 0 ? 1 : (double)wrong / unseen, unseen);
    }
}
