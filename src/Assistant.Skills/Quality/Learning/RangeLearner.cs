using System.Globalization;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>
/// Bounds of numbers and dates. A bound is drawn only where there is something to keep out: few values that stand apart from all others, both far
/// away (more than the width of the middle nine tenths, on the scale on which they are even) and behind a gap, so that a long tail stays in.
/// </summary>
internal static class RangeLearner
{
    private const int FewestRows = 40;
    private const double Far = 1.2, Gap = 0.3, MostOutside = 0.03;

    public static Draft? Learn(TableEvidence table, ColumnEvidence column)
    {
        if (column.Kind is ValueKind.Text || ColumnKinds.IsCode(column) || KeyNames.IsKeyLike(column.Name) && column.Kind is ValueKind.WholeNumber)
            return null;
        var spread = new Spread(column.Present.Select(c => (Number: column.Measure(c.Value), c.Count)).Where(v => v.Number is not null).Select(v => (v.Number!.Value, v.Count)));
        if (spread.Count < FewestRows || spread.Values.Count < 5)
            return null;
        var dates = column.Kind is ValueKind.Date;
        var positive = !dates && spread.Quantile(0.02) >= 0;
        var even = !dates && spread.Quantile(0.01) > 0 && spread.Quantile(0.95) - spread.Quantile(0.5) > 2 * (spread.Quantile(0.5) - spread.Quantile(0.05));
        double Scale(double v) => even ? Math.Log(Math.Max(v, double.Epsilon)) : v;
        var (low, high) = (Scale(spread.Quantile(0.05)), Scale(spread.Quantile(0.95)));
        var width = high - low;
        if (width <= 0)
            return null;
        var most = Bound([.. spread.Values.Where(v => v.Value > 0 || !even).Select(v => (Scale(v.Value), v.Count))], high, width, spread.Count);
        var least = Bound([.. spread.Values.Where(v => v.Value > 0 || !even).Reverse().Select(v => (-Scale(v.Value), v.Count))], -low, width, spread.Count);
        double? from = least is { } below ? even ? Math.Exp(-below) : -below : null, to = most is { } above ? even ? Math.Exp(above) : above : null;
        var negative = spread.Values.Where(v => v.Value < 0).Sum(v => v.Count);
        var signed = positive && negative > 0 && negative <= 0.02 * spread.Count && !MayBeNegative(column.Name);
        if (signed)
            from = Math.Max(0, from ?? 0);
        if (from is null && to is null)
            return null;
        var (first, last) = (from is { } f ? Text(f, dates, up: false) : null, to is { } t ? Text(t, dates, up: true) : null);
        var kept = Draft.OnHeldOut(table, row => column.Measure(column.Value(row)) is { } value ? (from is null || value >= from) && (to is null || value <= to) : null);
        var outside = spread.Values.Where(v => v.Value < from || v.Value > to).Sum(v => v.Count);
        var reason = $"{100.0 * (spread.Count - outside) / spread.Count:0.##} % lie between {Text(Math.Max(spread.Least, from ?? spread.Least), dates, null)} and {Text(Math.Min(spread.Most, to ?? spread.Most), dates, null)}; {outside:N0} stand far apart"
            + (signed ? ", and nothing else is negative." : ".");
        return new(new RuleBody.Within(column.Name, first, last, dates), Severity.High, 0.96, kept, reason);
    }

    /// <summary>The upper bound of values in order, or null where nothing stands apart.</summary>
    private static double? Bound(List<(double Value, long Count)> values, double high, double width, long all)
    {
        var edge = high;
        foreach (var (value, _) in values.Where(v => v.Value > high))
        {
            if (value - edge > Gap * width)
                break;
            edge = value;
        }
        var bound = Math.Max(edge, high + Far * width);
        var outside = values.Where(v => v.Value > bound).Sum(v => v.Count);
        return outside > 0 && outside <= MostOutside * all ? bound : null;
    }

    private static bool MayBeNegative(string column) =>
        NameWords.Of(column).Any(w => w is "balance" or "change" or "diff" or "difference" or "delta" or "profit" or "margin" or "net" or "amount" or "temperature" or "latitude" or "longitude" or "lat" or "lon" or "lng" or "growth" or "offset" or "adjustment" or "variance");

    /// <summary>Two figures are enough for a bound.</summary>
    private static string Text(double value, bool dates, bool? up)
    {
        if (dates)
            return ValueText.DayText(value);
        if (up is null || value == 0)
            return Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
        var unit = (decimal)Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 1);
        var steps = (decimal)value / unit;
        return ((up.Value ? Math.Ceiling(steps) : Math.Floor(steps)) * unit).ToString("0.############", CultureInfo.InvariantCulture);
    }
}
