using System.Globalization;

namespace Assistant.Skills.Workflows;

/// <summary>Five fields of cron in words, for the forms that people use; for the rest, the fields themselves.</summary>
internal static class CronWords
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static string Of(string cron)
    {
        if (cron.Split(' ') is not [var minute, var hour, var day, "*", var week] || Time(minute, hour) is not { } time || On(day, week) is not { } on)
            return $"by the cron fields {cron}";
        return on.Length == 0 ? time : time.StartsWith("at", StringComparison.Ordinal) ? $"{on} {time}" : $"{time}, {on}";
    }

    private static string? Time(string minute, string hour)
    {
        if (minute.StartsWith("*/", StringComparison.Ordinal) && Number(minute[2..]) is { } minutes)
            return hour == "*" ? $"every {minutes} minutes" : Span(hour) is { } span ? $"every {minutes} minutes from {span.First:00}:00 to {span.Last:00}:59" : null;
        if (Number(minute) is not { } at)
            return null;
        if (hour == "*")
            return at == 0 ? "every hour" : $"every hour at {at} minutes past";
        if (hour.StartsWith("*/", StringComparison.Ordinal) && Number(hour[2..]) is { } hours)
            return $"every {hours} hours, at {at} minutes past";
        var times = hour.Split(',').Select(Number).ToList();
        return times.Contains(null) ? null : $"at {Joined([.. times.Select(h => $"{h:00}:{at:00}")])}";
    }

    private static string? On(string day, string week) => (day, week) switch
    {
        ("*", "*") => "",
        ("*", "1-5" or "mon-fri") => "on weekdays",
        ("*", "0,6" or "6,0" or "6-7" or "sat,sun") => "at weekends",
        ("*", _) when week.Split(',').Select(Day).ToList() is var days && !days.Contains(null) => $"on {Joined([.. days.OfType<string>()])}",
        ("1", "*") => "on the first of the month",
        (_, "*") when Number(day) is { } number => $"on day {number} of the month",
        _ => null,
    };

    private static string? Day(string field) => Number(field) is { } number and <= 7 ? Days[number % 7] : Array.IndexOf(Names, field) is >= 0 and var place ? Days[place] : null;

    private static (int First, int Last)? Span(string field) =>
        field.Split('-') is [var first, var last] && Number(first) is { } from && Number(last) is { } until ? (from, until)
        : Number(field) is { } one ? (one, one) : null;

    private static int? Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Joined(IReadOnlyList<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
}
