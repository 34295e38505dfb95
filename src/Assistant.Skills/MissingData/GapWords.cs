using System.Globalization;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.MissingData;

/// <summary>Gaps as sentences.</summary>
public static class GapWords
{
    private const int StretchesShown = 5;

    /// <summary>What is missing, without a full stop, e.g. "actual hours is missing in 120 rows where status is completed".</summary>
    public static string Title(Gap gap, CultureInfo culture)
    {
        var (column, missing) = (gap.Body.Column, Number(gap.Missing, culture));
        return gap.Body switch
        {
            GapBody.Values { Optional: true, When: { Values: { Count: > 0 and <= 4 } values, Column: var other } } => $"{column} is filled only where {Name(other)} is {List(values)}, which looks meant so",
            GapBody.Values { Optional: true } => $"{column} is missing in {missing} rows and looks optional",
            GapBody.Values { When: { } when } => $"{column} is missing in {missing} rows where {Name(when.Column)} is {(when.Values is { Count: > 0 and <= 4 } values ? List(values) : "one of those that have it")}",
            GapBody.Values => $"{column} is missing in {missing} rows",
            GapBody.Numbers numbers => $"{missing} numbers of {column} are not there: {Stretches(numbers.Gaps, numbers.Count, culture)}",
            GapBody.Days days => $"{missing} {(days.Months ? "months" : "days")} of {column} have no rows: {Stretches(days.Gaps, days.Count, culture, days: true)}",
            GapBody.Parents parents => $"{missing} rows have a {column} that is not in {parents.To.Name} ({Number(parents.Distinct, culture)} different)",
            GapBody.Children children => $"{missing} rows have no {children.From.Name}",
            GapBody.Silent silent => $"{Number(silent.Groups, culture)} of {Number(silent.All, culture)} values of {column} have no rows after {Day(silent.Last, culture)}{(silent.Shared is { } shared ? $", all of {shared}" : "")}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Why it counts as missing, and what does not.</summary>
    public static string Why(Gap gap, CultureInfo culture) => gap.Body switch
    {
        GapBody.Values values => Ways(values, culture),
        GapBody.Numbers numbers => $"The other {Number(gap.Judged - gap.Missing, culture)} numbers follow each other{(numbers.Same is { } same ? $"; {same} has the same gaps" : "")}.",
        GapBody.Days days => $"The {(days.Months ? "months" : "days")} around have {days.Usual.ToString("0.#", culture)} rows each, usually.",
        GapBody.Parents parents => $"The other {Number(gap.Judged - gap.Missing, culture)} rows are found in {parents.To.Name} by {parents.Key}.",
        GapBody.Children children => $"The other {Number(gap.Judged - gap.Missing, culture)} rows have some, by {children.Reference}.",
        GapBody.Silent silent => $"They had rows nearly every day until then; the others go on until {Day(silent.Newest, culture)}. About {Number(gap.Missing, culture)} rows are missing.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The kind in one or two words.</summary>
    public static string Kind(GapBody body) => body switch
    {
        GapBody.Values { Optional: true } => "Optional",
        GapBody.Values => "Values",
        GapBody.Numbers => "Numbers",
        GapBody.Days => "Days",
        GapBody.Parents => "Parents",
        GapBody.Children => "Children",
        _ => "Stopped",
    };

    private static string Ways(GapBody.Values values, CultureInfo culture)
    {
        var ways = new[] { (values.Nulls, "null"), (values.Empty, "empty"), (values.Blank, "blank"), (values.Words, "a word for nothing") }.Where(w => w.Item1 > 0).Select(w => $"{Number(w.Item1, culture)} {w.Item2}").ToList();
        if (values.Stands > 0)
            ways.Add($"{Number(values.Stands, culture)} disguised as {string.Join(", ", values.Disguises.Take(5).Select(d => $"“{d}”"))}");
        var all = $"{string.Join(", ", ways)}.";
        return values.Explained > 0 && !values.Optional ? $"{all} {Number(values.Explained, culture)} of them are not counted: for other values of {Name(values.When!.Column)} it is never filled." : all;
    }

    private static string Stretches(IReadOnlyList<Stretch> gaps, int count, CultureInfo culture, bool days = false)
    {
        string Text(string end) => days && DateOnly.TryParseExact(end, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Day(day, culture) : end;
        var shown = gaps.OrderByDescending(g => g.Count).Take(StretchesShown).OrderBy(g => g.From, StringComparer.Ordinal).Select(g => g.Count == 1 ? Text(g.From) : $"{Text(g.From)} to {Text(g.To)}").ToList();
        return count > shown.Count ? $"{string.Join(", ", shown)} and {count - shown.Count} more" : string.Join(", ", shown);
    }

    private static string Day(DateOnly day, CultureInfo culture) => day.ToString("d MMM yyyy", culture);

    private static string Name(string column) => NameWords.Joined(column) is { Length: > 0 } words ? words : column;

    private static string List(IReadOnlyList<string> values) => values.Count == 1 ? values[0] : $"{string.Join(", ", values.Take(values.Count - 1))} or {values[^1]}";

    private static string Number(long number, CultureInfo culture) => number.ToString("#,0", culture);
}
