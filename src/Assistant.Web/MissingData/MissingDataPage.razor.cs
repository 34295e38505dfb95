using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.MissingData;
using Assistant.Skills.Sources;
using Assistant.Skills.Tasks;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Assistant.Web.MissingData;

/// <summary>What is missing in a source: findings by priority, their rows, where values could come from.</summary>
public sealed partial class MissingDataPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<DataSource>? _sources;
    private IReadOnlyList<(DataSource Source, int? Count)> _counts = [];
    private IReadOnlyList<MissingFinding> _findings = [];
    private IReadOnlyDictionary<TableName, DateTimeOffset> _scanned = new Dictionary<TableName, DateTimeOffset>();
    private IReadOnlyList<ValueSupply>? _supplies;
    private OpenedSource? _open;
    private MissingFinding? _shown;
    private ResultTable? _rows;
    private string? _problem;
    private string _table = "", _kind = "", _said = "", _step = "";
    private bool _busy, _toShow;
    private int? _task;
    private CultureInfo _culture = CultureInfo.CurrentCulture;

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private MissingFindings Findings { get; set; } = null!;
    [Inject] private MissingScans Scans { get; set; } = null!;
    [Inject] private ValueSources Supplies { get; set; } = null!;
    [Inject] private TaskBoard Board { get; set; } = null!;
    [Inject] private Results Results { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Parameter] public Guid? Id { get; set; }

    private bool MayManage => _open is { } open && Me.Caller.MayOn(Permission.ManageSources, open.Info.Id);

    private IEnumerable<CatalogTable> Visible => _open is null ? [] : _open.Catalog.Tables.Where(t => !_open.Policy.HiddenTables.Contains(t.Name));

    private IEnumerable<string> Tables => Visible.Select(t => t.Name.ToString());

    private IEnumerable<MissingFinding> Open => _findings.Where(f => f.State is FindingState.Open && f.Gap.Body is not GapBody.Values { Optional: true });

    private List<MissingFinding> Shown => [.. _findings.Where(f => (_table.Length == 0 || f.Gap.Table.ToString() == _table) && _kind switch
    {
        "Values" => f.State is FindingState.Open && f.Gap.Body is GapBody.Values { Optional: false },
        "Records" => f.State is FindingState.Open && f.Gap.Body is not GapBody.Values,
        "Optional" => f.State is FindingState.Open && f.Gap.Body is GapBody.Values { Optional: true },
        "Dismissed" => f.State is FindingState.Dismissed,
        "Filled" => f.State is FindingState.Filled,
        _ => f.State is FindingState.Open && f.Gap.Body is not GapBody.Values { Optional: true },
    })];

    private string Scanned => _scanned.Count == 0 ? Say["Not scanned yet"] : Say["{0} tables, last scanned {1}.", _scanned.Count, Clock.Words(_scanned.Values.Max(), Me.Caller.Preferences)];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _culture = CultureInfo.GetCultureInfo(Me.Caller.Preferences.Culture);
        _sources = await Sources.ListAsync(Me.Caller, _gone.Token);
        (_open, _shown) = (Id is { } id ? await Sources.OpenAsync(Me.Caller, id, _gone.Token) : null, null);
        if (_open is not null)
        {
            await LoadAsync();
            return;
        }
        var counts = new List<(DataSource, int?)>();
        foreach (var source in _sources)
        {
            var scanned = (await Findings.ScannedAsync(Me.Caller, source.Id, _gone.Token)).Count > 0;
            counts.Add((source, scanned && await Sources.OpenAsync(Me.Caller, source.Id, _gone.Token) is { } opened
                ? (await Findings.ListAsync(Me.Caller, opened, _gone.Token)).Count(f => f.State is FindingState.Open && f.Gap.Body is not GapBody.Values { Optional: true }) : null));
        }
        _counts = counts;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_toShow)
            return;
        _toShow = false;
        await Script.InvokeVoidAsync("assistantShell.focus", _gone.Token, "#finding-details");
    }

    private async Task LoadAsync()
    {
        _findings = await Findings.ListAsync(Me.Caller, _open!, _gone.Token);
        _scanned = await Findings.ScannedAsync(Me.Caller, _open!.Info.Id, _gone.Token);
        _shown = _shown is null ? null : _findings.FirstOrDefault(f => f.Id == _shown.Id);
    }

    private string Number(long number) => number.ToString("#,0", _culture);

    private async Task ScanAsync()
    {
        _busy = true;
        try
        {
            // Its statistics may have been gathered since the page was opened.
            _open = await Sources.OpenAsync(Me.Caller, _open!.Info.Id, _gone.Token) ?? _open;
            foreach (var table in Visible.Where(t => _table.Length == 0 || t.Name.ToString() == _table).ToList())
            {
                _step = Say["Looking through {0}", table.Name.Name];
                StateHasChanged();
                await Scans.ScanAsync(Me.Caller, _open!, table, _gone.Token);
            }
            await LoadAsync();
            _said = Say["Scanned: {0} findings are open.", Open.Count()];
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task ShowAsync(MissingFinding finding)
    {
        (_shown, _rows, _problem, _supplies, _toShow, _task) = (finding, null, null, null, true, null);
        if (GapRows.Query(_open!, finding.Gap) is { } query && await Results.ReadSavedAsync(Me.Caller, _open!.Info.Id, query, _gone.Token) is QueryOutcome.Rows rows)
            _rows = rows.Table;
        else
            _problem = Say["The rows could not be read. Try again in a moment."];
    }

    private async Task TryAsync() => _supplies = await Supplies.FindAsync(Me.Caller, _open!, _shown!.Gap, _gone.Token);

    private async Task MakeTaskAsync()
    {
        if (await Board.MakeAsync(Me.Caller, _open!, _shown!, null, null, _gone.Token) is TaskOutcome.Done done)
            (_task, _said) = (done.Task.Number, Say["Task {0} is on the board", done.Task.Number]);
    }

    private async Task DecideAsync(MissingFinding finding)
    {
        await Findings.DismissAsync(Me.Caller, finding.Id, finding.State is not FindingState.Dismissed, _gone.Token);
        _said = Say["Finding {0} is decided.", finding.Number];
        await LoadAsync();
    }

    private async Task SetAsync(Criticality criticality)
    {
        await Findings.SetCriticalityAsync(Me.Caller, _open!.Info.Id, _shown!.Gap.Table, _shown.Gap.Body.Column, criticality, _gone.Token);
        await LoadAsync();
    }
}
