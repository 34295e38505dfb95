using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Workflows;

/// <summary>When the workflows of an organization run, on which sources, and whether at all.</summary>
public sealed class WorkflowSchedules(Database database, IEnumerable<Workflow> workflows, WorkflowClock clock, TimeProvider time)
{
    /// <summary>Of every workflow, as it is or would be without a change.</summary>
    public async Task<IReadOnlyList<WorkflowSettings>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var kept = (await tenant.Connection.QueryAsync<Row>(new(
            "SELECT workflow, enabled, schedule, time_zone, sources, next_at FROM workflow_settings WHERE organization_id = @OrganizationId",
            new { caller.OrganizationId }, cancellationToken: cancellationToken))).ToDictionary(r => r.Workflow);
        var all = caller.May(Permission.ManageOrganization);
        return [.. workflows.Select(w => kept.GetValueOrDefault(w.Name) is { } row
            ? new WorkflowSettings(w.Name, row.Enabled, row.Schedule ?? w.Schedule, row.TimeZone, all ? row.Sources : null, row.Enabled ? row.NextAt : null)
            : new WorkflowSettings(w.Name, true, w.Schedule, "UTC", null, null))];
    }

    /// <summary>Changes settings; returns why not, in words.</summary>
    public async Task<string?> ChangeAsync(Caller caller, string workflow, SettingsChange change, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (workflows.FirstOrDefault(w => w.Name == workflow) is not { } known)
            return $"There is no workflow “{workflow}”.";
        var (schedule, problem) = change.Schedule is { } text ? Schedule.Read(text) : (null, null);
        if (problem is not null)
            return problem;
        if (change.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            return $"There is no time zone “{zone}”. Use a name like Europe/Berlin.";
        var now = time.GetUtcNow();
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            if (change.Sources is { } sources && await tenant.Connection.ExecuteScalarAsync<long>(new(
                "SELECT count(*) FROM data_sources WHERE organization_id = @OrganizationId AND id = ANY (@sources)",
                new { caller.OrganizationId, sources = sources.Distinct().ToArray() }, cancellationToken: cancellationToken)) != sources.Distinct().Count())
                return "There is no such source in your organization.";
            await tenant.Connection.ExecuteAsync(new(
                """
                INSERT INTO workflow_settings AS s (organization_id, workflow, enabled, schedule, time_zone, sources, changed_by, changed_at)
                VALUES (@OrganizationId, @workflow, coalesce(@Enabled, true), @schedule, coalesce(@TimeZone, 'UTC'), @sources, @UserId, @now)
                ON CONFLICT (organization_id, workflow) DO UPDATE SET enabled = coalesce(@Enabled, s.enabled), schedule = coalesce(@schedule, s.schedule),
                    time_zone = coalesce(@TimeZone, s.time_zone), sources = CASE WHEN @AllSources THEN NULL ELSE coalesce(@sources, s.sources) END,
                    changed_by = @UserId, changed_at = @now
                """,
                new
                {
                    caller.OrganizationId, caller.UserId, workflow, change.Enabled, schedule = schedule?.Text, change.TimeZone, sources = change.Sources?.Distinct().ToArray(), change.AllSources, now,
                }, cancellationToken: cancellationToken));
            await Audit.RecordAsync(tenant, caller.UserId, "workflow settings changed", workflow, now, cancellationToken,
                new { change.Enabled, schedule = schedule?.Text, change.TimeZone, sources = change.Sources, change.AllSources });
            await tenant.CommitAsync(cancellationToken);
        }
        await clock.ApplyAsync(caller.OrganizationId, known, cancellationToken);
        return null;
    }

    private sealed class Row
    {
        public string Workflow { get; set; } = "";
        public bool Enabled { get; set; }
        public string? Schedule { get; set; }
        public string TimeZone { get; set; } = "UTC";
        public Guid[]? Sources { get; set; }
        public DateTimeOffset? NextAt { get; set; }
    }
}
