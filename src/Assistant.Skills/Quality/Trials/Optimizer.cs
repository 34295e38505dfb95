using System.Globalization;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Trials;

/// <summary>A version of a rule that may be better, and why.</summary>
internal sealed record Challenger(RuleBody Body, string Reason);

/// <summary>Makes a new version of a rule of what people said of the rows it flags: a wider range, a further value, a further form, an exception.</summary>
internal static class Optimizer
{
    /// <summary>Rows of one value that must all be in order before that value is made an exception.</summary>
    private const int FewestForException = 3;

    /// <param name="rejected">Rows that the rule flags and that are in order, as texts by column.</param>
    /// <param name="confirmed">Rows that it flags rightly.</param>
    public static Challenger? Improve(RuleBody rule, CatalogTable table, IReadOnlyList<IReadOnlyDictionary<string, string?>> rejected, IReadOnlyList<IReadOnlyDictionary<string, string?>> confirmed) =>
        rejected.Count == 0 ? null : Wider(rule, rejected, confirmed) ?? Exception(rule, table, rejected, confirmed);

    private static Challenger? Wider(RuleBody rule, IReadOnlyList<IReadOnlyDictionary<string, string?>> rejected, IReadOnlyList<IReadOnlyDictionary<string, string?>> confirmed)
    {
        List<string> Of(IReadOnlyList<IReadOnlyDictionary<string, string?>> rows, string column) => [.. rows.Select(r => r.GetValueOrDefault(column)).OfType<string>()];
        switch (rule)
        {
            case RuleBody.OneOf one:
                var values = Of(rejected, one.Column).Except(Of(confirmed, one.Column)).Except(one.Values).Distinct().ToList();
                return values.Count == 0 ? null : new(one with { Values = [.. one.Values, .. values] }, $"{Rows(rejected)} with {List(values)} were found to be in order.");
            case RuleBody.NotSpelled not:
                var meant = Of(rejected, not.Column).Except(Of(confirmed, not.Column)).Where(not.Meant.ContainsKey).Distinct().ToList();
                return meant.Count == 0 || meant.Count == not.Meant.Count ? null
                    : new(not with { Meant = not.Meant.Where(m => !meant.Contains(m.Key)).ToDictionary() }, $"{Rows(rejected)} with {List(meant)} were found to be in order.");
            case RuleBody.Filled { Disguised.Count: > 0 } filled:
                var real = Of(rejected, filled.Column).Except(Of(confirmed, filled.Column)).Where(filled.Disguised.Contains).Distinct().ToList();
                return real.Count == 0 ? null : new(filled with { Disguised = [.. filled.Disguised.Except(real)] }, $"{List(real)} was found to be a value, not a gap.");
            case RuleBody.Shaped shaped:
                var shapes = Of(rejected, shaped.Column).Except(Of(confirmed, shaped.Column)).Select(ShapeOf).DistinctBy(ShapeLearner.Pictured).ToList();
                return shapes.Count is 0 or > 4 ? null : new(shaped with { Shapes = [.. shaped.Shapes, .. shapes] }, $"{Rows(rejected)} written like {List([.. shapes.Select(ShapeLearner.Pictured)])} were found to be in order.");
            case RuleBody.Long size:
                var lengths = Of(rejected, size.Column).Select(v => v.Length).Except(Of(confirmed, size.Column).Select(v => v.Length)).ToList();
                return lengths.Count == 0 ? null : new(size with { Least = Math.Min(size.Least, lengths.Min()), Most = Math.Max(size.Most, lengths.Max()) }, $"{Rows(rejected)} with {lengths.Min()} to {lengths.Max()} characters were found to be in order.");
            case RuleBody.Within within:
                return Range(within, Of(rejected, within.Column), Of(confirmed, within.Column));
            case RuleBody.Ordered { Strictly: true } ordered when rejected.All(r => r.GetValueOrDefault(ordered.Lower) == r.GetValueOrDefault(ordered.Upper)):
                return new(ordered with { Strictly = false }, $"{Rows(rejected)} in which both are the same were found to be in order.");
            default:
                return null;
        }
    }

    /// <summary>As wide as the values in order ask for, but not up to one that is a fault.</summary>
    private static Challenger? Range(RuleBody.Within rule, List<string> rejected, List<string> confirmed)
    {
        double? Measure(string text) => rule.Dates ? ValueText.Day(text) : ValueText.Number(text);
        string Text(double value) => rule.Dates ? ValueText.DayText(value) : ValueText.NumberText(value);
        if (rule.Least == "today" || rule.Most == "today")
            return null;
        var (good, bad) = (rejected.Select(Measure).OfType<double>().Order().ToList(), confirmed.Select(Measure).OfType<double>().Order().ToList());
        double? least = rule.Least is { } l ? Measure(l) : null, most = rule.Most is { } m ? Measure(m) : null;
        var above = most is null ? [] : good.Where(v => v > most && !bad.Exists(b => b > most && b <= v)).ToList();
        var below = least is null ? [] : good.Where(v => v < least && !bad.Exists(b => b < least && b >= v)).ToList();
        if (above.Count + below.Count == 0)
            return null;
        var wider = rule with { Least = below.Count > 0 ? Text(below[0]) : rule.Least, Most = above.Count > 0 ? Text(above[^1]) : rule.Most };
        return new(wider, $"{above.Count + below.Count} values up to {(above.Count > 0 ? wider.Most : wider.Least)} were found to be in order{(bad.Count > 0 ? $", {bad.Count} others to be faults" : "")}.");
    }

    /// <summary>A value of another column that rows in order have and no fault has.</summary>
    private static Challenger? Exception(RuleBody rule, CatalogTable table, IReadOnlyList<IReadOnlyDictionary<string, string?>> rejected, IReadOnlyList<IReadOnlyDictionary<string, string?>> confirmed)
    {
        if (rule.Except is not null || rejected.Count < FewestForException)
            return null;
        var own = RuleColumns.Of(rule).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (from column in table.Columns
                where !own.Contains(column.Name) && column.Type is DataType.Text or DataType.Boolean && column.Statistics is { Distinct: > 1 and <= 60 }
                let values = rejected.Select(r => r.GetValueOrDefault(column.Name)).Distinct().ToList()
                where values is { Count: <= 3 } && values.TrueForAll(v => v is not null) && values.Count < column.Statistics!.Distinct
                where !confirmed.Any(r => values.Contains(r.GetValueOrDefault(column.Name)))
                // Without a fault to tell apart, a value that stands in most rows is no exception.
                where confirmed.Count > 0 || column.Statistics!.TopValues.Where(t => values.Contains(t.Value)).Sum(t => t.Count) < 0.3 * column.Statistics.Rows
                orderby values.Count, column.Statistics!.Distinct
                select new Challenger(rule with { Except = new(column.Name, [.. values.OfType<string>().Order(StringComparer.Ordinal)]) },
                    $"All {rejected.Count} rows found to be in order have {NameWords.Joined(column.Name)} {List([.. values.OfType<string>()])}, and no fault has.")).FirstOrDefault();
    }

    internal static TextShape ShapeOf(string value)
    {
        var runs = new List<TextRun>();
        foreach (var kind in value.Select(c => char.IsAsciiDigit(c) ? '9' : char.IsUpper(c) ? 'A' : char.IsLower(c) ? 'a' : char.IsLetter(c) ? 'w' : c))
            if (runs.Count > 0 && runs[^1].Kind == kind)
                runs[^1] = new(kind, runs[^1].Least + 1, runs[^1].Least + 1);
            else
                runs.Add(new(kind, 1, 1));
        return new(runs);
    }

    private static string Rows(IReadOnlyList<IReadOnlyDictionary<string, string?>> rows) => rows.Count == 1 ? "One row" : string.Create(CultureInfo.InvariantCulture, $"{rows.Count} rows");

    private static string List(List<string> values) => string.Join(", ", values.Take(4).Select(v => $"“{v}”")) + (values.Count > 4 ? $" and {values.Count - 4} more" : "");
}
