using System.Globalization;
using System.Text;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Learning;

/// <summary>
/// Closed lists of values: a few values stand often, all others hardly ever, and the others look like slips of them. Where a list is open, single
/// misspellings of its frequent values.
/// </summary>
internal static class DomainLearner
{
    private const int FewestRows = 50, MostValues = 150, MostNumbers = 12, OftenMeant = 5;
    private const double OftenMeantShare = 0.002;

    public static Draft? Learn(TableEvidence table, ColumnEvidence column, IReadOnlyDictionary<string, long> elsewhere)
    {
        var (values, behind) = Ordered([.. column.Present], elsewhere);
        long rows = values.Sum(v => v.Count);
        var number = column.Kind is ValueKind.Number or ValueKind.WholeNumber;
        if (!column.AllCounted || rows < FewestRows || column.Kind is ValueKind.Number or ValueKind.Date || column.Column.Type is DataType.Boolean)
            return null;
        if (Cut(values, behind, rows, elsewhere, number) is { } cut)
        {
            var allowed = values.Take(cut).Select(v => v.Value).ToHashSet(StringComparer.Ordinal);
            var kept = Draft.OnHeldOut(table, row => column.Value(row) is { } value ? allowed.Contains(value) : null);
            var rare = values.Skip(cut).Sum(v => v.Count);
            var reason = rare == 0
                ? $"Only these {cut} values stand in {rows:N0} rows, each at least {values[cut - 1].Count:N0} times."
                : $"{cut} values fill {100.0 * (rows - rare) / rows:0.#} % of the rows, each at least {values[cut - 1].Count:N0} times; the others stand at most {values[cut].Count:N0} times.";
            if (number && Range(column.Name, values.Take(cut)) is { } range)
                return new(range, rare == 0 ? Severity.Low : Severity.Medium, rare == 0 ? 0.8 : 0.95, kept, reason);
            return new(new RuleBody.OneOf(column.Name, [.. values.Take(cut).Select(v => v.Value)]), rare == 0 ? Severity.Low : Severity.Medium, rare == 0 ? 0.85 : 0.97, kept, reason);
        }
        return number ? null : Slips(table, column, values);
    }

    /// <summary>Whole numbers without a gap are counted, not chosen from a list.</summary>
    private static RuleBody.Within? Range(string column, IEnumerable<ValueCount> values)
    {
        var numbers = values.Select(v => (int)ValueText.Number(v.Value)!.Value).Order().ToList();
        return numbers.Count > 2 && numbers[^1] - numbers[0] == numbers.Count - 1
            ? new(column, numbers[0].ToString(CultureInfo.InvariantCulture), numbers[^1].ToString(CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>How many of the frequent values make the list; null where there is none.</summary>
    private static int? Cut(List<ValueCount> values, int behind, long rows, IReadOnlyDictionary<string, long> elsewhere, bool number)
    {
        long covered = 0;
        int? best = null;
        var (bestRatio, seen) = (0.0, new HashSet<string>(StringComparer.Ordinal));
        var most = Math.Min(number ? MostNumbers : MostValues, (int)(rows / 10));
        for (var size = 1; size <= Math.Min(values.Count, most); size++)
        {
            var last = values[size - 1].Count;
            covered += last;
            // Another way to write a value of the list ends it, and so do values too rare to be meant.
            if (last < Math.Max(5, number ? 0.01 * rows : rows / 2_000.0) || !seen.Add(Plain(values[size - 1].Value)) && values[0].Count > 5 * last)
                break;
            if (size == values.Count)
                return best ?? (size is > 1 and <= 50 ? size : null);
            // Behind the values of the list stand those that belong elsewhere: however many, they do not make it longer.
            var ratio = (double)last / (size < values.Count - behind ? values[size].Count : Math.Min(values[size].Count, Math.Max(1, last / 4)));
            var rest = values.Skip(size).ToList();
            // One value makes a list where all others are slips of it.
            if (covered < 0.88 * rows || ratio < 4 || ratio < bestRatio || size == 1 && (number || covered < 0.98 * rows || rest.Exists(r => Meant(r.Value, values.Take(1)) is null)))
                continue;
            var unexplained = rest.Where(r => !elsewhere.ContainsKey(r.Value) && !MissingWords.IsWord(r.Value) && Meant(r.Value, values.Take(size)) is null).ToList();
            // What comes again and again and looks like no other value is rare, not wrong.
            if (!number && unexplained.Count <= 0.5 * rest.Count || ratio >= 10 && rows - covered <= 0.02 * rows && rest.Count <= Math.Max(3, size) && unexplained.TrueForAll(r => r.Count < Math.Max(OftenMeant, OftenMeantShare * rows) || number && IsFar(r.Value, values.Take(size))))
                (best, bestRatio) = (size, ratio);
        }
        return best;
    }

    /// <summary>Farther from the numbers than they are from one another: six rooms where others have one to five are not.</summary>
    private static bool IsFar(string text, IEnumerable<ValueCount> among)
    {
        var numbers = among.Select(v => ValueText.Number(v.Value)).OfType<double>().ToList();
        return ValueText.Number(text) is not { } value || numbers.Count == 0 || value > 2 * numbers.Max() - numbers.Min() || value < 2 * numbers.Min() - numbers.Max();
    }

    /// <summary>
    /// The frequent first; behind all others the ways to write a value that stands five times as often in another way, and values of which another column
    /// has ten times as many.
    /// </summary>
    private static (List<ValueCount> Values, int Behind) Ordered(List<ValueCount> values, IReadOnlyDictionary<string, long> elsewhere)
    {
        var first = values.GroupBy(v => Plain(v.Value)).Where(g => g.Key.Length > 0).ToDictionary(g => g.Key, g => g.Max(v => v.Count));
        bool IsBehind(ValueCount v) => first.TryGetValue(Plain(v.Value), out var most) && most >= 5 * v.Count || elsewhere.GetValueOrDefault(v.Value) >= 10 * v.Count;
        return ([.. values.OrderBy(IsBehind)], values.Count(IsBehind));
    }

    private static Draft? Slips(TableEvidence table, ColumnEvidence column, List<ValueCount> values)
    {
        var frequent = values.Where(v => v.Count >= 10).Take(300).ToList();
        var (meant, rare) = (new Dictionary<string, string>(StringComparer.Ordinal), 0);
        foreach (var value in values.Where(v => frequent.Count > 0 && v.Count <= Math.Max(3, frequent[0].Count / 20)).Take(3_000))
        {
            rare++;
            var target = Meant(value.Value, frequent.Where(f => f.Count >= 10 * value.Count));
            // One letter more or less is another word as well; only blanks, capitals and signs are surely slips.
            if (target is { } found && (Plain(found) == Plain(value.Value) || frequent.First(f => f.Value == found).Count >= 25 * value.Count && value.Value.Length >= 6 && !value.Value.Any(char.IsDigit)))
                meant[value.Value] = found;
        }
        // Among many rare names some are near to frequent ones by chance.
        if (meant.Count < 0.2 * rare)
            meant = meant.Where(m => Plain(m.Key) == Plain(m.Value)).ToDictionary();
        if (meant.Count == 0)
            return null;
        var kept = Draft.OnHeldOut(table, row => column.Value(row) is { } value ? !meant.ContainsKey(value) : null);
        var first = meant.First();
        return new(new RuleBody.NotSpelled(column.Name, meant), Severity.Low, 0.85, kept, $"{meant.Count} rare spellings are near to frequent values: “{first.Key}” to “{first.Value}”.");
    }

    /// <summary>The frequent value that a rare one most likely is a slip of.</summary>
    public static string? Meant(string value, IEnumerable<ValueCount> frequent)
    {
        var plain = Plain(value);
        string? near = null;
        foreach (var (other, _) in frequent)
        {
            if (other == value)
                continue;
            var plainOther = Plain(other);
            if (plainOther == plain && plain.Length > 0)
                return other;
            var most = plainOther.Length <= 8 ? 1 : 2;
            if (near is null && Math.Abs(plain.Length - plainOther.Length) <= most && plainOther.Length >= 2 && Distance(plain, plainOther, most) <= most)
                near = other;
        }
        return near;
    }

    /// <summary>Without blanks, signs, accents and capitals.</summary>
    public static string Plain(string text) => string.Concat(text.Normalize(NormalizationForm.FormD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)).ToLowerInvariant();

    /// <summary>Edits with neighbours swapped counting one (optimal string alignment), given up above the bound.</summary>
    private static int Distance(string a, string b, int bound)
    {
        var (before, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            if (least > bound)
                return least;
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
