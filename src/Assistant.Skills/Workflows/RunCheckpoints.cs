using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Workflows;

/// <summary>What a claimed run is and how far it came.</summary>
/// <param name="Outputs">Of the steps that are done.</param>
/// <param name="Attempts">Of the steps that began.</param>
internal sealed record RunStanding(
    string Workflow, DateTimeOffset StartedAt, bool CancelAsked, IReadOnlyDictionary<string, string?> Outputs, IReadOnlyDictionary<string, int> Attempts,
    IReadOnlyList<Guid>? Sources);

/// <summary>Checkpoints of runs: where a step begins, what it left, and how the run ends; each with the event that tells of it.</summary>
public sealed class RunCheckpoints(Database database, RunLedger ledger)
{
    internal async Task<RunStanding?> ReadAsync(RunClaim run, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(run.OrganizationId, cancellationToken);
        var row = await tenant.Connection.QuerySingleOrDefaultAsync<RunRow>(new(
            """
            SELECT r.workflow, r.started_at, r.cancel_requested_at IS NOT NULL AS cancel_asked, s.sources
            FROM workflow_runs r LEFT JOIN workflow_settings s ON s.organization_id = r.organization_id AND s.workflow = r.workflow
            WHERE r.organization_id = @OrganizationId AND r.id = @Id AND r.token = @Token
            """, new { run.OrganizationId, run.Id, run.Token }, cancellationToken: cancellationToken));
        if (row is null)
            return null;
        var steps = (await tenant.Connection.QueryAsync<(string Name, string State, int Attempts, string? Output)>(new(
            "SELECT name, state, attempts, output::text FROM workflow_steps WHERE organization_id = @OrganizationId AND run_id = @Id",
            new { run.OrganizationId, run.Id }, cancellationToken: cancellationToken))).AsList();
        return new(row.Workflow, row.StartedAt, row.CancelAsked, steps.Where(s => s.State == nameof(StepState.Done)).ToDictionary(s => s.Name, s => s.Output),
            steps.ToDictionary(s => s.Name, s => s.Attempts), row.Sources);
    }

    /// <summary>Notes that a step begins.</summary>
    internal Task BeginAsync(RunClaim run, WorkflowStep step, int place, CancellationToken cancellationToken) => ledger.WriteAsync(run, tenant =>
        tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO workflow_steps AS s (organization_id, run_id, name, place, state, attempts, started_at)
            VALUES (@OrganizationId, @Id, @Name, @place, 'Running', 1, @now)
            ON CONFLICT (organization_id, run_id, name) DO UPDATE SET state = 'Running', attempts = s.attempts + 1, started_at = @now, ended_at = NULL, problem = NULL
            """, new { run.OrganizationId, run.Id, step.Name, place, now = ledger.Time.GetUtcNow() }, cancellationToken: cancellationToken)),
        [new(new PartShown(new StepPart(step.Name, step.Label, StepState.Running)))], cancellationToken);

    /// <summary>The checkpoint: from here the step is not run again.</summary>
    internal Task DoneAsync(RunClaim run, WorkflowStep step, StepOutcome.Done outcome, int milliseconds, CancellationToken cancellationToken) =>
        EndStepAsync(run, step, StepState.Done, milliseconds, outcome.Output is null ? null : ConversationJson.Write(outcome.Output), outcome.Detail, null, null, cancellationToken);

    /// <summary>The run goes back into the queue, to go on at this step.</summary>
    /// <param name="problem">Null where the server shuts down: that is no attempt of the step.</param>
    internal Task ReleaseAsync(RunClaim run, WorkflowStep step, DateTimeOffset due, int milliseconds, string? problem, CancellationToken cancellationToken) =>
        EndStepAsync(run, step, problem is null ? StepState.Stopped : StepState.Failed, milliseconds, null, null, problem, tenant => tenant.Connection.ExecuteAsync(new(
            """
            UPDATE workflow_runs SET state = 'Queued', process_id = NULL, due_at = @due WHERE organization_id = @OrganizationId AND id = @Id;
            UPDATE workflow_steps SET attempts = attempts - CASE WHEN @planned THEN 1 ELSE 0 END WHERE organization_id = @OrganizationId AND run_id = @Id AND name = @Name
            """, new { run.OrganizationId, run.Id, step.Name, due, planned = problem is null }, cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>Ends the run, with its last event.</summary>
    /// <param name="step">The step that it ended in; null where it was through, or had not begun one.</param>
    internal Task EndAsync(
        RunClaim run, RunState state, WorkflowStep? step, DateTimeOffset started, string? summary, ClosingPart? closing, CancellationToken cancellationToken)
    {
        var now = ledger.Time.GetUtcNow();
        var events = new List<RunEvent>();
        if (step is not null)
            events.Add(new(new PartShown(new StepPart(step.Name, step.Label, state is RunState.Failed ? StepState.Failed : StepState.Stopped))));
        if (summary is not null)
            events.Add(new(new PartShown(new HeadlinePart(summary))));
        if (closing is not null)
            events.Add(new(new PartShown(closing)));
        events.Add(new(new TurnEnded(closing?.State ?? ClosingState.Answered, (int)Math.Min(int.MaxValue, (now - started).TotalMilliseconds))));
        return ledger.WriteAsync(run, tenant => tenant.Connection.ExecuteAsync(new(
            """
            UPDATE workflow_steps SET state = @left, ended_at = @now, problem = @problem WHERE organization_id = @OrganizationId AND run_id = @Id AND state = 'Running';
            UPDATE workflow_runs SET state = @state, ended_at = @now, process_id = NULL, summary = @summary, problem = @problem WHERE organization_id = @OrganizationId AND id = @Id
            """,
            new
            {
                run.OrganizationId, run.Id, now, summary, problem = closing?.Why, state = state.ToString(),
                left = (state is RunState.Failed ? StepState.Failed : StepState.Stopped).ToString(),
            }, cancellationToken: cancellationToken)), events, cancellationToken, evenCancelled: true);
    }

    private Task<bool> EndStepAsync(
        RunClaim run, WorkflowStep step, StepState state, int milliseconds, string? output, string? detail, string? problem,
        Func<TenantConnection, Task>? also, CancellationToken cancellationToken) => ledger.WriteAsync(run, async tenant =>
        {
            await tenant.Connection.ExecuteAsync(new(
                """
                UPDATE workflow_steps SET state = @state, ended_at = @now, milliseconds = @milliseconds, output = @output::json, detail = @detail, problem = @problem
                WHERE organization_id = @OrganizationId AND run_id = @Id AND name = @Name
                """, new { run.OrganizationId, run.Id, step.Name, state = state.ToString(), now = ledger.Time.GetUtcNow(), milliseconds, output, detail, problem },
                cancellationToken: cancellationToken));
            if (also is not null)
                await also(tenant);
            return true;
        }, [new(new PartShown(new StepPart(step.Name, step.Label, state, milliseconds, detail ?? problem)))], cancellationToken);

    private sealed class RunRow
    {
        public string Workflow { get; set; } = "";
        public DateTimeOffset StartedAt { get; set; }
        public bool CancelAsked { get; set; }
        public Guid[]? Sources { get; set; }
    }
}
