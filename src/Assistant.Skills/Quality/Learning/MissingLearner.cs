using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Learning;

/// <summary>
/// Finds the values that only stand for "missing": words that mean it, and numbers, dates and codes that cannot be real. A word is enough for
/// what only means "no value"; a number or a date must stand apart from all others, because 999 is a price as well.
/// </summary>
internal static class MissingLearner
{
    /// <summary>What stands in most rows is the column's content, not a gap.</summary>
    private const double MostShare = 0.6;

    public static ColumnEvidence Learn(ColumnEvidence column)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in column.Counts.Where(c => !ValueText.IsNothing(c.Value) && c.Count < MostShare * column.Rows && IsWord(column, c.Value)))
            reasons[value.Value] = $"“{value.Value}” means that there is no value";
        column = column with { Missing = new(reasons.Keys.ToHashSet(StringComparer.Ordinal), reasons) };
        column = column with { Kind = ColumnKinds.Of(column) };
        var found = column.Kind switch
        {
            ValueKind.Number or ValueKind.WholeNumber => Numbers(column),
            ValueKind.Date => Days(column, WrittenDay(column.Column.DateFormat()) ?? (text => text)),
            // Days that are written in another way are read in that way.
            _ when WrittenDay(column.Column.TextFormat) is { } read => Days(column, read),
            _ => [],
        };
        foreach (var (value, reason) in found.Concat(Codes(column)).Where(f => column.Counts.First(c => c.Value == f.Value).Count < MostShare * column.Rows))
            reasons.TryAdd(value, reason);
        return column with { Missing = new(reasons.Keys.ToHashSet(StringComparer.Ordinal), reasons) };
    }

    private static bool IsWord(ColumnEvidence column, string value)
    {
        if (column.Column.Type is not DataType.Text)
            return false;
        if (MissingWords.IsWord(value))
            return column.Counts.Count > 4 || column.Counts.Any(c => c.Value.Any(char.IsLetterOrDigit) && c.Value != value);
        var others = column.Counts.Where(c => c.Value != value && !ValueText.IsNothing(c.Value) && !MissingWords.IsWord(c.Value)).Take(50).ToList();
        // "NA" is a country among two-letter codes, and X a size among letters.
        if (MissingWords.IsDoubtfulWord(value))
            return others.Count > 0 && others.Sum(o => Math.Abs(o.Value.Trim().Length - value.Trim().Length) <= 1 ? o.Count : 0) < 0.2 * others.Sum(o => o.Count);
        return value.Trim() is "U" or "u" && MissingWords.IsSex(column.Name) && others.Count(o => o.Value.Trim().Length == 1) >= 2;
    }

    private static List<(string Value, string Reason)> Numbers(ColumnEvidence column)
    {
        var all = column.Present.Select(c => (Text: c.Value, Number: ValueText.Number(c.Value), c.Count)).Where(v => v.Number is not null).ToList();
        var years = column.Name.Contains("year", StringComparison.OrdinalIgnoreCase);
        bool Candidate(string text, double number) => MissingWords.IsNines(text) || MissingWords.IsMinusOne(text) || number == 0 || years && MissingWords.IsFirstYear(text);
        var body = new Spread(all.Where(v => !Candidate(v.Text, v.Number!.Value)).Select(v => (v.Number!.Value, v.Count)));
        if (body.Count < 10 || body.Values.Count < 3)
            return [];
        var (low, high) = (body.Quantile(0.01), body.Quantile(0.99));
        var wide = Math.Max(high - low, double.Epsilon);
        var found = new List<(string, string)>();
        foreach (var (text, number, count) in all.Where(v => Candidate(v.Text, v.Number!.Value)))
        {
            var value = number!.Value;
            var apart = value > high ? (value - high) / wide : value < low ? (low - value) / wide : 0;
            // Where values stand in steps, one step more is nothing odd: 9.9 after 7.5 among rates.
            var aloof = (value > high ? value - body.Most : body.Least - value) > 3 * body.WidestStep();
            if (MissingWords.IsNines(text) && aloof && (apart > 3 || apart > 0.75 && count >= 3 || apart > 0.3 && value > 0 && count >= 5 && count > 5 * Typical(body)))
                found.Add((text, $"{text} stands far from all other values ({Shown(low)} to {Shown(high)})"));
            else if (years && MissingWords.IsFirstYear(text) && apart > 0.3 && count >= 3)
                found.Add((text, $"{text} stands far from all other years ({Shown(low)} to {Shown(high)})"));
            else if (value < 0 && body.Quantile(0.02) >= 0 && body.Values.TakeWhile(v => v.Value < 0).Sum(v => v.Count) <= count && (count >= 3 || apart > 3 && MissingWords.IsNines(text)))
                found.Add((text, $"{text} stands where all other values are positive"));
            else if (value == 0 && count >= 3 && !MissingWords.MayBeZero(column.Name) && ZeroStandsApart(body, count))
                found.Add((text, $"0 stands where nothing is below {Shown(body.Quantile(0.005))}, and {count} times"));
        }
        return found;
    }

    /// <summary>Nothing near zero, and zero more often than the values around the lower end.</summary>
    private static bool ZeroStandsApart(Spread body, long count)
    {
        var least = body.Quantile(0.005);
        return body.Quantile(0.01) > 0 && least > 0 && least >= 5 * body.LowStep() && least > 0.08 * body.Quantile(0.5)
            && (least > 0.3 * body.Quantile(0.5) || count >= 2 * Typical(body.Values.Take(Math.Max(5, body.Values.Count / 5))));
    }

    private static double Typical(Spread body) => Typical(body.Values);

    private static double Typical(IEnumerable<(double Value, long Count)> values) => values.Select(v => v.Count).Order().ToList() is { Count: > 0 } counts ? counts[counts.Count / 2] : 1;

    private static IEnumerable<(string Value, string Reason)> Days(ColumnEvidence column, Func<string, string?> iso)
    {
        var all = column.Present.Select(c => (Written: c.Value, Text: iso(c.Value) ?? "", c.Count)).Select(c => (c.Written, c.Text, Day: ValueText.Day(c.Text), c.Count)).Where(v => v.Day is not null).ToList();
        var body = new Spread(all.Where(v => !MissingWords.IsDay(v.Text)).Select(v => (v.Day!.Value, v.Count)));
        if (body.Count < 10)
            yield break;
        var (low, high) = (body.Quantile(0.01), body.Quantile(0.99));
        foreach (var (written, text, day, count) in all.Where(v => MissingWords.IsDay(v.Text)))
        {
            var apart = day > high ? day - high : low - day;
            if (apart > 3650 || apart > 365 && count >= 2 || apart > Math.Max(90, 0.3 * (high - low)) || apart > 0 && count >= 3 && count > 5 * Typical(body)
                // Among the others, but five times as often as any of them.
                || apart <= 0 && count >= 5 && count > 5 * body.Values.Max(v => v.Count))
                yield return (written, $"{written} is what programs write for no date; {(apart > 0 ? $"the others lie between {ValueText.DayText(low)} and {ValueText.DayText(high)}" : $"it stands {count} times, no other day more than {body.Values.Max(v => v.Count)} times")}");
        }
    }

    /// <summary>Reads days as a text column writes them, to ISO; null where it holds none.</summary>
    private static Func<string, string?>? WrittenDay(string? format) => format?.TrimEnd('?').Split(' ')[0] switch
    {
        "DD/MM/YYYY" or "DD.MM.YYYY" or "DD-MM-YYYY" => text => text.Length >= 10 ? $"{text[6..10]}-{text[3..5]}-{text[..2]}" : null,
        "MM/DD/YYYY" => text => text.Length >= 10 ? $"{text[6..10]}-{text[..2]}-{text[3..5]}" : null,
        "YYYY/MM/DD" => text => text.Length >= 10 ? text[..10].Replace('/', '-') : null,
        "YYYYMMDD" => text => text.Length >= 8 ? $"{text[..4]}-{text[4..6]}-{text[6..8]}" : null,
        _ => null,
    };

    /// <summary>"(000) 000-0000" among telephone numbers, 99999 among postal codes, one value again and again where hardly any comes twice.</summary>
    private static IEnumerable<(string Value, string Reason)> Codes(ColumnEvidence column)
    {
        var present = column.Present.ToList();
        var rows = present.Sum(c => c.Count);
        if (column.Column.Type is DataType.Date or DataType.Timestamp or DataType.Boolean || rows < 30)
            yield break;
        var code = column.Kind is ValueKind.Text || ColumnKinds.IsCode(column);
        var mostlyOnce = column.AllCounted && column.Kind is ValueKind.Text && present.Count > 0.8 * rows;
        foreach (var (value, count) in present.Select(c => (c.Value, c.Count)).Take(2_000))
        {
            if (code && MissingWords.IsOneSignRepeated(value) && (value.Length >= 5 || count >= 3) && present.Count(c => MissingWords.IsOneSignRepeated(c.Value)) <= Math.Max(3, present.Count / 20))
                yield return (value, $"“{value}” is one sign again and again");
            else if (code && column.Kind is not ValueKind.Text && MissingWords.IsNines(value) && value.Length >= 3 && ColumnKinds.CodeLength(column) != value.Length)
                yield return (value, $"“{value}” is no code of {ColumnKinds.CodeLength(column)} digits");
            else if (mostlyOnce && count >= 8 && count >= 8 * present.Where(c => c.Value != value).Select(c => c.Count).DefaultIfEmpty(1).Max())
                yield return (value, $"“{value}” stands {count} times where hardly any value comes twice");
        }
    }

    private static string Shown(double number) => Math.Round(number, 2).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
