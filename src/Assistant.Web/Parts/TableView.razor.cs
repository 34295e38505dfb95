using System.Globalization;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Parts;

public sealed partial class TableView
{
    private const int FirstRows = 10;
    private const int DrawnAtOnce = 200;
    private ResultTable? _seen;
    private List<CellText> _texts = [];
    private List<int> _order = [];
    private int _shown = FirstRows;
    private int? _sorted;
    private bool _falling;

    [Parameter, EditorRequired] public ResultTable Table { get; set; } = null!;
    [Parameter] public Guid ResultId { get; set; }
    [Parameter] public string Title { get; set; } = "";

    /// <summary>Heads and units for people; columns without one keep their own name.</summary>
    [Parameter] public IReadOnlyList<TableColumn> Heads { get; set; } = [];
    [Parameter] public CultureInfo Culture { get; set; } = CultureInfo.InvariantCulture;
    [Parameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private bool Long => _shown > DrawnAtOnce && Table.Rows.Count > DrawnAtOnce;

    private string Cell => ResultId.ToString("N");

    private string? Note => (Table.Completeness, Table.Rows.Count) switch
    {
        (Completeness.Truncated, var rows) => (string)Say["The result was cut after {0} rows; there are more.", rows.ToString("N0", Culture)],
        (Completeness.Sampled, var rows) => Say["A sample of {0} rows.", rows.ToString("N0", Culture)],
        (_, > FirstRows and var rows) when _shown < rows => Say["Showing {0} of {1} rows.", _shown, rows.ToString("N0", Culture)],
        (_, > FirstRows and var rows) => Say["All {0} rows.", rows.ToString("N0", Culture)],
        _ => (string?)null,
    };

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_seen, Table)) return;
        _seen = Table;
        _texts = [.. Table.Columns.Select((_, column) => new CellText(Table, column, Culture, Zone))];
        _order = [.. Enumerable.Range(0, Table.Rows.Count)];
        (_sorted, _shown) = (null, FirstRows);
    }

    private string Label(int column)
    {
        var name = Table.Columns[column].Name;
        return Heads.FirstOrDefault(h => h.Name == name) is { } head ? head.Unit is { } unit ? $"{head.Label}, {unit}" : head.Label : name;
    }

    private string? Direction(int column) => _sorted != column ? null : _falling ? "descending" : "ascending";

    private void Toggle() => _shown = _shown < Table.Rows.Count ? Table.Rows.Count : FirstRows;

    // Numbers fall at the first click, words rise; the third click gives the order of the query back.
    private void Sort(int column)
    {
        if (_sorted != column)
            (_sorted, _falling) = (column, _texts[column].IsNumber);
        else if (_falling == _texts[column].IsNumber)
            _falling = !_falling;
        else
            _sorted = null;
        _order = [.. Enumerable.Range(0, Table.Rows.Count)];
        if (_sorted is null) return;
        var order = new CellOrder(Culture);
        var rows = _falling ? _order.OrderByDescending(row => Table.Rows[row][column], order) : _order.OrderBy(row => Table.Rows[row][column], order);
        _order = [.. rows.OrderBy(row => Table.Rows[row][column] is null ? 1 : 0)];   // stable; empty cells always last
    }
}
