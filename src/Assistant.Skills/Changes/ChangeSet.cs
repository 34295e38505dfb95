using Assistant.Skills.Sources;

namespace Assistant.Skills.Changes;

/// <summary>
/// Where a change set stands. Proposed waits for a person; Approved waits to be written; Applying and Undoing are on their way; Stale was
/// refused because the data had changed since.
/// </summary>
public enum ChangeState { Proposed, Approved, Applying, Applied, Rejected, Failed, Stale, Undoing, Undone }

/// <summary>What checking a cell gave: good, unusual (the approver decides), or left out, which is shown and never written.</summary>
public enum CellVerdict { Good, Unusual, LeftOut }

/// <summary>One cell that shall have another value.</summary>
/// <param name="Key">Values of the key columns, as <see cref="CellText"/> writes them.</param>
/// <param name="Old">What stands there now, as <see cref="CellText"/> writes it; null where there is nothing.</param>
/// <param name="New">What shall stand there; null to empty it.</param>
public sealed record CellChange(IReadOnlyList<string> Key, string Column, string? Old, string? New)
{
    /// <summary>What people call the row; null where only the key tells it.</summary>
    public string? Label { get; init; }

    public CellVerdict Verdict { get; init; }

    /// <summary>Why, in words, e.g. "Passes 3 rules".</summary>
    public string Says { get; init; } = "";
}

/// <summary>Cells that somebody wants changed in one table.</summary>
/// <param name="Origin">Where they come from, e.g. "Workbook".</param>
public sealed record NewChangeSet(Guid SourceId, TableName Table, IReadOnlyList<string> KeyColumns, string Title, string Origin, IReadOnlyList<CellChange> Cells);

/// <summary>A change set as lists show it: figures and people, no values.</summary>
/// <param name="Number">What people call it by.</param>
/// <param name="Cells">To be written, those left out not counted.</param>
/// <param name="Rows">That these cells stand in.</param>
public sealed record ChangeSet(
    Guid Id, int Number, Guid SourceId, string SourceName, TableName Table, IReadOnlyList<string> KeyColumns, IReadOnlyList<string> Columns, string Title, string Origin,
    ChangeState State, int Cells, int Rows, int Unusual, int LeftOut, Guid AuthorId, string Author, DateTimeOffset MadeAt)
{
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What who decided wrote.</summary>
    public string Note { get; init; } = "";

    /// <summary>Why it is not written, or not undone, in words.</summary>
    public string? Failure { get; init; }
    public string? WrittenBy { get; init; }
    public DateTimeOffset? WrittenAt { get; init; }
    public string? UndoneBy { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
}

/// <summary>How proposing, deciding, writing or undoing ended.</summary>
public abstract record ChangeOutcome
{
    private ChangeOutcome() { }

    public sealed record Done(ChangeSet Set) : ChangeOutcome;

    /// <param name="Why">For the person, with what to do.</param>
    public sealed record Refused(string Why) : ChangeOutcome;

    /// <summary>Nothing was written: rows have other values than those that were approved, or are gone.</summary>
    /// <param name="Rows">Keys of up to twenty of them.</param>
    public sealed record Stale(ChangeSet Set, int Count, IReadOnlyList<string> Rows) : ChangeOutcome;
}

/// <summary>Hears of change sets after they were written or undone, e.g. to close the tasks that asked for them.</summary>
/// <param name="ChangedAsync">Gets who did it, the change set, and the cells as they are now.</param>
public sealed record ChangeFollower(Func<Guid, ChangeSet, IReadOnlyList<CellChange>, CancellationToken, Task> ChangedAsync);
