using System.Globalization;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;
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

    /// <summary>Eight times, as a logarithm.</summary>
    private const double Leap = 2.08;

    private static readonly string[] Happened = ["birth", "born", "dob", "birthday", "birthdate", "hired", "joined", "opened", "registered", "installed", "ordered", "booked", "measured", "reported", "created", "received", "died", "death"];

    public static Draft? Learn(TableEvidence table, ColumnEvidence column)
    {
        if (column.Kind is ValueKind.Text || ColumnKinds.IsCode(column) || KeyNames.IsKeyLike(column.Name) && column.Kind is ValueKind.WholeNumber)
            return null;
        var spread = Read(column);
        if (spread.Count < FewestRows || spread.Values.Count < 5)
            return null;
        var dates = column.Kind is ValueKind.Date;
        var positive = !dates && spread.Quantile(0.02) >= 0;
        var (from, to) = Bounds(spread, dates);
        var negative = spread.Values.Where(v => v.Value < 0).Sum(v => v.Count);
        var signed = positive && negative > 0 && negative <= 0.02 * spread.Count && !MayBeNegative(column.Name) && !RunsOnBelowZero(spread);
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

    /// <summary>What has happened is not in the future: births, and what a name says was done.</summary>
    public static Draft? Past(TableEvidence table, ColumnEvidence column) =>
        column.Kind is not ValueKind.Date || column.PresentRows < FewestRows || !NameWords.Of(column.Name).Any(Happened.Contains) ? null
            : new(new RuleBody.Within(column.Name, null, "today", Dates: true), Severity.High, 0.95, (0, 0), "Its name says that it has happened already.");

    /// <summary>Frequent values with their counts; of a large column the rows looked at, with its least and greatest value.</summary>
    private static Spread Read(ColumnEvidence column)
    {
        var statistics = column.Column.Statistics;
        var seen = column.AllCounted ? column.Present
            : column.Sample.Concat([statistics?.Min, statistics?.Max]).Where(v => v is not null && !column.Missing.Is(v)).Select(v => new ValueCount(v!, 1));
        return new(seen.Select(c => (Number: column.Measure(c.Value), c.Count)).Where(v => v.Number is not null).Select(v => (v.Number!.Value, v.Count)));
    }

    /// <summary>The values that stand apart lie outside of these; null where none do.</summary>
    /// <param name="even">Whether the values are even on a logarithmic scale; null to look.</param>
    internal static (double? Least, double? Most) Bounds(Spread spread, bool dates, bool? even = null)
    {
        var log = even ?? (!dates && spread.Quantile(0.01) > 0 && spread.Quantile(0.95) - spread.Quantile(0.5) > 2 * (spread.Quantile(0.5) - spread.Quantile(0.05)));
        double Scale(double v) => log ? Math.Log(Math.Max(v, double.Epsilon)) : v;
        var (low, high) = (Scale(spread.Quantile(0.05)), Scale(spread.Quantile(0.95)));
        var width = high - low;
        if (width <= 0)
            return (null, null);
        var scaled = spread.Values.Where(v => v.Value > 0 || !log).Select(v => (Value: Scale(v.Value), v.Count)).ToList();
        var most = Bound(scaled, high, width, spread.Count, log);
        var least = Bound([.. scaled.AsEnumerable().Reverse().Select(v => (-v.Value, v.Count))], -low, width, spread.Count, log);
        return (least is { } below ? log ? Math.Exp(-below) : -below : null, most is { } above ? log ? Math.Exp(above) : above : null);
    }

    /// <summary>The upper bound of values in order, or null where nothing stands apart.</summary>
    private static double? Bound(List<(double Value, long Count)> values, double high, double width, long all, bool log)
    {
        var edge = high;
        double? leap = null;
        foreach (var (value, _) in values.Where(v => v.Value > high))
        {
            if (value - edge > Gap * width)
            {
                leap = value - edge;
                break;
            }
            edge = value;
        }
        // Of a long tail a few come out many times as great as all others: a misplaced decimal point.
        var beyond = values.Where(v => v.Value > edge).Sum(v => v.Count);
        var bound = log && leap > Leap && leap > 0.4 * width && beyond >= 3 ? edge + 0.3 : Math.Max(edge, high + Far * width);
        var outside = values.Where(v => v.Value > bound).Sum(v => v.Count);
        return outside > 0 && outside <= MostOutside * all ? bound : null;
    }

    /// <summary>
    /// Values run on below zero as they do above it: as many stand just above zero as just below, within eight times. A sign written by mistake stands
    /// as far from zero as the other values do.
    /// </summary>
    private static bool RunsOnBelowZero(Spread spread)
    {
        var below = spread.Values.TakeWhile(v => v.Value < 0).ToList();
        if (below.Count == 0)
            return false;
        var near = -new Spread(below).Quantile(0.5);
        return spread.Values.Where(v => v.Value >= 0 && v.Value <= near).Sum(v => v.Count) is > 0 and var above && above < 8 * below.Where(v => v.Value >= -near).Sum(v => v.Count);
    }

    private static bool MayBeNegative(string column) =>
        NameWords.Of(column).Any(w => w is "balance" or "change" or "diff" or "difference" or "delta" or "profit" or "margin" or "net" or "amount" or "temperature" or "temp" or "celsius" or "fahrenheit" or "altitude" or "elevation" or "return" or "yield" or "latitude" or "longitude" or "lat" or "lon" or "lng" or "growth" or "offset" or "adjustment" or "variance");

    /// <summary>Two figures are enough for a bound.</summary>
    internal static string Text(double value, bool dates, bool? up)
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
