using Assistant.Skills.MissingData;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Tasks;

/// <summary>The rows of tasks and of what happened to them. Whether a caller may see them is not asked here.</summary>
internal static class TaskRows
{
    public sealed class Row
    {
        public Guid Id { get; set; }
        public int Number { get; set; }
        public string Title { get; set; } = "";
        public string Note { get; set; } = "";
        public Guid? SourceId { get; set; }
        public string? TableSchema { get; set; }
        public string? TableName { get; set; }
        public string[] Columns { get; set; } = [];
        public Guid? FindingId { get; set; }
        public Guid? RuleId { get; set; }
        public Guid? Assignee { get; set; }
        public string? AssigneeName { get; set; }
        public DateOnly? DueOn { get; set; }
        public string State { get; set; } = "";
        public string Priority { get; set; } = "";
        public Guid MadeBy { get; set; }
        public string Maker { get; set; } = "";
        public DateTimeOffset MadeAt { get; set; }
        public DateTimeOffset ChangedAt { get; set; }
        public DateTimeOffset? ClosedAt { get; set; }
        public bool ClosedByScan { get; set; }

        public TaskState TaskState => Enum.Parse<TaskState>(State);

        public WorkTask ToTask(TaskPlace? place, long? missing) => new(
            Id, Number, Title, Note, place, FindingId, RuleId, missing, Assignee is { } id ? new(id, AssigneeName ?? "") : null, DueOn, TaskState, Enum.Parse<PriorityLevel>(Priority),
            new(MadeBy, Maker), MadeAt, ChangedAt, ClosedAt, ClosedByScan);
    }

    public static async Task<IReadOnlyList<Row>> ReadAsync(TenantConnection tenant, CancellationToken cancellationToken) => (await tenant.Connection.QueryAsync<Row>(new(
        """
        SELECT t.id, t.number, t.title, t.note, t.source_id, t.table_schema, t.table_name, t.columns, t.finding_id, t.rule_id, t.assignee, a.name AS assignee_name, t.due_on, t.state, t.priority,
            t.made_by, m.name AS maker, t.made_at, t.changed_at, t.closed_at, t.closed_by_scan
        FROM tasks t JOIN users m ON m.organization_id = t.organization_id AND m.id = t.made_by LEFT JOIN users a ON a.organization_id = t.organization_id AND a.id = t.assignee
        WHERE t.organization_id = @OrganizationId
        ORDER BY array_position(ARRAY['Critical', 'High', 'Medium', 'Low'], t.priority), t.due_on NULLS LAST, t.number
        """, new { tenant.OrganizationId }, cancellationToken: cancellationToken))).AsList();

    public static async Task<IReadOnlyList<TaskEvent>> EventsAsync(TenantConnection tenant, Guid taskId, CancellationToken cancellationToken) =>
        [.. (await tenant.Connection.QueryAsync<(DateTime At, string? By, string What, string? Before, string? After)>(new(
            """
            SELECT e.at, u.name, e.what, e.before, e.after FROM task_events e LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id
            WHERE e.organization_id = @OrganizationId AND e.task_id = @taskId ORDER BY e.place
            """, new { tenant.OrganizationId, taskId }, cancellationToken: cancellationToken))).Select(e => new TaskEvent(new(e.At, TimeSpan.Zero), e.By, e.What, e.Before, e.After))];

    public static Task TellAsync(TenantConnection tenant, Guid taskId, Guid? userId, DateTimeOffset at, string what, string? before, string? after, CancellationToken cancellationToken) =>
        tenant.Connection.ExecuteAsync(new(
            "INSERT INTO task_events (organization_id, id, task_id, at, user_id, what, before, after) VALUES (@OrganizationId, @id, @taskId, @at, @userId, @what, @before, @after)",
            new { tenant.OrganizationId, id = Guid.CreateVersion7(at), taskId, at, userId, what, before, after }, cancellationToken: cancellationToken));

    /// <summary>Moves a task; false where it is there already. Closing is dated, opening again takes the date away.</summary>
    public static async Task<bool> MoveAsync(TenantConnection tenant, Guid taskId, TaskState from, TaskState to, Guid? userId, DateTimeOffset at, string? why, CancellationToken cancellationToken)
    {
        var closed = to is TaskState.Done or TaskState.Dropped;
        var moved = await tenant.Connection.ExecuteAsync(new(
            """
            UPDATE tasks SET state = @to, changed_at = @at, closed_at = CASE WHEN @closed THEN @at END, closed_by_scan = @closed AND @userId::uuid IS NULL
            WHERE organization_id = @OrganizationId AND id = @taskId AND state = @from
            """, new { tenant.OrganizationId, taskId, from = from.ToString(), to = to.ToString(), at, closed, userId }, cancellationToken: cancellationToken));
        if (moved == 0)
            return false;
        await TellAsync(tenant, taskId, userId, at, "state", from.ToString(), why is null ? to.ToString() : $"{to}: {why}", cancellationToken);
        return true;
    }
}
