using System.Globalization;

namespace Assistant.Skills.Tasks;

/// <summary>Days as people say them: "Friday", "tomorrow", "in two weeks", "5 December", "end of the month".</summary>
public static class DueDate
{
    private static readonly string[] Counts = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    private static readonly string[] Formats = ["yyyy-MM-dd", "d MMMM yyyy", "d MMM yyyy", "MMMM d yyyy", "MMM d yyyy", "MMMM d, yyyy", "d.M.yyyy", "d/M/yyyy"];
    private static readonly string[] WithoutYear = ["d MMMM", "d MMM", "MMMM d", "MMM d"];

    /// <summary>The coming day that the words name; null where they name none.</summary>
    public static DateOnly? Read(string said, DateOnly today)
    {
        var words = said.Trim().TrimEnd('.', '!').ToLowerInvariant();
        if (words.StartsWith("the ", StringComparison.Ordinal))
            words = words[4..];
        switch (words)
        {
            case "today" or "tonight" or "end of day" or "end of the day":
                return today;
            case "tomorrow":
                return today.AddDays(1);
            case "end of week" or "end of the week" or "end of this week":
                return Next(DayOfWeek.Friday, today, orToday: true);
            case "next week":
                return Next(DayOfWeek.Monday, today, orToday: false);
            case "end of month" or "end of the month" or "end of this month":
                return new DateOnly(today.Year, today.Month, 1).AddMonths(1).AddDays(-1);
            case "next month":
                return new DateOnly(today.Year, today.Month, 1).AddMonths(1);
        }
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["in", var count, var unit] && Count(count) is { } number)
            return unit.TrimEnd('s') switch { "day" => today.AddDays(number), "week" => today.AddDays(7 * number), "month" => today.AddMonths(number), _ => null };
        var day = parts is ["next" or "this" or "on" or "coming", var named] ? named : words;
        if (Enum.GetValues<DayOfWeek>().Where(d => day.Length >= 3 && d.ToString().StartsWith(day, StringComparison.OrdinalIgnoreCase)).ToList() is [var weekday])
            return Next(weekday, parts is ["next", _] ? Next(DayOfWeek.Monday, today, orToday: false).AddDays(-1) : today, orToday: false);
        // "5th of December" is 5 December.
        var plain = string.Join(' ', parts.Where(p => p != "of").Select(p => p.Length > 2 && char.IsAsciiDigit(p[0]) && p[^2..] is "st" or "nd" or "rd" or "th" ? p[..^2] : p));
        if (DateOnly.TryParseExact(plain, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var exact))
            return exact;
        if (DateOnly.TryParseExact($"{plain} {today.Year}", [.. WithoutYear.Select(f => $"{f} yyyy")], CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var yearless))
            return yearless < today ? yearless.AddYears(1) : yearless;
        return null;
    }

    private static DateOnly Next(DayOfWeek day, DateOnly from, bool orToday)
    {
        var ahead = ((int)day - (int)from.DayOfWeek + 7) % 7;
        return from.AddDays(ahead == 0 && !orToday ? 7 : ahead);
    }

    private static int? Count(string word) => word is "a" or "an" ? 1 : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1000 ? number
        : Array.IndexOf(Counts, word) is >= 0 and var at ? at : null;
}
