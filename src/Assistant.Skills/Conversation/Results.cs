using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Conversation;

/// <summary>
/// The results that answers show. Only how to read them is kept, never their rows: whoever looks has the query run again through the gate
/// with their own rights. What was read a moment ago is still in memory, apart for each set of rights.
/// </summary>
public sealed class Results(Database database, DataSources sources, QueryGate gate, ResultCache cache, Audit audit, TimeProvider time)
{
    private const string Gone = "The source of this result is not connected any more.";

    /// <summary>Rows and time that a shown result may take; skills read with the same, so that reading again gives the same.</summary>
    public static GateLimits Limits { get; } = new();

    /// <summary>
    /// Keeps how to read a result again, before the parts that name it are shown. <paramref name="sql"/> is the query as it was before row
    /// filters and masks.
    /// </summary>
    /// <param name="table">As just read for the turn's caller; remembered for a moment, not stored.</param>
    /// <returns>The ResultId of the parts.</returns>
    public async Task<Guid> KeepAsync(TurnContext turn, OpenedSource source, string sql, ResultTable table, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        await using (var tenant = await database.OpenAsync(turn.Caller.OrganizationId, cancellationToken))
        {
            await tenant.Connection.ExecuteAsync(new CommandDefinition("""
                INSERT INTO turn_results (organization_id, id, conversation_id, turn_id, source_id, sql, columns, row_count, completeness, hash)
                VALUES (@organization, @id, @conversation, @turn, @source, @sql, @columns::json, @rows, @completeness, @hash)
                """, new
            {
                organization = turn.Caller.OrganizationId, id, conversation = turn.ConversationId, turn = turn.TurnId, source = source.Info.Id,
                sql = Words.Clean(sql, int.MaxValue), columns = ConversationJson.Write(table.Columns), rows = table.Rows.Count,
                completeness = table.Completeness.ToString(), hash = table.Hash,
            }, cancellationToken: cancellationToken));
            await tenant.CommitAsync(cancellationToken);
        }
        cache.Remember(source, sql, table);
        return id;
    }

    /// <summary>The rows of a result with the viewer's rights of now; NotModelled if there is no such result for them.</summary>
    public async Task<QueryOutcome> ReadAsync(Caller caller, Guid resultId, CancellationToken cancellationToken)
    {
        (Guid Source, string Sql)? kept;
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
            kept = await tenant.Connection.QuerySingleOrDefaultAsync<(Guid, string)?>(new CommandDefinition($"""
                SELECT r.source_id, r.sql FROM turn_results r JOIN conversations c ON c.id = r.conversation_id
                WHERE r.id = @resultId AND {Conversations.Readable}
                """, new { resultId, user = caller.UserId }, cancellationToken: cancellationToken));
        return kept is { } found
            ? await ReadSavedAsync(caller, found.Source, found.Sql, cancellationToken)
            : new QueryOutcome.NotModelled("this result", null);
    }

    /// <summary>A query that the product itself keeps, of a result or a widget, with the viewer's rights of now.</summary>
    public async Task<QueryOutcome> ReadSavedAsync(Caller caller, Guid sourceId, string sql, CancellationToken cancellationToken)
    {
        if (!caller.May(Permission.ReadData))
            return new QueryOutcome.NotAllowed("Your role does not allow reading data. Ask an administrator of your organization.");
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } source)
            return new QueryOutcome.EngineFailed(Gone);
        if (cache.Find(source, sql) is { } remembered)
            return new QueryOutcome.Rows(remembered);
        var outcome = await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Limits), cancellationToken);
        if (outcome is QueryOutcome.Rows rows)
            cache.Remember(source, sql, rows.Table);
        return outcome;
    }

    /// <summary>A query that the person wrote or edited; needs the right to write SQL.</summary>
    public async Task<QueryOutcome> RunAsync(Caller caller, Guid sourceId, string sql, CancellationToken cancellationToken)
    {
        if (!caller.MayOn(Permission.WriteSql, sourceId))
            return new QueryOutcome.NotAllowed("Your role does not allow writing SQL. Ask an administrator of your organization.");
        var outcome = await ReadSavedAsync(caller, sourceId, sql, cancellationToken);
        await audit.RecordAsync(
            caller, "query run", sourceId.ToString(), time.GetUtcNow(), new { sql = Words.Clean(sql, 10_000), outcome = outcome.GetType().Name }, cancellationToken);
        return outcome;
    }

    /// <summary>The rows of a result to be taken away as a file: as <see cref="ReadAsync"/>, and recorded.</summary>
    public async Task<QueryOutcome> ExportAsync(Caller caller, Guid resultId, string format, CancellationToken cancellationToken)
    {
        var outcome = await ReadAsync(caller, resultId, cancellationToken);
        if (outcome is QueryOutcome.Rows { Table: var table })
            await audit.RecordAsync(caller, "result exported", resultId.ToString(), time.GetUtcNow(), new { format, rows = table.Rows.Count }, cancellationToken);
        return outcome;
    }
}
