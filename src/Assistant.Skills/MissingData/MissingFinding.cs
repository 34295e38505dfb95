using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>Open: missing when last looked. Filled: it was there when last looked. Dismissed: a person said that it is meant so.</summary>
public enum FindingState { Open, Filled, Dismissed }

/// <summary>A gap that a scan found, before it is kept.</summary>
/// <param name="Missing">Rows, numbers or days that are missing.</param>
/// <param name="Judged">Out of how many.</param>
public sealed record Gap(TableName Table, GapBody Body, long Missing, long Judged)
{
    public double Share => Judged == 0 ? 0 : Math.Min(1, (double)Missing / Judged);
}

/// <summary>A gap as it is kept.</summary>
/// <param name="Number">What people call it by.</param>
/// <param name="Figures">Of the latest scans, the oldest first.</param>
public sealed record MissingFinding(
    Guid Id, int Number, Guid SourceId, Gap Gap, FindingState State, DateTimeOffset FoundAt, DateTimeOffset SeenAt, Priority Priority, IReadOnlyList<GapFigure> Figures)
{
    /// <summary>Change against the scan before; null where there was none.</summary>
    public long? Change => Figures.Count < 2 ? null : Figures[^1].Missing - Figures[^2].Missing;
}

public sealed record GapFigure(DateTimeOffset At, long Missing, long Judged);

/// <summary>What a scan did.</summary>
/// <param name="Kept">False where the caller sees only a part of a table, or may not manage sources: then nothing is kept.</param>
public sealed record ScannedTable(TableName Table, long Rows, int Queries, IReadOnlyList<Gap> Gaps, bool Kept);
