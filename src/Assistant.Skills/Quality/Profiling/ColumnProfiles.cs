using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Profiling;

/// <summary>How the values of a column are spread and written, from the rows looked at.</summary>
internal static class ColumnProfiles
{
    private const int Bins = 12, MostTop = 8, MostPatterns = 6, LongestPattern = 40;

    private static readonly double[] Shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    public static ColumnProfile Of(ColumnEvidence column, WholeFigures figures)
    {
        var disguises = column.Missing.Disguised.ToList();
        var disguised = column.Counts.Where(c => column.Missing.Disguised.Contains(c.Value)).Sum(c => c.Count);
        var measured = column.Present.Select(c => (Value: column.Measure(c.Value), c.Count)).ToList();
        var spread = column.Kind is ValueKind.Text ? null : new Spread(measured.Where(m => m.Value is not null).Select(m => (m.Value!.Value, m.Count)));
        var odd = column.Kind is ValueKind.Text ? 0 : measured.Where(m => m.Value is null).Sum(m => m.Count);
        string Said(double value) => column.Kind is ValueKind.Date ? ValueText.DayText(value) : ValueText.NumberText(Math.Round(value, 6));
        return new(column.Name, column.Column.NativeType.Length > 0 ? column.Column.NativeType : column.Column.Type.ToString(), column.Kind.ToString(), odd, figures.Nulls, figures.Blanks, disguised, disguises, figures.Distinct, figures.DistinctIsExact,
            figures.Least, figures.Greatest, figures.Mean,
            spread is { Count: > 0 } ? [.. Shares.Select(s => Said(s == 0 ? spread.Least : spread.Quantile(s)))] : [],
            spread is { Count: > 0 } ? Histogram(spread, Said) : [],
            [.. column.Present.Where(c => c.Count > 1).Take(MostTop)],
            column.Column.Type is DataType.Text ? Patterns(column) : [], figures.Lengths);
    }

    private static List<HistogramBin> Histogram(Spread spread, Func<double, string> said)
    {
        var (low, high) = (spread.Quantile(0.01), spread.Quantile(0.99));
        if (high <= low)
            return [new(said(low), said(high), spread.Count)];
        var width = (high - low) / Bins;
        var rows = new long[Bins];
        foreach (var (value, count) in spread.Values)
            rows[(int)Math.Clamp((value - low) / width, 0, Bins - 1)] += count;
        return [.. rows.Select((n, i) => new HistogramBin(said(low + i * width), said(low + (i + 1) * width), n))];
    }

    /// <summary>Texts with a 9 for each digit, an A for each capital and an a for each small letter; words of any length are one pattern.</summary>
    private static List<ValueCount> Patterns(ColumnEvidence column) =>
        [.. column.Present.GroupBy(c => Pattern(c.Value), StringComparer.Ordinal).Select(g => new ValueCount(g.Key, g.Sum(c => c.Count))).OrderByDescending(p => p.Count).ThenBy(p => p.Value, StringComparer.Ordinal).Take(MostPatterns)];

    public static string Pattern(string text)
    {
        var pattern = new System.Text.StringBuilder();
        foreach (var c in text)
        {
            var sign = char.IsDigit(c) ? '9' : char.IsUpper(c) ? 'A' : char.IsLetter(c) ? 'a' : c;
            // Letters that go on are one word; digits are counted.
            if (sign != 'a' || pattern.Length == 0 || pattern[^1] != 'a')
                pattern.Append(sign);
            if (pattern.Length > LongestPattern)
                return pattern.Append('…').ToString();
        }
        return pattern.ToString();
    }
}
