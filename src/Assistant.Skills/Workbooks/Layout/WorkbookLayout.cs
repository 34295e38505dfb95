using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Xlsx;

namespace Assistant.Skills.Workbooks.Layout;

/// <summary>Keys tell rows apart; Shown columns help to know the row; Fill columns may be changed.</summary>
internal enum ColumnRole { Key, Shown, Fill }

/// <param name="Missing">Values that only stand for "missing" in it, in lower case.</param>
/// <param name="Help">What belongs into it, for people; empty where the name says all.</param>
internal sealed record WorkbookColumn(CatalogColumn Column, ColumnRole Role, IReadOnlySet<string> Missing, IReadOnlyList<CellRule> Rules, string Help)
{
    public string Name => Column.Name;

    public CellKind Kind { get; } = Column.Type switch
    {
        DataType.Integer => CellKind.Whole, DataType.Number => CellKind.Number, DataType.Date => CellKind.Date, DataType.Timestamp => CellKind.Moment, DataType.Time => CellKind.Time,
        DataType.Boolean => CellKind.Truth, _ => CellKind.Text,
    };

    public bool IsMissing(object? value) => value is null || value is string text && (text.AsSpan().Trim().IsEmpty || Missing.Contains(text.Trim().ToLowerInvariant()))
        || Missing.Count > 0 && value is not string && Missing.Contains(CellText.Invariant(value)!.ToLowerInvariant());
}

/// <summary>What a workbook is to look like: the columns in their order, and how rows are chosen.</summary>
/// <param name="OnlyMissing">Only cells without a value may be filled; else all cells of Fill columns may be changed.</param>
internal sealed record WorkbookLayout(
    Guid WorkbookId, Guid OrganizationId, Guid SourceId, string SourceName, CatalogTable Table, string Title, IReadOnlyList<WorkbookColumn> Columns, bool OnlyMissing, IReadOnlyList<string> Advice, string MadeBy, DateTimeOffset MadeAt)
{
    public IReadOnlyList<WorkbookColumn> Keys { get; } = [.. Columns.Where(c => c.Role is ColumnRole.Key)];

    public bool MayChange(WorkbookColumn column, object? value) => column.Role is ColumnRole.Fill && (!OnlyMissing || column.IsMissing(value));
}
