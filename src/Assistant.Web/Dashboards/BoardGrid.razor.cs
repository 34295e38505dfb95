using System.Globalization;
using Assistant.Skills.Dashboards;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Assistant.Web.Dashboards;

public sealed partial class BoardGrid
{
    private ElementReference _grid;
    private DotNetObjectReference<BoardGrid>? _self;
    private IJSObjectReference? _module;
    private string _said = "";

    [Parameter, EditorRequired] public IReadOnlyList<GridPlace> Places { get; set; } = [];
    [Parameter, EditorRequired] public RenderFragment<Guid> Tile { get; set; } = null!;
    [Parameter, EditorRequired] public Func<Guid, string> TitleOf { get; set; } = null!;
    [Parameter] public bool Editing { get; set; }

    /// <summary>The whole layout after a move or a change of size.</summary>
    [Parameter] public EventCallback<IReadOnlyList<GridPlace>> Changed { get; set; }

    private IEnumerable<(GridStep Step, string Icon, string Words)> Steps =>
    [
        (GridStep.Up, "arrow-up", Say["Up"]), (GridStep.Down, "arrow-down", Say["Down"]),
        (GridStep.Left, "arrow-left", Say["To the left"]), (GridStep.Right, "arrow-right", Say["To the right"]),
        (GridStep.Wider, "plus", Say["Wider"]), (GridStep.Narrower, "minus", Say["Narrower"]),
        (GridStep.Taller, "plus", Say["Taller"]), (GridStep.Shorter, "minus", Say["Shorter"]),
    ];

    /// <summary>Called by the script when a widget was dropped.</summary>
    [JSInvokable]
    public Task MovedAsync(Guid widgetId, int column, int row) => ChangeAsync(widgetId, GridLayout.Move(Places, widgetId, column, row));

    /// <summary>Called by the script when a corner was let go.</summary>
    [JSInvokable]
    public Task ResizedAsync(Guid widgetId, int width, int height) => ChangeAsync(widgetId, GridLayout.Resize(Places, widgetId, width, height));

    /// <summary>Called by the script for an arrow key on a grip.</summary>
    [JSInvokable]
    public Task SteppedAsync(Guid widgetId, string step) => StepAsync(widgetId, Enum.Parse<GridStep>(step));

    public async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./_content/Assistant.Web/Dashboards/BoardGrid.razor.js");
        await _module.InvokeVoidAsync("attach", _grid, _self, GridLayout.Columns);
    }

    private Task StepAsync(Guid widgetId, GridStep step) => ChangeAsync(widgetId, GridLayout.Step(Places, widgetId, step));

    private async Task ChangeAsync(Guid widgetId, IReadOnlyList<GridPlace> changed)
    {
        if (changed.SequenceEqual(Places))
        {
            _said = Say["{0} can go no further.", TitleOf(widgetId)];
            StateHasChanged();
            return;
        }

        var now = changed.First(p => p.WidgetId == widgetId);
        _said = Say["{0}: column {1}, row {2}, {3} wide, {4} tall.", TitleOf(widgetId), now.Column + 1, now.Row + 1, now.Width, now.Height];
        await Changed.InvokeAsync(changed);
    }

    private static string Style(GridPlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"--x: {place.Column + 1}; --y: {place.Row + 1}; --w: {place.Width}; --h: {place.Height}");
}
