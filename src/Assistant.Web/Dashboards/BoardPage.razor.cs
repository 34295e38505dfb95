using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Dashboards;
using Assistant.Skills.Sources;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Dashboards;

public sealed partial class BoardPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Board? _board;
    private bool _missing, _editing;
    private int _round;
    private DateTimeOffset? _readAt;
    private string _said = "";
    private Widget? _chosen;
    private IReadOnlyList<Widget> _elsewhere = [];
    private NameDialog? _rename, _retitle;
    private ConfirmDialog? _delete, _remove;
    private Dialog? _add;
    private PeriodicTimer? _timer;

    [Inject] private Boards Boards { get; set; } = null!;
    [Inject] private Widgets Widgets { get; set; } = null!;
    [Inject] private LiveWidgets Live { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }

    private IEnumerable<(int Seconds, string Words)> Intervals =>
        [(0, Say["when I ask"]), (30, Say["every 30 seconds"]), (60, Say["every minute"]), (300, Say["every 5 minutes"]), (3600, Say["every hour"])];

    private int RefreshSeconds => (int)(_board?.Refresh?.TotalSeconds ?? 0);

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        _timer?.Dispose();
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (_timer is null && _board?.Refresh is { } every)
            _ = ReadEveryAsync(_timer = new PeriodicTimer(every, Time));
    }

    private async Task LoadAsync()
    {
        _board = await Boards.GetAsync(Me.Caller, Id, _gone.Token);
        _missing = _board is null;
        _readAt ??= Time.GetUtcNow();
    }

    private async Task ReadEveryAsync(PeriodicTimer timer)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(_gone.Token))
                await InvokeAsync(ReadAll);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private void ReadAll()
    {
        _round++;
        _readAt = Time.GetUtcNow();
        StateHasChanged();
    }

    private Widget Of(Guid id) => _board!.Widgets.First(w => w.Id == id);

    private string TitleOf(Guid id) => Of(id).Title;

    private Task<QueryOutcome> ReadAsync(Widget widget, CancellationToken cancellationToken) => Live.ReadAsync(Me.Caller, widget, cancellationToken);

    private async Task ArrangeAsync(IReadOnlyList<GridPlace> places)
    {
        _board = _board! with { Places = places };
        await Boards.ArrangeAsync(Me.Caller, Id, places, _gone.Token);
    }

    private async Task ShareAsync()
    {
        await Boards.ShareAsync(Me.Caller, Id, !_board!.Shared, _gone.Token);
        await LoadAsync();
        _said = _board!.Shared ? Say["Everyone in your organization can see this dashboard now, each with their own rights."] : Say["Only you can see this dashboard now."];
    }

    private async Task RefreshChosenAsync(ChangeEventArgs change)
    {
        var seconds = int.Parse((string)change.Value!, CultureInfo.InvariantCulture);
        await Boards.SetRefreshAsync(Me.Caller, Id, seconds == 0 ? null : TimeSpan.FromSeconds(seconds), _gone.Token);
        _timer?.Dispose();
        _timer = null;
        await LoadAsync();
    }

    private async Task<string?> RenameAsync(string name) => await ChangedAsync(Boards.RenameAsync(Me.Caller, Id, name, _gone.Token));

    private async Task<string?> DeleteAsync()
    {
        if (!await Boards.DeleteAsync(Me.Caller, Id, _gone.Token))
            return Gone();
        Navigation.NavigateTo("/dashboards");
        return null;
    }

    private void AskForTitle(Widget widget)
    {
        _chosen = widget;
        _retitle!.Show(widget.Title);
    }

    private void AskToRemove(Widget widget)
    {
        _chosen = widget;
        _remove!.Show();
    }

    private async Task<string?> RetitleAsync(string title) =>
        await ChangedAsync(Widgets.RenameAsync(Me.Caller, Id, _chosen!.Id, title, _gone.Token));

    private async Task<string?> RemoveAsync() => await ChangedAsync(Widgets.RemoveAsync(Me.Caller, Id, _chosen!.Id, _gone.Token));

    private async Task RedrawAsync((Widget Widget, ChartType Type) wish)
    {
        if (wish.Widget.Chart is { } chart)
            await ChangedAsync(Widgets.RedrawAsync(Me.Caller, Id, wish.Widget.Id, Redrawn(chart, wish.Type), _gone.Token));
    }

    // The first type stays among the alternatives, or there would be no way back from a table.
    private static ChartPart Redrawn(ChartPart chart, ChartType type) => chart with
    {
        Type = type,
        Alternatives = [.. chart.Alternatives.Prepend(chart.Type).Distinct()],
    };

    private async Task AskForWidgetAsync()
    {
        _elsewhere = await Widgets.ElsewhereAsync(Me.Caller, Id, _gone.Token);
        _add!.Show();
    }

    private async Task AddAsync(Widget widget)
    {
        await ChangedAsync(Widgets.AddAsync(Me.Caller, Id, widget.Id, _gone.Token));
        await _add!.CloseAsync();
    }

    private async Task<string?> ChangedAsync(Task<bool> change)
    {
        var done = await change;
        await LoadAsync();
        StateHasChanged();   // dialogs ask by a function, which does not redraw this page by itself
        return done ? null : Gone();
    }

    private string Gone() => Say["It is no longer there, or you may no longer change it."];
}
