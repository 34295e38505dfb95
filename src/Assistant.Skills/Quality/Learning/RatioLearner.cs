using System.Globalization;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>Two amounts that grow together, as a price with its cost: of a few rows the one is many times what it is elsewhere.</summary>
internal static class RatioLearner
{
    private const int FewestRows = 100, MostColumns = 8;
    private const double Narrow = 0.7, MostOutside = 0.03;

    public static IEnumerable<Draft> Learn(TableEvidence table)
    {
        var columns = table.Columns.Where(c => c.Kind is ValueKind.Number && !ColumnKinds.IsCode(c) && !KeyNames.IsKeyLike(c.Name) && c.PresentRows >= FewestRows).Take(MostColumns).ToList();
        var found = new List<(Draft Draft, string A, string B, double Width)>();
        for (var a = 0; a < columns.Count; a++)
            for (var b = a + 1; b < columns.Count; b++)
                if (Pair(table, columns[a], columns[b]) is { } pair)
                    found.Add((pair.Draft, columns[a].Name, columns[b].Name, pair.Width));
        // Of three amounts that grow together the two nearest say it best.
        var taken = new HashSet<string>();
        foreach (var (draft, a, b, _) in found.OrderBy(f => f.Width))
            if (taken.Add(a) | taken.Add(b))
                yield return draft;
    }

    private static (Draft Draft, double Width)? Pair(TableEvidence table, ColumnEvidence a, ColumnEvidence b)
    {
        var rows = Enumerable.Range(0, table.SampledRows).Select(row => (Row: row, A: a.Measure(a.Value(row)), B: b.Measure(b.Value(row))))
            .Where(r => r.A > 0 && r.B > 0).Select(r => (r.Row, A: Math.Log(r.A!.Value), B: Math.Log(r.B!.Value))).ToList();
        if (rows.Count < FewestRows || rows.Count < 0.5 * Math.Min(a.Sample.Count(v => v is not null), b.Sample.Count(v => v is not null)))
            return null;
        var (alone, other, both) = (Of(rows.Select(r => r.A)), Of(rows.Select(r => r.B)), Of(rows.Select(r => r.A - r.B)));
        var width = Width(both);
        if (width <= 0.05 || width > Narrow * Math.Min(Width(alone), Width(other)))
            return null;
        var (least, most) = RangeLearner.Bounds(new(rows.Select(r => (Math.Exp(r.A - r.B), 1L))), dates: false, even: true);
        var outside = rows.Where(r => least is { } low && Math.Exp(r.A - r.B) < low || most is { } high && Math.Exp(r.A - r.B) > high).ToList();
        if (outside.Count == 0 || outside.Count > MostOutside * rows.Count)
            return null;
        // To blame is the amount that is itself the more unusual one.
        var blamed = outside.Sum(r => Math.Abs(r.A - alone.Quantile(0.5)) / Width(alone)) >= outside.Sum(r => Math.Abs(r.B - other.Quantile(0.5)) / Width(other));
        var (from, to) = blamed ? (least, most) : (most is { } m ? 1 / m : (double?)null, least is { } l ? 1 / l : null);
        var (of, against) = blamed ? (a, b) : (b, a);
        var held = rows.Where(r => TableEvidence.IsHeldOut(r.Row)).ToList();
        var good = held.Count(r => !outside.Contains(r));
        return (new(new RuleBody.Proportion(of.Name, against.Name, from is { } f ? RangeLearner.Text(f, false, up: false) : null, to is { } t ? RangeLearner.Text(t, false, up: true) : null),
            Severity.Medium, 0.93, (good, held.Count),
            string.Create(CultureInfo.InvariantCulture, $"In {100.0 * (rows.Count - outside.Count) / rows.Count:0.##} % of the rows looked at the two grow together; in the others the one is many times as much.")), width);
    }

    private static Spread Of(IEnumerable<double> values) => new(values.Select(v => (v, 1L)));

    private static double Width(Spread spread) => spread.Quantile(0.95) - spread.Quantile(0.05);
}
