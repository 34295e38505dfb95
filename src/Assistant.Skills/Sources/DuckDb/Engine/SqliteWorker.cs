using Assistant.Skills.Sources.Connections;
using Assistant.Skills.Sources.Sqlite;

namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>Reads a SQLite file inside the engine's process: the same source as everywhere, its answers as frames.</summary>
internal sealed class SqliteWorker(Action<EngineFrame> reply) : IDisposable
{
    private const int PageRows = 1000;
    private readonly Lock _lock = new();
    private CancellationTokenSource? _running;
    private (string Path, SqliteSource Source)? _open;

    public void Stop()
    {
        lock (_lock)
            _running?.Cancel();
    }

    public void Look(string path) => Run(stop =>
        reply(EngineFrame.Of(FrameKind.Catalog, CatalogJson.Write(Source(path).IntrospectAsync(stop).GetAwaiter().GetResult()))));

    public void Read(SqliteEngineQuery query) => Run(stop =>
    {
        var limits = new GateLimits(query.MaxRows) { Timeout = TimeSpan.FromMilliseconds(query.Milliseconds) };
        switch (Source(query.Path).ReadAsync(new(query.Sql, [], [], limits), stop).GetAwaiter().GetResult())
        {
            case QueryOutcome.Rows { Table: var table }:
                reply(EngineFrame.Of(FrameKind.Columns, table.Columns));
                foreach (var page in table.Rows.Chunk(PageRows))
                    reply(new(FrameKind.Rows, CellPacking.Pack([.. page])));
                reply(EngineFrame.Of(FrameKind.Ended, new EngineEnd(table.Completeness, table.Hash, table.Elapsed.TotalMilliseconds)));
                break;
            case QueryOutcome.NotAllowed refused: throw new FileEngineException(EngineFailureKind.NotAllowed, refused.What);
            case QueryOutcome.NotARead refused: throw new FileEngineException(EngineFailureKind.NotARead, refused.Why);
            case QueryOutcome.TooCostly refused: throw new FileEngineException(EngineFailureKind.TooCostly, refused.Why);
            case QueryOutcome.EngineFailed failed: throw new FileEngineException(EngineFailureKind.Other, failed.Message);
            case var other: throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    });

    /// <summary>Writes, or only looks, as an approved change set orders.</summary>
    public void Write(SqliteWriteOrder order) => Run(stop => reply(EngineFrame.Of(FrameKind.Written, SqliteWriter.Run(order, stop))));

    public void Dispose()
    {
        _running?.Dispose();
        _open?.Source.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private SqliteSource Source(string path)
    {
        if (_open is not { } open || open.Path != path)
        {
            _open?.Source.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _open = open = (path, new SqliteSource(path));
        }
        return open.Source;
    }

    private void Run(Action<CancellationToken> work)
    {
        using var running = new CancellationTokenSource();
        lock (_lock)
            _running = running;
        try
        {
            work(running.Token);
        }
        finally
        {
            lock (_lock)
                _running = null;
        }
    }
}
