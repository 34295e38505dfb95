using Assistant.Skills.Access;
using Assistant.Skills.Curation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Web.Resources;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Assistant.Web.Semantics;

public sealed partial class HistoryPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private DataSource? _source;
    private IReadOnlyList<ModelVersion> _versions = [];
    private (int Number, ModelReplay Replay)? _back;
    private bool _busy;
    private string? _problem;
    private string _said = "";

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private SemanticModels Models { get; set; } = null!;
    [Inject] private ModelReplays Replays { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private NotificationService Notifications { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _source = Me.Caller.MayOn(Permission.ManageSources, Id) ? await Sources.GetAsync(Me.Caller, Id, _gone.Token) : null;
        _versions = _source is null ? [] : await Models.HistoryAsync(Me.Caller, Id, _gone.Token);
    }

    // As with an edit: what it does to known questions is seen before it is published.
    private async Task TryAsync(int number)
    {
        (_busy, _problem, _back) = (true, null, null);
        _said = Say["Asking the questions again"];
        StateHasChanged();
        _back = await Replays.ReplayVersionAsync(Me.Caller, Id, number, _gone.Token) is { } replay ? (number, replay) : null;
        _busy = false;
        if (_back is { Replay: var seen })
            _said = Say.Count(seen.Changed.Count, "One answer changes.", "{0} answers change.");
        else
            _problem = Say["This version or its source is not there any more."];
    }

    private async Task PublishAsync()
    {
        if (_back is not var (number, replay))
            return;
        switch (await Models.RestoreAsync(Me.Caller, Id, number, _gone.Token))
        {
            case PublishOutcome.Published published:
                if (replay.Verified > 0)
                    await Replays.KeepAsync(Me.Caller, Id, replay, _gone.Token);
                (_problem, _back) = (null, null);
                _versions = await Models.HistoryAsync(Me.Caller, Id, _gone.Token);
                Notifications.Done(Say["Version {0} answers questions from now on.", published.Number]);
                break;
            case PublishOutcome.Refused refused:
                _problem = refused.Reason;
                break;
        }
    }
}
