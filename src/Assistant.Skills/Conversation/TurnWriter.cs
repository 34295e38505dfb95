using System.Threading.Channels;
using Npgsql;

namespace Assistant.Skills.Conversation;

/// <summary>
/// The one who writes a running turn's events. Never makes the turn wait for the database: parts are written as soon as the one before
/// is in, text is gathered for a moment and written as one event.
/// </summary>
internal sealed class TurnWriter : IAsyncDisposable
{
    private static readonly TimeSpan[] Retries = [.. new[] { 0.05, 0.2, 0.5, 1, 2, 4 }.Select(TimeSpan.FromSeconds)];

    private readonly TurnLog _log;
    private readonly TimeSpan _gather;
    private readonly (Guid Organization, Guid Turn) _of;
    private readonly Action _lost;
    private readonly Channel<TurnEvent> _events = Channel.CreateUnbounded<TurnEvent>(new() { SingleReader = true });
    private readonly Task _writing;

    /// <param name="last">Number of the turn's last event so far.</param>
    /// <param name="lost">Called when the turn was ended by somebody else.</param>
    public TurnWriter(TurnLog log, TimeSpan gather, Guid organization, Guid turn, int last, Action lost)
    {
        (_log, _gather, _of, _lost, LastNumber) = (log, gather, (organization, turn), lost, last);
        _writing = WriteAsync();
    }

    /// <summary>What has been shown so far, unwritten events included.</summary>
    public AnswerSoFar Answer { get; } = new();

    /// <summary>True once somebody else ended the turn.</summary>
    public bool Lost { get; private set; }

    /// <summary>Number of the last event that is written. Settled after <see cref="FlushAsync"/>.</summary>
    public int LastNumber { get; private set; }

    /// <summary>Skills may run side by side, so events come from several threads.</summary>
    public void Write(TurnEvent happened)
    {
        lock (Answer)
            if (_events.Writer.TryWrite(happened))
                Answer.Add(happened);
    }

    /// <summary>Ends what was under way, and says why no more comes.</summary>
    public void Close(ClosingPart closing)
    {
        List<StepPart> open;
        lock (Answer)
            open = [.. Answer.Parts.OfType<StepPart>().Where(step => step.State == StepState.Running)];
        foreach (var step in open)
            Write(new PartShown(step with { State = closing.State == ClosingState.EngineError ? StepState.Failed : StepState.Stopped }));
        Write(new PartShown(closing));
    }

    /// <summary>Returns when all is written; nothing can be written after it.</summary>
    public Task FlushAsync()
    {
        _events.Writer.TryComplete();
        return _writing;
    }

    public ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync()
    {
        await Task.Yield();
        while (await _events.Reader.WaitToReadAsync())
        {
            var batch = Drain([]);
            if (batch.TrueForAll(happened => happened is TextWritten) && !_events.Reader.Completion.IsCompleted)
            {
                await Task.Delay(_gather, _log.Time);
                Drain(batch);
            }
            if (!Lost && !await AppendAsync(Joined(batch)))
            {
                Lost = true;
                _lost();
            }
        }
    }

    private List<TurnEvent> Drain(List<TurnEvent> batch)
    {
        while (batch.Count < 500 && _events.Reader.TryRead(out var happened))
            batch.Add(happened);
        return batch;
    }

    private async Task<bool> AppendAsync(List<TurnEvent> batch)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var goes = await _log.AppendAsync(_of.Organization, _of.Turn, LastNumber, batch, CancellationToken.None);
                LastNumber += goes ? batch.Count : 0;
                return goes;
            }
            catch (NpgsqlException outage) when (outage.IsTransient && attempt < Retries.Length)
            {
                await Task.Delay(Retries[attempt], _log.Time);   // the person waits with us; the turn goes on
            }
        }
    }

    private static List<TurnEvent> Joined(List<TurnEvent> batch)
    {
        var joined = new List<TurnEvent>(batch.Count);
        foreach (var happened in batch)
            if (happened is TextWritten more && joined is [.., TextWritten before])
                joined[^1] = new TextWritten(before.Text + more.Text);
            else
                joined.Add(happened);
        return joined;
    }
}
