using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Agents;
using Assistant.Skills.Sources;
using Assistant.Skills.Workflows;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Agents;

/// <summary>The agents of the organization and their runs, as they are at this moment.</summary>
public sealed partial class AgentsPage : IDisposable
{
    private const int RunsShown = 25;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1), Calm = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<AgentView>? _agents;
    private IReadOnlyList<WorkflowRun> _runs = [];
    private IReadOnlyList<DataSource> _sources = [];
    private Dictionary<string, string> _titles = [];
    private ScheduleDialog _schedule = null!;
    private string _said = "";
    private bool _problem;

    [Inject] private AgentHub Hub { get; set; } = null!;
    [Inject] private WorkflowRuns Runs { get; set; } = null!;
    [Inject] private WorkflowSchedules Schedules { get; set; } = null!;
    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;

    private bool MayManage => Me.Caller.May(Permission.ManageOrganization);

    private string Rate => _agents!.Sum(a => a.Figures.Done + a.Figures.Failed) is > 0 and var all
        ? ((double)_agents!.Sum(a => a.Figures.Done) / all).ToString("P0", CultureInfo.GetCultureInfo(Me.Caller.Preferences.Culture)) : "–";

    private string Next => _agents!.Select(a => a.Settings.NextAt).Min() is { } next ? Clock.Brief(next, Time.GetUtcNow(), Me.Caller.Preferences) : "–";

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _titles = Runs.Workflows.ToDictionary(w => w.Name, w => w.Title);
        _sources = await Sources.ListAsync(Me.Caller, _gone.Token);
        await LoadAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = WatchAsync(_gone.Token);
    }

    /// <summary>Looks again, often while something works.</summary>
    private async Task WatchAsync(CancellationToken gone)
    {
        while (!gone.IsCancellationRequested)
        {
            await Task.Delay(_agents?.Any(a => a.Open is not null) is true ? Busy : Calm, Time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!gone.IsCancellationRequested && Me.IsSignedIn)
                await InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                });
        }
    }

    private async Task LoadAsync()
    {
        _agents = await Hub.ListAsync(Me.Caller, _gone.Token);
        _runs = await Runs.ListAsync(Me.Caller, null, RunsShown, _gone.Token);
    }

    private Task AskAsync(AgentView view) => DoAsync(async () => await Runs.AskAsync(Me.Caller, view.Agent.Workflow, _gone.Token) is AskOutcome.Refused no ? no.Why : null, Say["{0} was asked to run.", Say[view.Agent.Title]]);

    private Task CancelAsync(WorkflowRun run) => DoAsync(() => Runs.CancelAsync(Me.Caller, run.Id, _gone.Token), Say["The run is being cancelled."]);

    private Task RetryAsync(WorkflowRun run) => DoAsync(async () => await Runs.RetryAsync(Me.Caller, run.Id, _gone.Token) switch
    {
        AskOutcome.Refused no => no.Why,
        AskOutcome.Open => Say["A run of this workflow is open already."],
        _ => null,
    }, Say["The run goes on where it ended."]);

    private Task SwitchAsync(AgentView view) => DoAsync(
        () => Schedules.ChangeAsync(Me.Caller, view.Agent.Workflow, new(Enabled: !view.Settings.Enabled), _gone.Token),
        view.Settings.Enabled ? Say["{0} is off; it runs only when asked.", Say[view.Agent.Title]] : Say["{0} is on.", Say[view.Agent.Title]]);

    private async Task<string?> SaveAsync(AgentView view, SettingsChange change)
    {
        var problem = await Schedules.ChangeAsync(Me.Caller, view.Agent.Workflow, change, _gone.Token);
        await LoadAsync();
        _said = problem is null ? Say["The schedule is kept."] : "";
        StateHasChanged();
        return problem;
    }

    private async Task DoAsync(Func<Task<string?>> act, string done)
    {
        var problem = await act();
        (_said, _problem) = (problem ?? done, problem is not null);
        await LoadAsync();
    }
}
