using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Workflows;

/// <summary>Runs as they are read back. What came of them may tell of any source, so it is for administrators only.</summary>
internal static class RunRows
{
    /// <param name="which">A condition on the run r.</param>
    public static async Task<IReadOnlyList<WorkflowRun>> ReadAsync(
        TenantConnection tenant, Caller caller, string which, object parameters, CancellationToken cancellationToken)
    {
        var all = caller.May(Permission.ManageOrganization);
        return [.. (await tenant.Connection.QueryAsync<Row>(new(
            $"""
            SELECT r.id, r.workflow, r.state, r.cause, u.name AS asked_by, r.asked_at, r.due_at, r.started_at, r.ended_at, r.cancel_requested_at IS NOT NULL AS cancel_asked,
                r.summary, r.problem, r.last_number
            FROM workflow_runs r LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.asked_by
            WHERE r.organization_id = @OrganizationId AND {which} ORDER BY r.asked_at DESC, r.id DESC LIMIT @count
            """, parameters, cancellationToken: cancellationToken))).Select(r => r.ToRun(all))];
    }

    public static async Task<IReadOnlyList<RunStep>> StepsAsync(TenantConnection tenant, Caller caller, Guid runId, CancellationToken cancellationToken)
    {
        var all = caller.May(Permission.ManageOrganization);
        return [.. (await tenant.Connection.QueryAsync<StepRow>(new(
            "SELECT name, state, attempts, started_at, milliseconds, detail, problem FROM workflow_steps WHERE organization_id = @OrganizationId AND run_id = @runId ORDER BY place",
            new { caller.OrganizationId, runId }, cancellationToken: cancellationToken)))
            .Select(s => new RunStep(s.Name, Enum.Parse<StepState>(s.State), s.Attempts, s.StartedAt, s.Milliseconds, all ? s.Detail : null, all ? s.Problem : null))];
    }

    private sealed class StepRow
    {
        public string Name { get; set; } = "";
        public string State { get; set; } = "";
        public int Attempts { get; set; }
        public DateTimeOffset StartedAt { get; set; }
        public int? Milliseconds { get; set; }
        public string? Detail { get; set; }
        public string? Problem { get; set; }
    }

    private sealed class Row
    {
        public Guid Id { get; set; }
        public string Workflow { get; set; } = "";
        public string State { get; set; } = "";
        public string Cause { get; set; } = "";
        public string? AskedBy { get; set; }
        public DateTimeOffset AskedAt { get; set; }
        public DateTimeOffset DueAt { get; set; }
        public DateTimeOffset? StartedAt { get; set; }
        public DateTimeOffset? EndedAt { get; set; }
        public bool CancelAsked { get; set; }
        public string? Summary { get; set; }
        public string? Problem { get; set; }
        public int LastNumber { get; set; }

        public WorkflowRun ToRun(bool all) => new(
            Id, Workflow, Enum.Parse<RunState>(State), Enum.Parse<RunCause>(Cause), AskedBy, AskedAt, DueAt, StartedAt, EndedAt, CancelAsked,
            all ? Summary : null, all ? Problem : null, LastNumber);
    }
}
