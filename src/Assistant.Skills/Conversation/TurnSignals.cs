using System.Collections.Concurrent;
using System.Threading.Channels;
using Assistant.Skills.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Assistant.Skills.Conversation;

/// <summary>What woke a reader: events this process just wrote, or only the number that somebody's last event has.</summary>
internal sealed record TurnSignal(int Number, IReadOnlyList<TurnUpdate>? Updates);

/// <summary>
/// Wakes readers of turns and stops running turns, across processes: one listening connection however many there are. The tables are
/// the truth; a signal that gets lost costs a second, not an event.
/// </summary>
public sealed partial class TurnSignals(Database database, TimeProvider time, ILogger<TurnSignals> logger)
{
    internal const string EventsChannel = "turn_events";
    internal const string StopsChannel = "turn_stops";
    internal const string WorkChannel = "workflow_runs";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Channel<TurnSignal>, bool>> _readers = new();
    private readonly ConcurrentDictionary<Guid, (Guid Organization, CancellationTokenSource Stop)> _running = new();
    private readonly ConcurrentDictionary<Guid, Guid> _forsaken = new();
    private TaskCompletionSource _work = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>This process among those that share the database.</summary>
    internal Guid Process { get; } = Guid.NewGuid();

    /// <summary>Turns that this process runs.</summary>
    internal IEnumerable<(Guid Organization, Guid Turn)> Running => _running.Select(running => (running.Value.Organization, running.Key));

    /// <summary>Turns that this process could not end, with their organization.</summary>
    internal IEnumerable<KeyValuePair<Guid, Guid>> Forsaken => _forsaken;

    /// <summary>Ends when background work was asked for, here or in another process.</summary>
    internal Task WorkComesAsync() => Volatile.Read(ref _work).Task;

    internal void WorkComes() => Interlocked.Exchange(ref _work, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    internal void Runs(Guid organization, Guid turn, CancellationTokenSource stop) => _running[turn] = (organization, stop);

    internal void Ran(Guid turn) => _running.TryRemove(turn, out _);

    internal void Forsake(Guid organization, Guid turn) => _forsaken[turn] = organization;

    internal void Released(Guid turn) => _forsaken.TryRemove(turn, out _);

    /// <summary>Stops the turn if it runs here.</summary>
    internal void Stop(Guid turn)
    {
        try
        {
            if (_running.TryGetValue(turn, out var running))
                running.Stop.Cancel();
        }
        catch (ObjectDisposedException) { }   // it ended while we looked
    }

    internal Channel<TurnSignal> Subscribe(Guid turn)
    {
        // A reader that is far behind misses signals, sees the gap in the numbers and reads the table.
        var wake = Channel.CreateBounded<TurnSignal>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropWrite });
        _readers.GetOrAdd(turn, _ => new())[wake] = true;
        return wake;
    }

    internal void Unsubscribe(Guid turn, Channel<TurnSignal> wake)
    {
        if (_readers.TryGetValue(turn, out var wakes) && wakes.TryRemove(wake, out _) && wakes.IsEmpty)
            _readers.TryRemove(new(turn, wakes));
    }

    internal void Wake(Guid turn, TurnSignal signal)
    {
        if (_readers.TryGetValue(turn, out var wakes))
            foreach (var wake in wakes.Keys)
                wake.Writer.TryWrite(signal);
    }

    /// <summary>Listens until cancelled; a lost connection is made anew.</summary>
    internal async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenAsync(cancellationToken);
                connection.Notification += (_, notice) => Hear(notice.Channel, notice.Payload);
                await using (var listen = new NpgsqlCommand($"LISTEN {EventsChannel}; LISTEN {StopsChannel}; LISTEN {WorkChannel}", connection))
                    await listen.ExecuteNonQueryAsync(cancellationToken);
                foreach (var turn in _readers.Keys)
                    Wake(turn, new(int.MaxValue, null));   // whatever happened while nobody listened
                while (true)
                    await connection.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost) when (lost is NpgsqlException or IOException)
            {
                LogLost(lost.Message);
                await Task.Delay(Pause, time, CancellationToken.None);
            }
        }
    }

    private void Hear(string channel, string payload)
    {
        if (channel == WorkChannel)
            WorkComes();
        else if (channel == StopsChannel && Guid.TryParse(payload, out var stopped))
            Stop(stopped);
        else if (payload.Split('/') is [var id, var count] && Guid.TryParse(id, out var turn) && int.TryParse(count, out var number))
            Wake(turn, new(number, null));
    }

    [LoggerMessage(LogLevel.Warning, "The connection that listens for turns was lost and is made anew: {Reason}")]
    private partial void LogLost(string reason);
}
