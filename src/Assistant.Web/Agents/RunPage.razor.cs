using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Workflows;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Agents;

/// <summary>One run, followed live: its steps and its log.</summary>
public sealed partial class RunPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource? _following;
    private WorkflowRun? _run;
    private List<TurnUpdate> _updates = [];
    private bool _missing;
    private string _said = "";

    [Inject] private WorkflowRuns Runs { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }

    private bool MayManage => Me.Caller.May(Permission.ManageOrganization);

    private Workflow? Workflow => Runs.Workflows.FirstOrDefault(w => w.Name == _run?.Workflow);

    private string Title => Workflow?.Title ?? _run?.Workflow ?? "";

    private List<StepPart> Shown => [.. _updates.Select(u => u.Event).OfType<PartShown>().Select(p => p.Part).OfType<StepPart>().GroupBy(s => s.Id).Select(g => g.Last())];

    private IEnumerable<string> ToCome => _run is { IsOpen: true } ? Workflow?.Steps.Where(s => Shown.All(shown => shown.Id != s.Name) && _run.Steps.All(done => done.Name != s.Name)).Select(s => s.Label) ?? [] : [];

    private List<(int Number, string Text)> Told => [.. _updates.Select(u => (u.Number, Text: u.Event switch
    {
        PartShown { Part: TextPart text } => text.Markdown,
        PartShown { Part: HeadlinePart head } => head.Markdown,
        PartShown { Part: ClosingPart closing } => $"{closing.Title}. {closing.Why}",
        _ => "",
    })).Where(t => t.Text.Length > 0)];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        _following?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_following is not null)
            await _following.CancelAsync();
        _updates = [];
        _run = await Runs.GetAsync(Me.Caller, Id, _gone.Token);
        _missing = _run is null;
        if (_missing)
            return;
        // What was is there at the first paint; what comes is followed.
        if (_run is { IsOpen: false })
            _updates = await Runs.FollowAsync(Me.Caller, Id, 0, _gone.Token).ToListAsync(_gone.Token);
        else
        {
            _following = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
            _ = FollowAsync(Id, _following.Token);
        }
    }

    private async Task FollowAsync(Guid run, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in Runs.FollowAsync(Me.Caller, run, 0, cancellationToken))
                await InvokeAsync(async () =>
                {
                    _updates.Add(update);
                    _run = await Runs.GetAsync(Me.Caller, run, cancellationToken);
                    _said = update.Event is TurnEnded ? Say["The run has ended."] : _said;
                    StateHasChanged();
                });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }   // the page was left
    }

    private async Task CancelAsync()
    {
        _said = await Runs.CancelAsync(Me.Caller, Id, _gone.Token) ?? Say["The run is being cancelled."];
        _run = await Runs.GetAsync(Me.Caller, Id, _gone.Token);
    }

    private async Task RetryAsync()
    {
        switch (await Runs.RetryAsync(Me.Caller, Id, _gone.Token))
        {
            case AskOutcome.Asked(var run):
                Navigation.NavigateTo($"/agents/runs/{run}");
                break;
            case AskOutcome.Open(var run):
                Navigation.NavigateTo($"/agents/runs/{run}");
                break;
            case AskOutcome.Refused no:
                _said = no.Why;
                break;
        }
    }
}
