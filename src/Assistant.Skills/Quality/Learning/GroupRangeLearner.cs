using System.Globalization;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>
/// Bounds of a number that mean something only by another column: 150 is much for a temperature and nothing for a flow. The column is the one
/// whose groups are narrowest against the whole.
/// </summary>
internal static class GroupRangeLearner
{
    private const int MostGroups = 25, FewestRows = 150, MostNumbers = 8;
    private const double Narrow = 0.6;

    public static IEnumerable<Draft> Learn(TableEvidence table)
    {
        if (table.SampledRows < 2 * FewestRows)
            return [];
        var kinds = table.Columns.Where(c => c.Kind is ValueKind.Text && c.Present.Take(MostGroups + 30).Count() is >= 2 and <= MostGroups + 20).ToList();
        return table.Columns.Where(c => c.Kind is ValueKind.Number or ValueKind.WholeNumber && !ColumnKinds.IsCode(c) && !KeyNames.IsKeyLike(c.Name)).Take(MostNumbers)
            .SelectMany(number => Of(table, number, kinds));
    }

    private static IEnumerable<Draft> Of(TableEvidence table, ColumnEvidence number, List<ColumnEvidence> kinds)
    {
        var rows = Enumerable.Range(0, table.SampledRows).Select(row => (Row: row, Value: number.Measure(number.Value(row)))).Where(r => r.Value is not null).Select(r => (r.Row, Value: r.Value!.Value)).ToList();
        if (rows.Count < 2 * FewestRows)
            return [];
        var all = Of(rows);
        var whole = Width(all);
        if (whole <= 0)
            return [];
        List<(string Value, List<(int Row, double Value)> Rows, Spread Spread)>? best = null;
        ColumnEvidence? by = null;
        var least = Narrow;
        foreach (var kind in kinds)
        {
            var groups = rows.Where(r => kind.Value(r.Row) is not null).GroupBy(r => kind.Value(r.Row)!, StringComparer.Ordinal).Where(g => g.Count() >= FewestRows)
                .Select(g => (Value: g.Key, Rows: g.ToList(), Spread: Of(g))).ToList();
            var covered = groups.Sum(g => g.Rows.Count);
            if (groups.Count is < 2 or > MostGroups || covered < 0.9 * rows.Count)
                continue;
            var share = groups.Sum(g => g.Rows.Count * Width(g.Spread)) / covered / whole;
            if (share < least)
                (best, by, least) = (groups, kind, share);
        }
        return best is null ? [] : best.Select(g => Of(number, by!, g.Value, g.Rows, g.Spread, RangeLearner.Bounds(all, dates: false))).OfType<Draft>();
    }

    private static Draft? Of(ColumnEvidence number, ColumnEvidence by, string group, List<(int Row, double Value)> rows, Spread spread, (double? Least, double? Most) known)
    {
        var (from, to) = RangeLearner.Bounds(spread, dates: false);
        bool Kept(double value) => (from is null || value >= from) && (to is null || value <= to);
        // What the bounds of the whole column tell already needs no rule by group.
        if (from is null && to is null || !rows.Exists(r => !Kept(r.Value) && (known.Least is null || r.Value >= known.Least) && (known.Most is null || r.Value <= known.Most)))
            return null;
        var held = rows.Where(r => TableEvidence.IsHeldOut(r.Row)).ToList();
        var outside = rows.Count(r => !Kept(r.Value));
        return new(new RuleBody.Within(number.Name, from is { } f ? RangeLearner.Text(f, false, up: false) : null, to is { } t ? RangeLearner.Text(t, false, up: true) : null) { When = new(by.Name, [group]) },
            Severity.High, 0.93, (held.Count(r => Kept(r.Value)), held.Count),
            string.Create(CultureInfo.InvariantCulture, $"Where {by.Name} is {group}, {100.0 * (rows.Count - outside) / rows.Count:0.##} % of the rows looked at lie within; the others stand far apart."));
    }

    private static Spread Of(IEnumerable<(int Row, double Value)> rows) => new(rows.Select(r => (r.Value, 1L)));

    private static double Width(Spread spread) => spread.Quantile(0.95) - spread.Quantile(0.05);
}
