using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Catalog;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Workbooks;

/// <summary>Workbooks out and back in.</summary>
public sealed partial class WorkbookPanel : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<IssuedWorkbook> _made = [];
    private IReadOnlyList<CatalogTable> _tables = [];
    private UploadOutcome.Checked? _left;
    private string _source = "", _table = "", _column = "";
    private string? _problem;
    private bool _all, _busy;

    [Inject] private FillInWorkbooks Workbooks { get; set; } = null!;
    [Inject] private WorkbookUploads Uploads { get; set; } = null!;
    [Inject] private VisibleSources Visible { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Parameter, EditorRequired] public IReadOnlyList<DataSource> Sources { get; set; } = [];
    [Parameter] public CultureInfo Culture { get; set; } = CultureInfo.CurrentCulture;

    /// <summary>Something was proposed.</summary>
    [Parameter] public EventCallback Proposed { get; set; }

    private IEnumerable<string> Columns => _tables.FirstOrDefault(t => t.Name.ToString() == _table) is { } table
        ? table.Columns.Where(c => !table.PrimaryKey.Contains(c.Name)).Select(c => c.Name) : [];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync() => _made = await Workbooks.ListAsync(Me.Caller, _gone.Token);

    private async Task ChosenAsync()
    {
        (_table, _column, _tables) = ("", "", []);
        if (Guid.TryParse(_source, out var id) && await Visible.FindAsync(Me.Caller, id, _gone.Token) is { } source)
            _tables = source.Tables;
    }

    private void TableChosen() => _column = "";

    private async Task MakeAsync()
    {
        (_busy, _problem) = (true, null);
        var table = _tables.First(t => t.Name.ToString() == _table);
        var outcome = await Workbooks.MakeAsync(Me.Caller, new(Guid.Parse(_source), table.Name)
        {
            Columns = _column.Length > 0 ? [_column] : null, Rows = _all ? WorkbookRows.All : WorkbookRows.Missing,
        }, _gone.Token);
        if (outcome is WorkbookOutcome.Made { Workbook: var made })
        {
            _made = await Workbooks.ListAsync(Me.Caller, _gone.Token);
            Navigation.NavigateTo(made.Address, forceLoad: true);
        }
        else
            _problem = ((WorkbookOutcome.Refused)outcome).Why;
        _busy = false;
    }

    private async Task<string?> TakeAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        _left = null;
        switch (await Uploads.CheckAsync(Me.Caller, content, null, cancellationToken))
        {
            case UploadOutcome.Checked { Set: { } set, Left.Count: 0 }:
                Navigation.NavigateTo($"/approvals/{set.Number}");
                return null;
            case UploadOutcome.Checked some:
                _left = some;
                await Proposed.InvokeAsync();
                return null;
            case UploadOutcome.Refused refused:
                return refused.Why;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
