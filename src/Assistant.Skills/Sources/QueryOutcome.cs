namespace Assistant.Skills.Sources;

/// <summary>How reading ended: rows, or one of the foreseen refusals. Texts are for the person and name nothing hidden.</summary>
public abstract record QueryOutcome
{
    private QueryOutcome() { }

    public sealed record Rows(ResultTable Table) : QueryOutcome;

    /// <summary>The person may not read this, or it does not exist: both are told alike.</summary>
    public sealed record NotAllowed(string What) : QueryOutcome;

    public sealed record NotModelled(string Name, string? Nearest) : QueryOutcome;

    public sealed record NotARead(string Why) : QueryOutcome;

    public sealed record TooCostly(string Why) : QueryOutcome;

    public sealed record NotUnderstood(string Why) : QueryOutcome;

    /// <summary>The source failed or could not be reached.</summary>
    public sealed record EngineFailed(string Message) : QueryOutcome;
}

public sealed record ResultColumn(string Name, DataType Type);

public enum Completeness { Complete, Truncated, Sampled }

/// <summary>
/// A result in memory, never stored. Cells are null, string, long, decimal, double, bool, DateOnly, DateTime, DateTimeOffset, TimeOnly,
/// TimeSpan or byte[]; JSON and arrays come as text.
/// </summary>
/// <param name="Hash">SHA-256 over columns and rows in order: the same answer has the same hash.</param>
public sealed record ResultTable(
    IReadOnlyList<ResultColumn> Columns, IReadOnlyList<object?[]> Rows, Completeness Completeness, string Hash, TimeSpan Elapsed);
