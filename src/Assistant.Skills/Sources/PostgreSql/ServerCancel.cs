using Npgsql;

namespace Assistant.Skills.Sources.PostgreSql;

/// <summary>
/// Stops a running statement on the server, and insists: PostgreSQL drops a cancel request that arrives while it still reads the command,
/// and the statement would then run on, abandoned. Disposing waits until no request is on its way any more.
/// </summary>
internal sealed class ServerCancel : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlBatch _batch;
    private readonly int _process;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _finished = new();
    private readonly Task _insisting;

    public ServerCancel(NpgsqlDataSource database, NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        (_database, _batch, _process) = (database, batch, batch.Connection!.ProcessID);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _insisting = InsistAsync();
    }

    public Task NowAsync() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _finished.CancelAsync();
        await _insisting;
        _stop.Dispose();
        _finished.Dispose();
    }

    private async Task InsistAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _finished.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_finished.IsCancellationRequested)
            return;
        await Task.Run(_batch.Cancel, CancellationToken.None);
        while (!_finished.IsCancellationRequested)
        {
            await Task.Delay(Again, _finished.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_finished.IsCancellationRequested)
                await AskAgainAsync();
        }
    }

    /// <summary>Npgsql asks once only. Every role may cancel what it runs itself.</summary>
    private async Task AskAgainAsync()
    {
        try
        {
            await using var cancel = _database.CreateCommand("SELECT pg_cancel_backend($1)");
            cancel.Parameters.Add(new() { Value = _process });
            await cancel.ExecuteNonQueryAsync(_finished.Token);
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or OperationCanceledException)
        {
            // The server's own time limit still ends the statement.
        }
    }
}
