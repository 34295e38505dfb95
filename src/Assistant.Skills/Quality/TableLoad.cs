using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <param name="Column">Null for the load as a whole.</param>
public sealed record LoadAlert(string? Column, string Why);

/// <summary>The newest load of a table: the rows of its newest day, compared with the days before.</summary>
/// <param name="Column">Which tells the day.</param>
/// <param name="LongestGap">Days between two loads, at most, so far.</param>
/// <param name="JudgedBy">Loads it was compared with.</param>
/// <param name="Expected">A person said that it is as it should be.</param>
public sealed record TableLoad(
    Guid SourceId, TableName Table, string Column, DateOnly Day, long Rows, long UsualLeast, long UsualMost, int LongestGap, int JudgedBy, IReadOnlyList<LoadAlert> Alerts, DateTimeOffset JudgedAt, bool Expected = false)
{
    /// <summary>Days after which a table that gets no rows is no longer fed at all, rather than late.</summary>
    private const int Dormant = 30;

    public bool IsOdd => Alerts.Count > 0 && !Expected;

    /// <summary>The next load should have come by now.</summary>
    public bool IsLate(DateTimeOffset now) => Age(now) is var days && days > LongestGap + 1 && days <= 10 * LongestGap + Dormant;

    /// <summary>Days since the newest load.</summary>
    public int Age(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime).DayNumber - Day.DayNumber;
}
