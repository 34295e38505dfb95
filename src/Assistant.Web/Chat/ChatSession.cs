using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Microsoft.Extensions.Logging;

namespace Assistant.Web.Chat;

/// <summary>
/// The state of one open conversation: its turns, followed live wherever they were started. Lives as long as the page that shows it.
/// </summary>
public sealed partial class ChatSession(Turns turns, Conversations conversations, TimeProvider time, ILogger<ChatSession> logger) : IDisposable
{
    // How often an idle page looks whether another tab or device asked something.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private readonly List<TurnView> _turns = [];
    private readonly HashSet<Guid> _followed = [];
    private Caller _caller = null!;
    private CancellationTokenSource? _open;

    /// <summary>Something to be shown has changed; raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>A turn began or ended, or the title changed: lists of conversations are out of date.</summary>
    public event Action? ListChanged;

    public ConversationSummary? Conversation { get; private set; }

    public IReadOnlyList<TurnView> Turns => _turns;

    /// <summary>The conversation does not exist or is not the person's to read.</summary>
    public bool Missing { get; private set; }

    /// <summary>The log cannot be read at the moment; it is tried again by itself.</summary>
    public bool Troubled { get; private set; }

    public TurnView? Running => _turns.FirstOrDefault(t => t.State is null);

    /// <summary>Shows a conversation, or none for a new one, and follows what runs in it.</summary>
    public async Task OpenAsync(Caller caller, Guid? id, CancellationToken cancellationToken)
    {
        _caller = caller;
        _open?.Cancel();
        _open?.Dispose();
        _open = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        (Conversation, Missing) = (null, false);
        _turns.Clear();
        _followed.Clear();
        if (id is null) return;
        Missing = !await LoadAsync(id.Value, cancellationToken);
    }

    /// <summary>Follows running turns, those of other tabs too; for an interactive page, since a page that is only printed cannot.</summary>
    public void Live()
    {
        if (_open is null || Conversation is null) return;
        FollowRunning();
        _ = WatchAsync(Conversation.Id, _open.Token);
    }

    /// <summary>Asks; makes the conversation first if this is a new one. Returns its id, or null if it may not be continued.</summary>
    /// <param name="replaces">The turn that is edited or answered again: it and all after it are replaced.</param>
    public async Task<StartOutcome> AskAsync(string text, Guid? sourceId, Guid? replaces, CancellationToken cancellationToken)
    {
        var isNew = Conversation is null;
        var before = _turns.ToList();
        ShowAtOnce(text, sourceId, replaces);
        StartOutcome outcome;
        var asked = false;
        try
        {
            outcome = await turns.StartAsync(_caller, new TurnRequest(Conversation?.Id ?? default, text, sourceId, replaces), cancellationToken);
            asked = outcome is StartOutcome.Started;
            if (!asked) return outcome;
        }
        finally
        {
            if (!asked) Restore(before);
        }
        await LoadAsync(((StartOutcome.Started)outcome).ConversationId, cancellationToken);
        if (isNew) Live();
        else FollowRunning();
        ListChanged?.Invoke();
        return outcome;
    }

    /// <summary>Stops what runs; what is there stays.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Running is { } turn)
            await turns.StopAsync(_caller, turn.Id, cancellationToken);
    }

    public async Task RateAsync(Guid turnId, bool? up, string? reason, CancellationToken cancellationToken)
    {
        if (!await conversations.RateAsync(_caller, turnId, up, reason, cancellationToken)) return;
        Replace(turnId, turn => turn with { RatedUp = up, RatingReason = reason });
    }

    /// <summary>Reads title and state anew, after they were changed elsewhere on the page.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (Conversation is { } open) await LoadAsync(open.Id, cancellationToken);
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        _open?.Dispose();
    }

    // The person sees their question before the database has it.
    private void ShowAtOnce(string text, Guid? sourceId, Guid? replaces)
    {
        if (replaces is not null && _turns.FindIndex(t => t.Id == replaces) is >= 0 and var place)
            _turns.RemoveRange(place, _turns.Count - place);
        _turns.Add(new TurnView(Guid.NewGuid(), text, sourceId, null, [], 0, time.GetUtcNow(), null, null, null));
        Changed?.Invoke();
    }

    private void Restore(List<TurnView> turns)
    {
        _turns.Clear();
        _turns.AddRange(turns);
        Changed?.Invoke();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await conversations.GetAsync(_caller, id, cancellationToken) is not { } view) return false;
        Conversation = view.Summary;
        // A turn that is followed is further than what was just read.
        var known = _turns.Where(t => _followed.Contains(t.Id)).ToDictionary(t => t.Id);
        _turns.Clear();
        _turns.AddRange(view.Turns.Select(t => t.State is null && known.TryGetValue(t.Id, out var followed) && followed.LastNumber > t.LastNumber ? followed : t));
        Changed?.Invoke();
        return true;
    }

    private void FollowRunning()
    {
        foreach (var turn in _turns.Where(t => t.State is null && _followed.Add(t.Id)).ToList())
            _ = FollowAsync(turn.Id, _open!.Token);
    }

    // Events are folded from the first on, so that text that was being written goes on where it was; the page shows what it had until then.
    private async Task FollowAsync(Guid turnId, CancellationToken cancellationToken)
    {
        var answer = new AnswerSoFar();
        while (answer.Ended is null)
        {
            try
            {
                await foreach (var update in turns.FollowAsync(_caller, turnId, answer.LastNumber, cancellationToken))
                {
                    answer.Add(update);
                    Show(turnId, answer);
                }
                if (answer.Ended is null)
                {
                    await RefreshAsync(cancellationToken);   // it was marked as interrupted, or deleted
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is System.Data.Common.DbException or IOException or TimeoutException)
            {
                LogFollowing(turnId, failure);
                Troubled = true;
                Changed?.Invoke();
                await Task.Delay(Glance, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                if (cancellationToken.IsCancellationRequested) return;
            }
        }
        ListChanged?.Invoke();
    }

    private void Show(Guid turnId, AnswerSoFar answer)
    {
        Troubled = false;
        Replace(turnId, turn => answer.LastNumber < turn.LastNumber && answer.Ended is null ? turn : turn with
        {
            Parts = [.. answer.Parts], LastNumber = answer.LastNumber, State = answer.Ended?.State, Milliseconds = answer.Ended?.Milliseconds,
        });
    }

    private void Replace(Guid turnId, Func<TurnView, TurnView> change)
    {
        var place = _turns.FindIndex(t => t.Id == turnId);
        if (place < 0) return;
        _turns[place] = change(_turns[place]);
        Changed?.Invoke();
    }

    private async Task WatchAsync(Guid id, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Glance, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (Running is not null) continue;
                var elsewhere = await turns.RunningAsync(_caller, id, cancellationToken);
                if (elsewhere.All(_followed.Contains)) continue;
                await LoadAsync(id, cancellationToken);
                FollowRunning();
            }
        }
        catch (OperationCanceledException) { }   // the page went on
        catch (Exception failure) when (failure is System.Data.Common.DbException or IOException or TimeoutException)
        {
            LogFollowing(id, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Following {Turn} was interrupted.")]
    private partial void LogFollowing(Guid turn, Exception failure);
}
