using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Dashboards;
using Assistant.Skills.Sources;
using Assistant.Web.Parts;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Dashboards;

public sealed partial class WidgetTile : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Dialog? _sql;
    private ResultTable? _table;
    private DateTimeOffset? _asOf;
    private string? _why;
    private bool _denied, _reading;
    private int _round = -1;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Parameter, EditorRequired] public Widget Widget { get; set; } = null!;

    /// <summary>Reads the rows with the viewer's rights.</summary>
    [Parameter, EditorRequired] public Func<Widget, CancellationToken, Task<QueryOutcome>> Read { get; set; } = null!;

    /// <summary>Each new number reads the rows again.</summary>
    [Parameter] public int Round { get; set; }

    /// <summary>Who saved it, as the viewer knows them.</summary>
    [Parameter] public string MadeBy { get; set; } = "";
    [Parameter] public bool MayChange { get; set; }
    [Parameter] public UserPreferences Preferences { get; set; } = UserPreferences.Default;
    [Parameter] public EventCallback<(Widget Widget, ChartType Type)> TypeChanged { get; set; }
    [Parameter] public EventCallback<Widget> RenameAsked { get; set; }
    [Parameter] public EventCallback<Widget> RemoveAsked { get; set; }

    private CultureInfo Culture => CultureInfo.GetCultureInfo(Preferences.Culture);

    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Preferences.TimeZone);

    private ChartType Shown => Widget.Chart?.Type ?? ChartType.Table;

    private ChartPart? Drawn => Widget.Chart is { Type: not (ChartType.Table or ChartType.Kpi) } chart ? chart : null;

    // Words instead of rows: in a small tile they scroll, so a key must reach them.
    private bool Speaks => _why is not null || _table?.Rows.Count == 0;

    private string? Number
    {
        get
        {
            if (_table is not { Rows: [var row, ..] } table || Widget.Chart is not { } chart)
                return null;
            var column = chart.Values.Select(name => IndexOf(table, name)).FirstOrDefault(0);
            return column < 0 ? null : new Parts.CellText(table, column, Culture, Zone).Write(row[column]) ?? Say["no value"];
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_round == Round)
            return;
        _round = Round;
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        _reading = true;
        try
        {
            var outcome = await Read(Widget, _gone.Token);
            // A hidden table is told like one that is not there, and neither is named.
            _denied = outcome is QueryOutcome.NotAllowed or QueryOutcome.NotModelled;
            _table = (outcome as QueryOutcome.Rows)?.Table;
            _why = _table is not null ? null
                : _denied ? Say["Your role has no access to what this shows, or the source no longer has it. No row was read."]
                : Outcomes.Words(Say, outcome);
            _asOf = Time.GetUtcNow();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The person went on.
        }
        finally
        {
            _reading = false;
        }
    }

    private Task ChooseAsync(ChartType type) => TypeChanged.InvokeAsync((Widget, type));

    private static int IndexOf(ResultTable table, string name) =>
        Enumerable.Range(0, table.Columns.Count).FirstOrDefault(i => table.Columns[i].Name == name, -1);
}
