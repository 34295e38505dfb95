using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Tasks;
using Assistant.Skills.Workbooks;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Assistant.Web.Tasks;

/// <summary>The board: tasks in columns by state, moved by dragging, by keys or by buttons.</summary>
public sealed partial class TasksPage : IAsyncDisposable
{
    private static readonly TaskState[] Columns = [TaskState.ToDo, TaskState.Doing, TaskState.Review, TaskState.Done];

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<WorkTask>? _tasks;
    private IReadOnlyList<TaskPerson> _people = [];
    private IReadOnlyList<TaskEvent> _events = [];
    private WorkTask? _open;
    private string _which = "", _said = "";
    private string? _problem, _toFocus;
    private bool _making, _busy;
    private IssuedWorkbook? _workbook;
    private CultureInfo _culture = CultureInfo.CurrentCulture;
    private ElementReference _board;
    private string? _attached;
    private DotNetObjectReference<TasksPage>? _self;
    private IJSObjectReference? _module, _dragging;

    [Inject] private TaskBoard Board { get; set; } = null!;
    [Inject] private TaskWorkbooks Workbooks { get; set; } = null!;
    [Inject] private TaskPeople People { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private IJSRuntime Script { get; set; } = null!;

    /// <summary>The number of a task to open.</summary>
    [SupplyParameterFromQuery(Name = "task")] public int? Number { get; set; }

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(Me.Caller.Preferences.TimeZone)).DateTime);

    private IEnumerable<WorkTask> Shown => _which switch
    {
        "mine" => _tasks!.Where(t => t.Assignee?.Id == Me.Caller.UserId),
        "overdue" => _tasks!.Where(t => t.IsOverdue(Today)),
        _ => _tasks!,
    };

    /// <summary>A card was dropped on another column.</summary>
    [JSInvokable]
    public async Task DroppedAsync(int number, string state)
    {
        if (Enum.TryParse<TaskState>(state, out var to) && _tasks?.FirstOrDefault(t => t.Number == number) is { } task && task.State != to)
            await MoveAsync(task, to);
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _gone.Dispose();
        _self?.Dispose();
        try
        {
            if (_dragging is not null)
                await _dragging.InvokeVoidAsync("detach");
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        _culture = CultureInfo.GetCultureInfo(Me.Caller.Preferences.Culture);
        _people = await People.ListAsync(Me.Caller, _gone.Token);
        await LoadAsync();
        if (Number is { } number && _tasks!.FirstOrDefault(t => t.Number == number) is { } task)
            await OpenAsync(task);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_board.Id is { } board && board != _attached)
        {
            // The board is not there while there are no tasks.
            _attached = board;
            _self ??= DotNetObjectReference.Create(this);
            _module ??= await Script.InvokeAsync<IJSObjectReference>("import", _gone.Token, "./_content/Assistant.Web/Tasks/TasksPage.razor.js");
            _dragging = await _module.InvokeAsync<IJSObjectReference>("attach", _gone.Token, _board, _self);
        }
        if (_toFocus is not { } selector)
            return;
        _toFocus = null;
        await Script.InvokeVoidAsync("assistantShell.focus", _gone.Token, selector);
    }

    private string Pressed(string which) => _which == which ? "true" : "false";

    private async Task LoadAsync()
    {
        _tasks = await Board.ListAsync(Me.Caller, _gone.Token);
        if (_open is null)
            return;
        _open = _tasks.FirstOrDefault(t => t.Id == _open.Id);
        if (_open is not null)
            _events = await Board.EventsAsync(Me.Caller, _open.Number, _gone.Token);
    }

    private async Task OpenAsync(WorkTask task)
    {
        (_open, _problem, _toFocus, _workbook) = (task, null, "#task-details", null);
        _events = await Board.EventsAsync(Me.Caller, task.Number, _gone.Token);
    }

    private async Task MakeAsync(NewTask wanted)
    {
        _problem = (await Board.MakeAsync(Me.Caller, wanted, _gone.Token) as TaskOutcome.Refused)?.Why;
        if (_problem is not null)
            return;
        (_making, _said) = (false, Say["The task is made."]);
        await LoadAsync();
    }

    private async Task ChangeAsync(TaskChange change)
    {
        _problem = (await Board.ChangeAsync(Me.Caller, _open!.Number, change, _gone.Token) as TaskOutcome.Refused)?.Why;
        if (_problem is null)
            _said = Say["Task {0} is saved.", _open.Number];
        await LoadAsync();
    }

    private async Task MoveAsync(WorkTask task, TaskState to)
    {
        if (await Board.ChangeAsync(Me.Caller, task.Number, new() { State = to }, _gone.Token) is TaskOutcome.Refused refused)
            _said = refused.Why;
        else
            (_said, _toFocus) = (Say["Task {0}: {1}.", task.Number, TaskWords.State(Say, to)], $"#task-{task.Number}");
        await LoadAsync();
    }

    private async Task GetWorkbookAsync()
    {
        _busy = true;
        StateHasChanged();
        try
        {
            var outcome = await Workbooks.MakeAsync(Me.Caller, _open!.Number, _gone.Token);
            (_workbook, _problem) = ((outcome as WorkbookOutcome.Made)?.Workbook, (outcome as WorkbookOutcome.Refused)?.Why);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task CommentAsync(string comment)
    {
        _problem = await Board.CommentAsync(Me.Caller, _open!.Number, comment, _gone.Token);
        await LoadAsync();
    }
}
