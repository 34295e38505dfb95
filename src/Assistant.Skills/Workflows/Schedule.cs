using System.Globalization;
using System.Text.RegularExpressions;
using Quartz;

namespace Assistant.Skills.Workflows;

/// <summary>When something runs: every so often, or by five fields of cron (minute, hour, day of month, month, day of week).</summary>
public abstract partial record Schedule
{
    /// <summary>More often would only load the sources.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    private Schedule() { }

    /// <summary>As it is kept: "30m", "2h", "1d" or the five fields.</summary>
    public abstract string Text { get; }

    /// <summary>In words, e.g. "every 30 minutes", "on weekdays at 06:00".</summary>
    public abstract string Words { get; }

    /// <summary>The next time after a moment; null where there is none.</summary>
    /// <param name="zone">In which hours and days count.</param>
    public abstract DateTimeOffset? After(DateTimeOffset moment, TimeZoneInfo zone);

    /// <summary>Reads "30m", "every 2 hours", "hourly", "daily" or cron; gives why not, in words.</summary>
    public static (Schedule? Schedule, string? Problem) Read(string text)
    {
        var said = text.Trim().ToLowerInvariant();
        if (said.Length > 100)
            return (null, Unclear);
        if (Often().Match(said) is { Success: true } often)
        {
            var unit = often.Groups["unit"].Value.Length == 0 ? 'm' : often.Groups["unit"].Value[0];
            var count = often.Groups["count"].Value is { Length: > 0 } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : 1;
            var span = unit switch { 'm' => TimeSpan.FromMinutes(count), 'h' => TimeSpan.FromHours(count), _ => TimeSpan.FromDays(count) };
            return span < Shortest ? (null, $"At most every {Shortest.TotalMinutes:0} minutes.")
                : span > TimeSpan.FromDays(366) ? (null, "At least once a year.") : (new Every(span), null);
        }
        if (said is "hourly" or "every hour")
            return (new Every(TimeSpan.FromHours(1)), null);
        if (said is "daily" or "every day")
            return (new Every(TimeSpan.FromDays(1)), null);
        if (said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not { Length: 5 } fields || fields.Any(f => !Field().IsMatch(f))
            || !CronExpression.TryParse(string.Join(' ', fields), CronFormat.Unix, out var cron))
            return (null, Unclear);
        var schedule = new Cron(string.Join(' ', fields), cron!);
        var moment = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 60; i++)
        {
            if (schedule.After(moment, TimeZoneInfo.Utc) is not { } next)
                return (null, "This never comes round.");
            if (i > 0 && next - moment < Shortest)
                return (null, $"At most every {Shortest.TotalMinutes:0} minutes.");
            moment = next;
        }
        return (schedule, null);
    }

    /// <summary>What was kept, which was read before.</summary>
    internal static Schedule Kept(string text) => Read(text).Schedule ?? new Every(TimeSpan.FromMinutes(30));

    private const string Unclear = "Write how often, like 30m, 2h or 1d, or five fields of cron, like 0 6 * * 1-5 for weekdays at 06:00.";

    public sealed record Every(TimeSpan Span) : Schedule
    {
        public override string Text => Span.Ticks % TimeSpan.TicksPerDay == 0 ? $"{Span.TotalDays:0}d" : Span.Ticks % TimeSpan.TicksPerHour == 0 ? $"{Span.TotalHours:0}h" : $"{Span.TotalMinutes:0}m";

        public override string Words => Text[^1] switch
        {
            'd' => Span.TotalDays == 1 ? "every day" : $"every {Span.TotalDays:0} days",
            'h' => Span.TotalHours == 1 ? "every hour" : $"every {Span.TotalHours:0} hours",
            _ => $"every {Span.TotalMinutes:0} minutes",
        };

        public override DateTimeOffset? After(DateTimeOffset moment, TimeZoneInfo zone) => moment + Span;
    }

    public sealed record Cron : Schedule
    {
        private readonly CronExpression _expression;

        internal Cron(string text, CronExpression expression) => (Text, _expression) = (text, expression);

        public override string Text { get; }

        public override string Words => CronWords.Of(Text);

        public override DateTimeOffset? After(DateTimeOffset moment, TimeZoneInfo zone) => _expression.WithTimeZone(zone).GetNextValidTimeAfter(moment);
    }

    [GeneratedRegex(@"^(every\s+)?((?<count>\d{1,6})\s*)(?<unit>m|min|mins|minutes?|h|hours?|d|days?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Often();

    [GeneratedRegex(@"^[0-9*/,\-a-z]{1,40}$")]
    private static partial Regex Field();
}
