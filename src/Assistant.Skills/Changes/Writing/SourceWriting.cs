using Assistant.Skills.Sources;
using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Sources.Sqlite;
using Npgsql;

namespace Assistant.Skills.Changes.Writing;

/// <summary>Writes an order to its source by the account for writing, or finds out what became of a write.</summary>
public sealed class SourceWriting(ChangeWriters writers, SourceOpener opener)
{
    internal async Task<WriteOutcome> WriteAsync(Guid organizationId, Guid sourceId, WriteOrder order, Func<long, Task> begun, CancellationToken cancellationToken)
    {
        if (await writers.OpenAsync(organizationId, sourceId, cancellationToken) is not var (kind, address))
            return new WriteOutcome.Unreachable("Nobody has allowed changes to be written to this source yet. An administrator gives it an account for writing, on the page Approvals.");
        if (kind is SourceKind.PostgreSql)
            return await new PostgreSqlWriter(address).WriteAsync(order, begun, cancellationToken);
        try
        {
            await begun(0);
            var result = await opener.WriteSqliteAsync(Sqlite(address, order, lookOnly: false), cancellationToken);
            return result switch
            {
                { Written: true } => new WriteOutcome.Written(),
                { Refused: { } why } => new WriteOutcome.Refused(why),
                _ => new WriteOutcome.Mismatch(result.Mismatches, order.Rows.Count - result.OldStands),
            };
        }
        catch (FileEngineException broken) when (broken.Kind is EngineFailureKind.Data or EngineFailureKind.TooCostly)
        {
            return new WriteOutcome.Refused($"{broken.Message} Nothing was written.");
        }
        catch (FileEngineException lost)
        {
            return new WriteOutcome.Unknown(lost.Message);
        }
    }

    /// <summary>What became of a write whose end nobody saw.</summary>
    internal async Task<WriteFate> FateAsync(Guid organizationId, Guid sourceId, WriteOrder order, long? transactionId, CancellationToken cancellationToken)
    {
        if (await writers.OpenAsync(organizationId, sourceId, cancellationToken) is not var (kind, address))
            return WriteFate.Unclear;
        try
        {
            if (kind is SourceKind.PostgreSql)
                return await new PostgreSqlWriter(address).FateAsync(transactionId, order, cancellationToken);
            var result = await opener.WriteSqliteAsync(Sqlite(address, order, lookOnly: true), cancellationToken);
            return result.Refused is not null ? WriteFate.StillRunning
                : result.NewStands > 0 && result.OldStands == 0 ? WriteFate.Written : result.NewStands == 0 ? WriteFate.NotWritten : WriteFate.Unclear;
        }
        catch (Exception away) when (away is NpgsqlException or FileEngineException)
        {
            return WriteFate.StillRunning;   // it is asked again when the source can be reached
        }
    }

    private static SqliteWriteOrder Sqlite(string path, WriteOrder order, bool lookOnly) => new(
        path, order.Table.Name, [.. order.Keys.Select(k => new SqliteOrderColumn(k.Name, k.Type))], [.. order.Columns.Select(c => new SqliteOrderColumn(c.Name, c.Type))],
        [.. order.Rows.Select(r => new SqliteOrderRow([.. r.Key], [.. r.Cells.Select(c => c is not null)], [.. r.Cells.Select(c => c?.Old)], [.. r.Cells.Select(c => c?.New)]))], lookOnly);
}
