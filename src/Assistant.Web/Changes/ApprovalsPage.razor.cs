using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Sources;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Assistant.Web.Changes;

/// <summary>What waits for approval, what one change would do cell by cell, and the decision.</summary>
public sealed partial class ApprovalsPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<int> _chosen = [];
    private IReadOnlyList<ChangeSet>? _sets;
    private IReadOnlyList<DataSource> _sources = [];
    private IReadOnlyList<CellChange> _cells = [];
    private List<ChangeSet> _waiting = [];
    private ChangeSet? _open;
    private WriteAccess? _access;
    private string? _problem;
    private string _said = "";
    private bool _busy, _fourEyes = true;
    private CultureInfo _culture = CultureInfo.CurrentCulture;

    [Inject] private ChangeSets Sets { get; set; } = null!;
    [Inject] private ChangeWriters Writers { get; set; } = null!;
    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private NotificationService Notifications { get; set; } = null!;

    [Parameter] public int? Number { get; set; }

    private bool MayApprove(ChangeSet set) => Me.Caller.MayOn(Permission.ApproveChanges, set.SourceId);

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _culture = CultureInfo.GetCultureInfo(Me.Caller.Preferences.Culture);
        _sources = await Sources.ListAsync(Me.Caller, _gone.Token);
        await LoadAsync();
    }

    private bool MayDecide(ChangeSet set) => MayApprove(set) && !(_fourEyes && set.AuthorId == Me.Caller.UserId);

    private async Task LoadAsync()
    {
        _fourEyes = await Sets.FourEyesAsync(Me.Caller, _gone.Token);
        _sets = await Sets.ListAsync(Me.Caller, _gone.Token);
        _waiting = [.. _sets.Where(s => s.State is ChangeState.Proposed or ChangeState.Approved)];
        _open = _sets.FirstOrDefault(s => s.Number == Number);
        _cells = _open is null ? [] : await Sets.CellsAsync(Me.Caller, _open.Id, _gone.Token);
        _access = _open is null ? null : await Writers.FindAsync(Me.Caller, _open.SourceId, _gone.Token);
        _chosen.Clear();
        _chosen.UnionWith(Enumerable.Range(0, _cells.Count).Where(i => _cells[i].Verdict is not CellVerdict.LeftOut));
    }

    private Task ApproveAsync(string note) => DoAsync(async set =>
    {
        var approved = await Sets.ApproveAsync(Me.Caller, set.Id, _chosen, note, _gone.Token);
        return approved is ChangeOutcome.Done ? await Sets.ApplyAsync(Me.Caller, set.Id, _gone.Token) : approved;
    }, Say["It is approved and written."]);

    private Task RejectAsync(string note) => DoAsync(set => Sets.RejectAsync(Me.Caller, set.Id, note, _gone.Token), Say["It is rejected. Nothing was written."]);

    private Task ApplyAsync() => DoAsync(set => Sets.ApplyAsync(Me.Caller, set.Id, _gone.Token), Say["It is written."]);

    private Task UndoAsync() => DoAsync(set => Sets.UndoAsync(Me.Caller, set.Id, _gone.Token), Say["It is undone: the old values stand again."]);

    private async Task DoAsync(Func<ChangeSet, Task<ChangeOutcome>> act, string done)
    {
        if (_open is not { } set)
            return;
        (_busy, _problem) = (true, null);
        StateHasChanged();
        try
        {
            switch (await act(set))
            {
                case ChangeOutcome.Done:
                    _said = done;
                    Notifications.Done(done);
                    break;
                case ChangeOutcome.Stale stale:
                    _problem = Say["{0} rows have other values now: {1}. Nothing was changed.", stale.Count, string.Join("; ", stale.Rows)];
                    break;
                case ChangeOutcome.Refused refused:
                    _problem = refused.Why;
                    break;
            }
            await LoadAsync();
            // What the change set itself says need not stand there twice.
            if (_problem is not null && _problem == _open?.Failure)
                _problem = null;
        }
        finally
        {
            _busy = false;
        }
    }

    private string Figure(int number) => number.ToString("#,0", _culture);
}
