using System.Diagnostics.CodeAnalysis;

namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>
/// Bounds how many file engines run at a time, whatever the number of files: for one more, the one that has had nothing to do for longest
/// ends; when all of them work, the question waits. An engine that ended starts anew with its next question.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore without a wait handle holds nothing; engines that are disposed late still leave their seats.")]
internal sealed class EngineSeats(int most)
{
    private readonly SemaphoreSlim _free = new(most, most);
    private readonly Lock _lock = new();
    private readonly List<FileEngine> _seated = [];   // least recently used first
    private readonly HashSet<FileEngine> _working = [];
    private int _swept;

    /// <summary>Waits for a seat. Until it leaves, nobody ends the engine but itself.</summary>
    public async Task TakeAsync(FileEngine engine, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        if (Interlocked.Exchange(ref _swept, 1) == 0)
            EngineFolder.RemoveStale(TimeProvider.System);
        lock (_lock)
        {
            _working.Add(engine);
            // Fewer than all work, so one of the seated is idle when all seats are taken.
            if (!_seated.Remove(engine) && _seated.Count >= most && _seated.Find(e => !_working.Contains(e)) is { } idle)
            {
                idle.Stop();
                _seated.Remove(idle);
            }
            _seated.Add(engine);
        }
    }

    public void Leave(FileEngine engine)
    {
        lock (_lock)
        {
            _working.Remove(engine);
            if (engine.ProcessId is null)
                _seated.Remove(engine);
        }
        _free.Release();
    }

    /// <summary>Ends an engine that is not working.</summary>
    public void End(FileEngine engine)
    {
        lock (_lock)
        {
            if (_working.Contains(engine))
                return;
            engine.Stop();
            _seated.Remove(engine);
        }
    }
}
