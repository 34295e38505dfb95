using System.Globalization;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Export;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Assistant.Web.Parts;

public sealed partial class ResultCard
{
    private readonly CancellationTokenSource _gone = new();
    private ResultTable? _rows;
    private ResultTable? _edited;
    private string _editedSql = "";
    private string? _refused;
    private DateTimeOffset? _asOf;
    private Guid? _loadedFor;
    private ChartType? _chosen;
    private ResultParts? _seen;
    private bool _seenRunning;
    private bool _changed = true;
    private ChartView? _chart;
    private SqlView? _sql;

    [Inject] private IJSRuntime Script { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;

    [Parameter, EditorRequired] public ResultParts Parts { get; set; } = null!;

    /// <summary>More parts of the answer may come.</summary>
    [Parameter] public bool Running { get; set; }
    [Parameter] public CultureInfo Culture { get; set; } = CultureInfo.CurrentCulture;
    [Parameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Rows that are there already; else they are read by <see cref="Read"/> once the page is interactive.</summary>
    [Parameter] public ResultTable? Rows { get; set; }
    [Parameter] public Func<Guid, CancellationToken, Task<QueryOutcome>>? Read { get; set; }

    /// <summary>To edit the SQL; without it the SQL can only be read.</summary>
    [Parameter] public SqlDesk? Desk { get; set; }
    [Parameter] public EventCallback<ResultParts> Save { get; set; }

    private string Title => Parts.Result?.Title ?? Parts.Table?.Title ?? Parts.Chart?.Title ?? Say["Result"];

    private ResultTable? Shown => _edited ?? _rows ?? Rows;

    private bool Loading => Shown is null && _refused is null;

    private bool Drawable => _edited is null && Parts.Chart is { Type: not (ChartType.Table or ChartType.Kpi) } && (Shown is null || Shown.Rows.Count > 0);

    /// <summary>The result as it is shown, for a widget: the chosen picture, or the SQL that the person wrote.</summary>
    private ResultParts Kept => _edited is not null
        ? Parts with { Chart = null, Table = null, Sql = Parts.Sql! with { Sql = _editedSql } }
        : Drawable ? Parts with { Chart = Parts.Chart! with { Type = _type } } : Parts;

    private ChartType _type
    {
        get => _chosen ?? Parts.Chart?.Type ?? ChartType.Table;
        set => _chosen = value;
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnParametersSet()
    {
        _changed |= Parts != _seen || Running != _seenRunning;
        (_seen, _seenRunning) = (Parts, Running);
    }

    // An answer that streams renders many times a second; a card whose parts did not change need not.
    protected override bool ShouldRender()
    {
        var render = _changed;
        _changed = true;   // its own events render; the next parameters decide anew
        return render;
    }

    public override Task SetParametersAsync(ParameterView parameters)
    {
        _changed = _seen is null;
        return base.SetParametersAsync(parameters);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Rows is not null || Read is null || _loadedFor == Parts.ResultId) return;
        _loadedFor = Parts.ResultId;
        try
        {
            var outcome = await Read(Parts.ResultId, _gone.Token);
            _rows = (outcome as QueryOutcome.Rows)?.Table;
            _refused = outcome switch
            {
                QueryOutcome.Rows => null,
                QueryOutcome.NotModelled { Nearest: null } => Say["The source changed since, or the result is gone. Ask the question again."],
                _ => Outcomes.Words(Say, outcome),
            };
            _asOf = Time.GetUtcNow();
            StateHasChanged();
        }
        catch (OperationCanceledException) { }   // the person went on
    }

    private async Task<string?> RunAsync(string sql)
    {
        var outcome = await Desk!.Run(Parts.Sql!, sql, _gone.Token);
        if (outcome is not QueryOutcome.Rows rows) return Outcomes.Words(Say, outcome);
        (_edited, _editedSql, _refused, _asOf) = (rows.Table, sql, null, Time.GetUtcNow());
        StateHasChanged();
        return null;
    }

    // Edited SQL has no result that could be read again; its rows go from here.
    private async Task TakeEditedAsync(string format)
    {
        if (_edited is null) return;
        using var file = new MemoryStream();
        if (format == "xlsx")
            XlsxExport.Write(_edited, Title, file);
        else
            await using (var writer = new StreamWriter(file, leaveOpen: true))
                await CsvExport.WriteAsync(_edited, writer, _gone.Token);
        file.Position = 0;
        using var stream = new DotNetStreamReference(file, leaveOpen: true);
        await Script.InvokeVoidAsync("assistantShell.save", _gone.Token, $"{Title}.{format}", stream);
    }

    private Task<RefineOutcome> RefineAsync(string sql, string words) => Desk!.Refine(Parts.Sql!, sql, words, _gone.Token);

    private Task LeaveEdited()
    {
        var ran = _edited is not null;
        (_edited, _refused) = (null, null);
        return ran && Desk is not null ? Desk.Leave(Parts.Sql!, _gone.Token) : Task.CompletedTask;
    }

    private string Address(string format) => $"/api/v1/results/{Parts.ResultId}/file?format={format}&name={Uri.EscapeDataString(Title)}";
}
