using System.Collections.Concurrent;
using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Conversation;

/// <summary>
/// Runs this process's turns in the background, each with a cancellation of its own. A process that shuts down ends them as interrupted;
/// of one that was killed, whoever looks next does it.
/// </summary>
public sealed partial class RunningTurns(
    Database database, TurnLog log, TurnSignals signals, TurnRunner runner, IOptions<TurnOptions> options, ILogger<RunningTurns> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly ConcurrentDictionary<Guid, Task> _turns = new();
    private readonly SemaphoreSlim _slots = new(options.Value.MaxRunning);
    private readonly CancellationTokenSource _closing = new();

    internal Guid Process => signals.Process;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the web server waits for its requests: those that follow a turn end with it.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => _closing.CancelAsync();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_turns.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _closing.Dispose();
        _slots.Dispose();
    }

    /// <summary>Starts the turn and returns at once. Not tied to who asked: their connection may go, the turn goes on.</summary>
    internal void Begin(Caller caller, TurnBegan began, Guid? source)
    {
        var running = Task.Run(() => RunAsync(caller, began, source), CancellationToken.None);
        _turns[began.TurnId] = running;
        if (running.IsCompleted)
            _turns.TryRemove(began.TurnId, out _);   // it was over before it was noted
    }

    private async Task RunAsync(Caller caller, TurnBegan began, Guid? source)
    {
        using var stop = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(options.Value.Limit, log.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, limit.Token, _closing.Token);
        var started = log.Time.GetTimestamp();
        await using var writer = log.Write(caller.OrganizationId, began.TurnId, last: 1, lost: () => signals.Stop(began.TurnId));
        var notes = new ConcurrentDictionary<string, string>();
        var state = ClosingState.Answered;
        ClosingPart? closing = null;
        signals.Runs(caller.OrganizationId, began.TurnId, stop);
        try
        {
            await _slots.WaitAsync(either.Token);
            // A tool that does not hear the cancellation holds up nobody but itself.
            try { state = await runner.RunAsync(caller, began, source, notes, writer, either.Token).WaitAsync(either.Token); }
            finally { _slots.Release(); }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            closing = stop.IsCancellationRequested ? Stopped : limit.IsCancellationRequested ? TooLong : TurnInterruptions.Closing;
        }
        catch (Exception unforeseen)
        {
            LogFailed(unforeseen, began.TurnId);
            closing = Failed;
        }
        signals.Ran(began.TurnId);
        await EndAsync(caller, began, writer, closing, closing?.State ?? state, notes, started);
        _turns.TryRemove(began.TurnId, out _);
    }

    private async Task EndAsync(
        Caller caller, TurnBegan began, TurnWriter writer, ClosingPart? closing, ClosingState state, IDictionary<string, string> notes, long started)
    {
        if (closing is not null)
            writer.Close(closing);
        try
        {
            await writer.FlushAsync();
            if (writer.Lost)
                return;
            TurnEvent[] end = [new TurnEnded(state, (int)log.Time.GetElapsedTime(started).TotalMilliseconds)];
            await using var tenant = await database.OpenAsync(caller.OrganizationId, CancellationToken.None);
            var written = await TurnInterruptions.EndAsync(tenant.Connection, caller.OrganizationId, began.ConversationId, began.TurnId,
                writer.LastNumber, writer.Answer, end, ConversationJson.Write(notes));
            await tenant.CommitAsync(CancellationToken.None);
            if (written)
                log.Tell(began.TurnId, writer.LastNumber, end);
        }
        catch (NpgsqlException outage)
        {
            // Our own database is away for long. When it is back, the turn is nobody's, and whoever looks at it finds it interrupted.
            LogFailed(outage, began.TurnId);
            signals.Forsake(caller.OrganizationId, began.TurnId);
        }
    }

    private static ClosingPart Stopped { get; } = new(
        ClosingState.Stopped, "Stopped", "You stopped this answer. What it had so far is kept.", [], CanRetry: true);

    private static ClosingPart TooLong { get; } = new(
        ClosingState.EngineError, "This took too long",
        "The time for one answer is over. Narrow the question, for example to one year or one group.", [], CanRetry: true);

    private static ClosingPart Failed { get; } = new(
        ClosingState.EngineError, "Something went wrong",
        "The assistant itself failed; it is not about your question. Try again, and tell an administrator if it stays.", [], CanRetry: true);

    [LoggerMessage(LogLevel.Error, "Turn {Turn} failed.")]
    private partial void LogFailed(Exception exception, Guid turn);
}
