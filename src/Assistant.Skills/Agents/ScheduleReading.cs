using Assistant.Skills.Workflows;

namespace Assistant.Skills.Agents;

/// <summary>What a schedule means, before it is saved.</summary>
/// <param name="Words">E.g. "on weekdays at 06:00"; empty where it cannot be read.</param>
/// <param name="Next">The next times.</param>
/// <param name="Problem">Why it cannot be used, in words.</param>
public sealed record ScheduleReading(string Words, IReadOnlyList<DateTimeOffset> Next, string? Problem)
{
    private const int Shown = 3;

    /// <param name="timeZone">IANA name.</param>
    /// <param name="now">From which the next times count; the default tells none.</param>
    public static ScheduleReading Of(string text, string timeZone, DateTimeOffset now)
    {
        var (schedule, problem) = Schedule.Read(text);
        if (schedule is null)
            return new("", [], problem);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone))
            return new("", [], $"There is no time zone “{timeZone}”. Use a name like Europe/Berlin.");
        var next = new List<DateTimeOffset>();
        for (var at = now; now != default && next.Count < Shown && schedule.After(at, zone) is { } time; at = time)
            next.Add(time);
        return new(schedule.Words, next, null);
    }
}
