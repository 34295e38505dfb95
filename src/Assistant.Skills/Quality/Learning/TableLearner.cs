using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>What a table as a whole is like: how often new rows come, and how many there are.</summary>
internal static class TableLearner
{
    private const int FewestRows = 100, FewestDays = 20;

    private static readonly string[] Written = ["loaded", "load", "inserted", "created", "updated", "modified", "changed", "recorded", "measured", "logged", "received", "ordered", "order", "booked", "sent", "date", "day", "on", "at", "time", "timestamp"];

    /// <summary>
    /// The longest time without a new row, seen on the earlier four fifths of the days and checked on the last: the newest row is not older than
    /// twice that. Whether the table is alive today is seen when the rule runs: of one that is not, it is not proposed.
    /// </summary>
    public static Draft? Recent(TableEvidence table, ColumnEvidence column)
    {
        if (column.Kind is not ValueKind.Date || column.PresentRows < FewestRows || !NameWords.Of(column.Name).Any(Written.Contains))
            return null;
        var days = column.Present.Select(c => column.Day(c.Value)).OfType<double>().Select(Math.Floor).Distinct().Order().ToList();
        if (days.Count < FewestDays)
            return null;
        var gaps = days.Zip(days.Skip(1), (a, b) => b - a).ToList();
        var learnt = gaps.Take(gaps.Count * 4 / 5).ToList();
        var longest = learnt.Max();
        var later = gaps.Skip(learnt.Count).ToList();
        // Rows of a sample leave days out that the whole has: then gaps are longer, never shorter.
        if (longest > 14 || later.Any(g => g > 2 * longest))
            return null;
        var bound = (int)Math.Max(2, 2 * longest);
        return new(new RuleBody.Recent(column.Name, bound), Severity.Medium, 0.8, (later.Count(g => g <= bound), later.Count),
            $"New rows came on {days.Count:N0} days, never more than {longest:0} days apart.");
    }

    /// <summary>A fifth of the rows gone is a lost load, whatever the table is.</summary>
    public static Draft? Volume(TableEvidence table) => table.Rows < FewestRows ? null
        : new(new RuleBody.Volume(Rounded(table.Rows * 4 / 5), null), Severity.Low, 0.75, (0, 0), $"It has {table.Rows:N0} rows today; a fifth of them gone would be a lost load.");

    private static long Rounded(long number)
    {
        var unit = (long)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, number))) - 1));
        return number / unit * unit;
    }
}
