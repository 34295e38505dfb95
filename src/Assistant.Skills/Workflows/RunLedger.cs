using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Workflows;

/// <summary>A run that this process holds, until another claims it with a higher token.</summary>
internal sealed record RunClaim(Guid OrganizationId, Guid Id, long Token);

/// <summary>The run is not ours any more, or was cancelled: nothing more may be written. Caught by the runner, never seen by a person.</summary>
internal sealed class RunLostException : Exception;

/// <summary>
/// The one who writes runs. Every write happens in a transaction that holds the run's row and finds its own token in it: a process that was
/// taken for dead, and lives, can do nothing more.
/// </summary>
public sealed class RunLedger(Database database, TurnSignals signals, IOptions<TurnOptions> turns, IOptions<WorkflowOptions> options, TimeProvider time)
{
    internal TimeProvider Time => time;

    /// <summary>The next run that is due and fits beside those that run; null where there is none.</summary>
    /// <param name="mine">Runs at work in this process.</param>
    internal async Task<RunClaim?> ClaimAsync(Guid[] mine, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<(Guid Organization, Guid Id, long Token)?>(new(
            "SELECT organization_id, id, token FROM app.claim_workflow_run(@Process, @mine, @now, @Lease, @MaxRunning)",
            new { signals.Process, mine, now = time.GetUtcNow(), turns.Value.Lease, options.Value.MaxRunning }, cancellationToken: cancellationToken));
        return row is { } found ? new(found.Organization, found.Id, found.Token) : null;
    }

    /// <summary>Does the work, with its events, in one transaction, if the run is still held.</summary>
    /// <exception cref="RunLostException">It is not, or somebody asked to cancel it.</exception>
    internal async Task<T> WriteAsync<T>(
        RunClaim run, Func<TenantConnection, Task<T>> work, IReadOnlyList<RunEvent> events, CancellationToken cancellationToken, bool evenCancelled = false)
    {
        await using var tenant = await database.OpenAsync(run.OrganizationId, cancellationToken);
        var last = await tenant.Connection.ExecuteScalarAsync<int?>(new(
            """
            SELECT last_number FROM workflow_runs
            WHERE organization_id = @OrganizationId AND id = @Id AND token = @Token AND state = 'Running' AND (@evenCancelled OR cancel_requested_at IS NULL)
            FOR UPDATE
            """, new { run.OrganizationId, run.Id, run.Token, evenCancelled }, cancellationToken: cancellationToken)) ?? throw new RunLostException();
        var result = await work(tenant);
        await AppendAsync(tenant, run.Id, last, events, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        signals.Wake(run.Id, new(last + events.Count, null));
        return result;
    }

    /// <summary>Numbers events after the last and tells readers in other processes once the transaction is through. The run's row must be held.</summary>
    internal static Task AppendAsync(TenantConnection tenant, Guid run, int last, IReadOnlyList<RunEvent> events, CancellationToken cancellationToken) =>
        events.Count == 0 ? Task.CompletedTask : tenant.Connection.ExecuteAsync(new(
            $"""
            INSERT INTO workflow_events (organization_id, run_id, number, source_id, event)
            SELECT @OrganizationId, @run, @last + added.place, added.source, added.event::json
            FROM unnest(@sources, @json) WITH ORDINALITY AS added (source, event, place);
            UPDATE workflow_runs SET last_number = @number WHERE organization_id = @OrganizationId AND id = @run;
            SELECT pg_notify('{TurnSignals.EventsChannel}', @payload)
            """,
            new
            {
                tenant.OrganizationId, run, last, number = last + events.Count, sources = events.Select(e => e.SourceId).ToArray(),
                json = events.Select(e => ConversationJson.Write(e.Event)).ToArray(), payload = $"{run:N}/{last + events.Count}",
            }, cancellationToken: cancellationToken));

    /// <summary>Of runs of this process: those that were cancelled, or taken over.</summary>
    internal async Task<bool> IsLostAsync(RunClaim run, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(run.OrganizationId, cancellationToken);
        return await tenant.Connection.ExecuteScalarAsync<long>(new(
            "SELECT count(*) FROM workflow_runs WHERE organization_id = @OrganizationId AND id = @Id AND token = @Token AND state = 'Running' AND cancel_requested_at IS NULL",
            new { run.OrganizationId, run.Id, run.Token }, cancellationToken: cancellationToken)) == 0;
    }
}

/// <param name="SourceId">The source it tells of; null where it tells of none.</param>
internal sealed record RunEvent(TurnEvent Event, Guid? SourceId = null);
