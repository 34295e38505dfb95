using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Charts;

/// <summary>Names of periods as answers write them, "2026", "2026-03", "2026-Q1", "2026-W07": they sort as texts.</summary>
internal static partial class Periods
{
    private const int MostFilled = 600;

    /// <summary>The earliest first; anything else stays as it stands.</summary>
    /// <param name="filled">Whether months and years without rows get a place of their own, so that the axis keeps time.</param>
    public static IReadOnlyList<string> InOrder(IReadOnlyList<string> names, bool filled)
    {
        if (names.Count < 2 || !names.All(n => Named().IsMatch(n)) || names.Select(n => n.Length).Distinct().Skip(1).Any())
            return names;
        var sorted = names.Order(StringComparer.Ordinal).ToList();
        return filled && sorted[0].Length == 7 && sorted[0][5] is not ('Q' or 'W') ? Months(sorted) : sorted;
    }

    private static List<string> Months(List<string> sorted)
    {
        static DateOnly Month(string name) => DateOnly.ParseExact(name, "yyyy-MM", CultureInfo.InvariantCulture);
        var (first, last) = (Month(sorted[0]), Month(sorted[^1]));
        var count = (last.Year - first.Year) * 12 + last.Month - first.Month + 1;
        return count > MostFilled ? sorted : [.. Enumerable.Range(0, count).Select(i => first.AddMonths(i).ToString("yyyy-MM", CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex(@"^[12]\d{3}(-(0[1-9]|1[0-2])|-Q[1-4]|-W[0-5]\d)?$")]
    private static partial Regex Named();
}
