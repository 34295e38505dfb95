using System.Globalization;

namespace Assistant.Skills.Questions.Telling;

/// <summary>A period of a result as people say it: "December 2025" for "2025-12".</summary>
internal static class PeriodText
{
    /// <summary>Null where the cell stays as it is.</summary>
    public static string? Of(Grain grain, object? cell, CultureInfo culture) => (grain, cell) switch
    {
        (Grain.Month, string month) when DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) => first.ToString("MMMM yyyy", culture),
        (Grain.Quarter, string { Length: 7 } quarter) when quarter[4] == '-' => $"{quarter[5..]} {quarter[..4]}",
        (Grain.Week, string { Length: 8 } week) when week[5] == 'W' => $"week {week[6..].TrimStart('0')} of {week[..4]}",
        (Grain.Day, string day) when DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date.ToString("d MMMM yyyy", culture),
        (Grain.Year, IFormattable year) => year.ToString("0", CultureInfo.InvariantCulture),
        (Grain.Hour, IFormattable hour) => $"{hour.ToString("00", CultureInfo.InvariantCulture)}:00",
        _ => null,
    };

    /// <summary>What stands before the period in a sentence.</summary>
    public static string Preposition(Grain grain) => grain switch
    {
        Grain.Day or Grain.DayOfWeek => "on",
        Grain.Hour => "at",
        _ => "in",
    };
}
