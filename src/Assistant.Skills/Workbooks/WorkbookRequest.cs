using Assistant.Skills.Sources;

namespace Assistant.Skills.Workbooks;

/// <summary>Which rows a workbook holds: those where a cell to be filled is missing, all, or those with the keys given.</summary>
public enum WorkbookRows { Missing, All, Chosen }

/// <summary>A fill-in workbook that somebody wants.</summary>
public sealed record WorkbookRequest(Guid SourceId, TableName Table)
{
    /// <summary>Columns to be filled; null for those where something is missing (or all that may be changed, where all rows are asked for).</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    public WorkbookRows Rows { get; init; }

    /// <summary>Values of the table's key, for chosen rows, as CellText writes them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Keys { get; init; } = [];

    /// <summary>Values that only stand for "missing", by column, beside those that the quality rules know.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Disguised { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public string? Title { get; init; }
}

/// <summary>A workbook that can be taken.</summary>
/// <param name="Number">What people call it by.</param>
/// <param name="Cells">To be filled, when it was made.</param>
public sealed record IssuedWorkbook(
    Guid Id, int Number, Guid SourceId, string SourceName, TableName Table, string Title, int Rows, int Cells, string MadeBy, DateTimeOffset MadeAt, DateTimeOffset? TakenAt, DateTimeOffset? ReturnedAt)
{
    /// <summary>Where it is downloaded.</summary>
    public string Address => $"/api/v1/workbooks/{Id}/file";
}

/// <summary>How asking for a workbook ended.</summary>
public abstract record WorkbookOutcome
{
    private WorkbookOutcome() { }

    public sealed record Made(IssuedWorkbook Workbook) : WorkbookOutcome;

    /// <param name="Why">For the person, with what to do.</param>
    public sealed record Refused(string Why) : WorkbookOutcome;
}

/// <summary>How checking a filled workbook ended.</summary>
public abstract record UploadOutcome
{
    private UploadOutcome() { }

    /// <summary>It is ours and was checked cell by cell.</summary>
    /// <param name="Set">What was proposed of it; null where no cell could go on.</param>
    /// <param name="Good">Cells that go on, unusual ones included.</param>
    /// <param name="Left">Cells left out, with the reason in each.</param>
    /// <param name="Rest">A workbook with the cells left out, to be corrected; null where there are none.</param>
    public sealed record Checked(
        Changes.ChangeSet? Set, TableName Table, int Rows, int Good, IReadOnlyList<Changes.CellChange> Left, IssuedWorkbook? Rest) : UploadOutcome;

    /// <param name="Why">For the person, with what to do.</param>
    public sealed record Refused(string Why) : UploadOutcome;
}
