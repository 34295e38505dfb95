using Assistant.Skills.Sources.Files;

namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>The engine was not there, died or was stopped: the message is for the person.</summary>
internal sealed class FileEngineException(EngineFailureKind kind, string message) : Exception(message)
{
    public EngineFailureKind Kind => kind;

    /// <summary>What it is to who asked.</summary>
    public QueryOutcome Outcome => kind switch
    {
        EngineFailureKind.NotARead => new QueryOutcome.NotARead(Message),
        EngineFailureKind.NotAllowed => new QueryOutcome.NotAllowed(Message),
        EngineFailureKind.TooCostly => new QueryOutcome.TooCostly(Message),
        _ => new QueryOutcome.EngineFailed(Message),
    };
}

/// <summary>
/// The server's end of one file engine: starts the process when it is needed, asks it one thing at a time, ends it when it hangs, grows
/// too large or was idle, and starts it anew after it died.
/// </summary>
internal sealed class FileEngine(SourceOptions options, EngineSeats seats) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2), Idle = TimeSpan.FromMinutes(5), StartLimit = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile EngineProcess? _process;
    private FilePlan? _opened;
    private Timer? _idle;

    /// <summary>The process, for tests that kill it; null when none runs.</summary>
    internal int? ProcessId => _process?.Id;

    /// <param name="whole">All of the file tells its kinds, however large it is; takes up to five times as long.</param>
    public async Task<FileInspection> InspectAsync(string path, bool whole, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(whole ? 5 * options.InspectSeconds : options.InspectSeconds);
        var look = new FileLook(path, whole ? long.MaxValue : options.WholeBytes, options.SampledRows);
        FileInspection? inspection = null;
        await AskAsync(null, EngineFrame.Of(FrameKind.Inspect, look), frame => inspection = frame.Read<FileInspection>(), limit, cancellationToken);
        return inspection ?? throw new FileEngineException(EngineFailureKind.Other, "The file engine gave no answer.");
    }

    /// <summary>Asks the files of a plan; answers come frame by frame.</summary>
    public Task QueryAsync(FilePlan plan, EngineQuery query, Action<EngineFrame> answer, TimeSpan limit, CancellationToken cancellationToken) =>
        AskAsync(plan, EngineFrame.Of(FrameKind.Query, query), answer, limit, cancellationToken);

    /// <summary>Asks about a SQLite file: the process is one that never loads DuckDB.</summary>
    public Task SqliteAsync<T>(FrameKind kind, T request, Action<EngineFrame> answer, TimeSpan limit, CancellationToken cancellationToken) =>
        AskAsync(null, EngineFrame.Of(kind, request), answer, limit, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        seats.End(this);
        if (_idle is not null)
            await _idle.DisposeAsync();
        _turn.Dispose();
    }

    private async Task AskAsync(FilePlan? plan, EngineFrame request, Action<EngineFrame> answer, TimeSpan limit, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        var seated = false;
        try
        {
            await seats.TakeAsync(this, cancellationToken);
            seated = true;
            _idle ??= new(_ => StopIfIdle());
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            // An engine that opened a plan has locked itself to its files: looking at another file takes a fresh one.
            if (_process is { HasExited: true } || _opened is not null && !ReferenceEquals(_opened, plan))
                Stop();
            if (_process is null)
            {
                var sqlite = request.Kind is FrameKind.LookAtSqlite or FrameKind.ReadSqlite or FrameKind.WriteSqlite;
                _process = EngineProcess.Start(options, sqlite);
                if (!sqlite)
                    await _process.AskAsync(EngineFrame.Of(FrameKind.Start, _process.Settings), _ => { }, StartLimit, Grace, cancellationToken);
            }
            if (plan is not null && _opened is null)
            {
                await _process.AskAsync(EngineFrame.Of(FrameKind.Open, plan), _ => { }, TimeSpan.FromMinutes(5), Grace, cancellationToken);
                _opened = plan;
            }
            await _process.AskAsync(request, answer, limit, Grace, cancellationToken);
        }
        finally
        {
            if (seated && _process is { HasExited: true })
                Stop();
            if (seated)
                seats.Leave(this);
            _idle?.Change(Idle, Timeout.InfiniteTimeSpan);
            _turn.Release();
        }
    }

    private void StopIfIdle()
    {
        if (!_turn.Wait(0))
            return;
        seats.End(this);
        _turn.Release();
    }

    /// <summary>Only for the engine itself while it has a seat, and for the seats while it does not work.</summary>
    internal void Stop()
    {
        _process?.Dispose();
        (_process, _opened) = (null, null);
    }
}
