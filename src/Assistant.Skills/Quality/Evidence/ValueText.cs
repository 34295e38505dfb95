using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Quality.Evidence;

/// <summary>Values as text, and what they are as numbers and dates.</summary>
internal static partial class ValueText
{
    /// <summary>Texts that only say that there is nothing.</summary>
    public static readonly string[] Nothing = ["", "null", "none", "nan", "\\n"];

    public static bool IsNothing(string? text) => text is null || Nothing.Contains(text.Trim().ToLowerInvariant());

    public static double? Number(string text) =>
        PlainNumber().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static bool IsWhole(string text) => WholeNumber().IsMatch(text);

    /// <summary>Days since 0001-01-01 of an ISO date, with or without a time.</summary>
    public static double? Day(string text) =>
        IsoDate().IsMatch(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment.Ticks / (double)TimeSpan.TicksPerDay : null;

    /// <summary>Days since 0001-01-01 of a date written in a column's own way, e.g. "DD/MM/YYYY"; of an ISO date where the column has none.</summary>
    public static double? Day(string text, string? format)
    {
        if (format is null)
            return Day(text);
        var date = format.Split(' ')[0].Replace('D', 'd').Replace('Y', 'y');
        return text.Length >= date.Length && (text.Length == date.Length || text[date.Length] is ' ' or 'T')
            && DateTime.TryParseExact(text[..date.Length], date, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.Ticks / (double)TimeSpan.TicksPerDay : null;
    }

    public static string DayText(double day) => DateTime.MinValue.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string NumberText(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>"12.0 oz", "85.68 EUR", "0.09%": a number with a word or sign of a unit.</summary>
    public static bool IsNumberWithUnit(string text, out string unit)
    {
        var match = Measured().Match(text);
        unit = match.Groups["unit"].Value.ToLowerInvariant();
        return match.Success;
    }

    [GeneratedRegex(@"^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^[-+]?\d+$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^[-+]?\d+(\.\d+)?\s?(?<unit>[%€$£]|[\p{L}°][\p{L}²³/.\- ]{0,15})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Measured();
}
