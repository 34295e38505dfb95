using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Workflows;

/// <summary>
/// Runs asked for, cancelled, tried again, listed and followed. Only who manages the organization changes something; others see that and when
/// workflows run, and of what they did only what is about sources they may use.
/// </summary>
public sealed class WorkflowRuns(
    Database database, IEnumerable<Workflow> workflows, TurnLog log, TurnSignals signals, RunEvents events, IOptions<WorkflowOptions> options, TimeProvider time)
{
    private const int MostListed = 200;

    /// <summary>Workflows of this program, by name.</summary>
    public IReadOnlyList<Workflow> Workflows { get; } = [.. workflows];

    /// <summary>Queues a run now.</summary>
    public async Task<AskOutcome> AskAsync(Caller caller, string workflow, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        return Workflows.All(w => w.Name != workflow) ? new AskOutcome.Refused($"There is no workflow “{workflow}”.")
            : await QueueAsync(caller.OrganizationId, workflow, RunCause.Person, caller.UserId, null, cancellationToken);
    }

    /// <summary>Asks the run to end, in whichever process it is; one that waits ends at once. Returns why not, in words.</summary>
    public async Task<string?> CancelAsync(Caller caller, Guid runId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var run = await tenant.Connection.QuerySingleOrDefaultAsync<(string State, int Last)?>(new(
            "SELECT state, last_number FROM workflow_runs WHERE organization_id = @OrganizationId AND id = @runId FOR UPDATE",
            new { caller.OrganizationId, runId }, cancellationToken: cancellationToken));
        if (run is not { } found)
            return "There is no such run.";
        if (found.State is not (nameof(RunState.Queued) or nameof(RunState.Running)))
            return "The run has ended already.";
        await tenant.Connection.ExecuteAsync(new(
            $"""
            UPDATE workflow_runs SET cancel_requested_at = @now WHERE organization_id = @OrganizationId AND id = @runId;
            UPDATE workflow_runs SET state = 'Cancelled', ended_at = @now WHERE organization_id = @OrganizationId AND id = @runId AND state = 'Queued';
            SELECT pg_notify('{TurnSignals.StopsChannel}', @run)
            """, new { caller.OrganizationId, runId, run = runId.ToString(), now }, cancellationToken: cancellationToken));
        if (found.State == nameof(RunState.Queued))
            await RunLedger.AppendAsync(
                tenant, runId, found.Last, [new(new PartShown(RunWork.Cancelled)), new(new TurnEnded(ClosingState.Stopped, 0))], cancellationToken);
        await Audit.RecordAsync(tenant, caller.UserId, "workflow run cancelled", runId.ToString(), now, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        signals.Stop(runId);
        signals.Wake(runId, new(int.MaxValue, null));
        return null;
    }

    /// <summary>A new run that goes on where a failed or cancelled one ended: what that one had done stays done.</summary>
    public async Task<AskOutcome> RetryAsync(Caller caller, Guid runId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (await GetAsync(caller, runId, cancellationToken) is not { } run)
            return new AskOutcome.Refused("There is no such run.");
        return run.State is RunState.Failed or RunState.Cancelled
            ? await QueueAsync(caller.OrganizationId, run.Workflow, RunCause.Retry, caller.UserId, runId, cancellationToken)
            : new AskOutcome.Refused(run.IsOpen ? "The run has not ended." : "The run is done; run the workflow again instead.");
    }

    /// <summary>The latest runs, the latest first.</summary>
    /// <param name="workflow">Null: of all.</param>
    public async Task<IReadOnlyList<WorkflowRun>> ListAsync(Caller caller, string? workflow, int count, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await RunRows.ReadAsync(tenant, caller, "(@workflow::text IS NULL OR r.workflow = @workflow)", new { caller.OrganizationId, workflow, count = Math.Clamp(count, 1, MostListed) }, cancellationToken);
    }

    /// <summary>With its steps; null where the organization has no such run.</summary>
    public async Task<WorkflowRun?> GetAsync(Caller caller, Guid runId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await RunRows.ReadAsync(tenant, caller, "r.id = @runId", new { caller.OrganizationId, runId, count = 1 }, cancellationToken) is [var run]
            ? run with { Steps = await RunRows.StepsAsync(tenant, caller, runId, cancellationToken) } : null;
    }

    /// <summary>Figures of every workflow over the last 30 days.</summary>
    public async Task<IReadOnlyList<WorkflowFigures>> FiguresAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var known = (await tenant.Connection.QueryAsync<WorkflowFigures>(new(
            """
            SELECT workflow, count(*) FILTER (WHERE state = 'Done')::int AS done, count(*) FILTER (WHERE state = 'Failed')::int AS failed,
                count(*) FILTER (WHERE state = 'Cancelled')::int AS cancelled,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - started_at)::float8) FILTER (WHERE state <> 'Cancelled') AS median_seconds,
                percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - started_at)::float8) FILTER (WHERE state <> 'Cancelled') AS p95_seconds
            FROM workflow_runs WHERE organization_id = @OrganizationId AND ended_at > @since GROUP BY workflow
            """, new { caller.OrganizationId, since = time.GetUtcNow().AddDays(-30) }, cancellationToken: cancellationToken))).ToDictionary(f => f.Workflow);
        return [.. Workflows.Select(w => known.GetValueOrDefault(w.Name) ?? new(w.Name, 0, 0, 0, null, null))];
    }

    /// <summary>Events after the given number that the caller may see, those to come included, until the run has ended; nothing for an unknown run.</summary>
    public async IAsyncEnumerable<TurnUpdate> FollowAsync(
        Caller caller, Guid runId, int after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await GetAsync(caller, runId, cancellationToken) is not { } run || !run.IsOpen && run.LastNumber <= after)
            yield break;
        await foreach (var update in log.FollowAsync(
            runId, after, (last, cancelled) => log.PatientlyAsync(() => events.ReadAsync(caller, runId, last, cancelled), cancelled), _ => Task.CompletedTask, cancellationToken))
            yield return update;
    }

    /// <summary>Queues a run without asking who may: for schedules, and after the check.</summary>
    internal async Task<AskOutcome> QueueAsync(
        Guid organizationId, string workflow, RunCause cause, Guid? askedBy, Guid? resumes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        var queued = await tenant.Connection.ExecuteScalarAsync<Guid?>(new(
            """
            INSERT INTO workflow_runs (organization_id, id, workflow, state, cause, asked_by, asked_at, due_at)
            VALUES (@organizationId, @id, @workflow, 'Queued', @cause, @askedBy, @now, @now)
            ON CONFLICT (organization_id, workflow) WHERE state IN ('Queued', 'Running') DO NOTHING RETURNING id
            """, new { organizationId, id, workflow, cause = cause.ToString(), askedBy, now }, cancellationToken: cancellationToken));
        if (queued is null)
            return await tenant.Connection.ExecuteScalarAsync<Guid?>(new(
                "SELECT id FROM workflow_runs WHERE organization_id = @organizationId AND workflow = @workflow AND state IN ('Queued', 'Running')",
                new { organizationId, workflow }, cancellationToken: cancellationToken)) is { } open
                ? new AskOutcome.Open(open) : new AskOutcome.Refused("A run of this workflow has just ended. Ask again.");
        await tenant.Connection.ExecuteAsync(new(
            $"""
            INSERT INTO workflow_steps (organization_id, run_id, name, place, state, attempts, started_at, ended_at, milliseconds, output, detail)
            SELECT organization_id, @id, name, place, state, attempts, started_at, ended_at, milliseconds, output, detail FROM workflow_steps
            WHERE organization_id = @organizationId AND run_id = @resumes AND state = 'Done';
            INSERT INTO workflow_done (organization_id, run_id, step, key, output)
            SELECT organization_id, @id, step, key, output FROM workflow_done WHERE organization_id = @organizationId AND run_id = @resumes;
            DELETE FROM workflow_runs WHERE organization_id = @organizationId AND workflow = @workflow AND ended_at < @kept;
            SELECT pg_notify('{TurnSignals.WorkChannel}', '')
            """, new { organizationId, id, workflow, resumes, kept = now.AddDays(-options.Value.KeepDays) }, cancellationToken: cancellationToken));
        if (askedBy is not null)
            await Audit.RecordAsync(tenant, askedBy, "workflow run asked for", workflow, now, cancellationToken, new { run = id, cause = cause.ToString() });
        await tenant.CommitAsync(cancellationToken);
        signals.WorkComes();
        return new AskOutcome.Asked(id);
    }
}
