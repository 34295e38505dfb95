using Assistant.Skills.Changes.Writing;
using Assistant.Skills.Sources.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Assistant.Skills.Changes;

/// <summary>
/// Finds out what became of writes whose end nobody saw, because the server died or a connection was lost: by the source's own record of the
/// transaction, else by the values that stand there. Looks at start and then now and again.
/// </summary>
public sealed partial class ChangeRecovery(ChangeStore store, ChangeSets sets, SourceWriting writing, SourceRows sources, TimeProvider time, ILogger<ChangeRecovery> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>The number of change sets of which it is known now.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var settled = 0;
        foreach (var (organization, id) in await store.UnfinishedAsync(cancellationToken))
            settled += await SettleAsync(organization, id, cancellationToken) ? 1 : 0;
        return settled;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (NpgsqlException outage)
            {
                LogOutage(outage.Message);   // our own database is away: the next round finds the same
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> SettleAsync(Guid organization, Guid id, CancellationToken cancellationToken)
    {
        await using var held = await store.LockAsync(organization, id, cancellationToken);
        if (held is null || await store.FindAsync(organization, id, cancellationToken) is not { State: ChangeState.Applying or ChangeState.Undoing } set)
            return false;   // another process writes it at this moment, or has settled it
        var undo = set.State is ChangeState.Undoing;
        if (await sources.FindAsync(organization, set.SourceId, whole: true, cancellationToken) is not { } source
            || CatalogJson.Read<Sources.SourceCatalog>(source.Catalog).Find(set.Table) is not { } table || set.KeyColumns.Concat(set.Columns).Any(c => table.Find(c) is null))
            return false;
        var order = WriteOrder.Of(table, set.KeyColumns, await store.CellsAsync(organization, id, cancellationToken), undo);
        var fate = await writing.FateAsync(organization, set.SourceId, order, await store.TransactionAsync(organization, id, cancellationToken), cancellationToken);
        LogSettled(id, fate.ToString());
        var (to, failure) = (fate, undo) switch
        {
            (WriteFate.Written, false) => (ChangeState.Applied, (string?)null),
            (WriteFate.Written, true) => (ChangeState.Undone, null),
            (WriteFate.NotWritten, false) => (ChangeState.Approved, "The server stopped before it was written. Nothing was written; write it again."),
            (WriteFate.NotWritten, true) => (ChangeState.Applied, "The server stopped before it was undone. Nothing was undone; undo it again."),
            (WriteFate.Unclear, false) => (ChangeState.Failed, "The server stopped while it wrote, and the rows have been changed by others since. Look at them before you propose it again."),
            (WriteFate.Unclear, true) => (ChangeState.Failed, "The server stopped while it undid this, and the rows have been changed by others since. Look at them."),
            _ => (set.State, null),
        };
        if (to == set.State)
            return false;
        await store.MoveAsync(
            organization, null, id, [set.State], to, failure is not null ? "failure = @failure" : undo ? "undone_at = @now" : "written_at = @now, written_by = decided_by", new() { ["failure"] = failure }, "change settled after a stop", cancellationToken);
        if (fate is WriteFate.Written)
            await sets.FollowAsync(organization, id, undo, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Information, "The write of change {Id} that was cut off: {Fate}.")]
    private partial void LogSettled(Guid id, string fate);

    [LoggerMessage(LogLevel.Warning, "Looking for unfinished changes waits: {Outage}")]
    private partial void LogOutage(string outage);
}
