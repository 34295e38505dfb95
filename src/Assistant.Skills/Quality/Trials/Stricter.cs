using System.Globalization;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;

namespace Assistant.Skills.Quality.Trials;

/// <summary>Stricter and looser versions of a rule, by how the values of its column are spread.</summary>
internal static class Stricter
{
    private const double Edge = 0.005;

    /// <summary>Null where the data give no stricter version of this kind of rule.</summary>
    public static Challenger? Of(RuleBody rule, TableEvidence table)
    {
        switch (rule)
        {
            case RuleBody.Within within when Spread(within, table) is { } spread && within.Least != "today" && within.Most != "today":
                var (low, high) = (spread.Quantile(Edge), spread.Quantile(1 - Edge));
                double? least = Bound(within.Least, within.Dates), most = Bound(within.Most, within.Dates);
                var tighter = within with
                {
                    Least = least is null || low > least ? Text(low, within.Dates) : within.Least,
                    Most = most is null || high < most ? Text(high, within.Dates) : within.Most,
                };
                return tighter == within ? null : new(tighter, $"Bounds where the outermost half of a percent of the values begins on each side ({tighter.Least} to {tighter.Most}).");
            case RuleBody.OneOf { Values.Count: > 2 } one when table.Find(one.Column) is { } column:
                var counts = one.Values.Select(v => (Value: v, Count: column.Counts.FirstOrDefault(c => c.Value == v)?.Count ?? 0)).OrderBy(v => v.Count).ToList();
                return new(one with { Values = [.. one.Values.Where(v => v != counts[0].Value)] }, $"Without “{counts[0].Value}”, which stands in {counts[0].Count.ToString("#,0", CultureInfo.InvariantCulture)} rows, the fewest.");
            case RuleBody.Long size when table.Find(size.Column) is { } column && column.Present.Any():
                var lengths = new Spread(column.Present.Select(c => ((double)c.Value.Length, c.Count)));
                var narrower = size with { Least = Math.Max(size.Least, (int)lengths.Quantile(Edge)), Most = Math.Min(size.Most, (int)lengths.Quantile(1 - Edge)) };
                return narrower == size ? null : new(narrower, "The lengths that all but one in a hundred values have.");
            case RuleBody.Shaped { Shapes.Count: > 1 } shaped:
                return new(shaped with { Shapes = [.. shaped.Shapes.Take(shaped.Shapes.Count - 1)] }, $"Without the rarest form, {ShapeLearner.Pictured(shaped.Shapes[^1])}.");
            case RuleBody.Filled filled when table.Find(filled.Column) is { } column && column.Missing.Disguised.Except(filled.Disguised).ToList() is { Count: > 0 } words:
                return new(filled with { Disguised = [.. filled.Disguised, .. words] }, $"{string.Join(", ", words.Take(3).Select(w => $"“{w}”"))} stand for “missing” as well.");
            case RuleBody.Ordered { Strictly: false } ordered:
                return new(ordered with { Strictly = true }, "The same value on both sides breaks it as well.");
            case { When: not null }:
                return new(rule with { When = null }, "Without its condition: every row is judged.");
            case { Except: not null }:
                return new(rule with { Except = null }, "Without its exception.");
            default:
                return null;
        }
    }

    /// <summary>The nearer half of what is flagged now is let through; null where that is not to be said of this kind of rule.</summary>
    public static Challenger? Looser(RuleBody rule, TableEvidence table)
    {
        switch (rule)
        {
            case RuleBody.Within within when Spread(within, table) is { } spread && within.Least != "today" && within.Most != "today":
                double? least = Bound(within.Least, within.Dates), most = Bound(within.Most, within.Dates);
                var above = most is null ? [] : spread.Values.Where(v => v.Value > most).Select(v => v.Value).ToList();
                var below = least is null ? [] : spread.Values.Where(v => v.Value < least).Select(v => v.Value).Reverse().ToList();
                if (above.Count + below.Count == 0)
                    return null;
                return new(within with { Least = below.Count > 0 ? Text(below[(below.Count - 1) / 2], within.Dates) : within.Least, Most = above.Count > 0 ? Text(above[(above.Count - 1) / 2], within.Dates) : within.Most },
                    "Bounds that let the nearer half of what is flagged now through.");
            case RuleBody.OneOf one when table.Find(one.Column)?.Present.FirstOrDefault(c => !one.Values.Contains(c.Value)) is { } next:
                return new(one with { Values = [.. one.Values, next.Value] }, $"With “{next.Value}”, the most frequent value that is flagged now.");
            case RuleBody.Ordered { Strictly: true } ordered:
                return new(ordered with { Strictly = false }, "The same value on both sides is in order.");
            default:
                return null;
        }
    }

    private static Spread? Spread(RuleBody.Within rule, TableEvidence table)
    {
        if (table.Find(rule.Column) is not { } column)
            return null;
        var values = column.Present.Select(c => (Number: rule.Dates ? ValueText.Day(c.Value) : ValueText.Number(c.Value), c.Count)).Where(v => v.Number is not null).Select(v => (v.Number!.Value, v.Count)).ToList();
        return values.Count < 3 ? null : new(values);
    }

    private static double? Bound(string? text, bool dates) => text is null ? null : dates ? ValueText.Day(text) : ValueText.Number(text);

    private static string Text(double value, bool dates) => dates ? ValueText.DayText(value) : ValueText.NumberText(value);
}
