using System.Text.Json;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <param name="Number">Grows; later entries have larger ones.</param>
public sealed record AuditEntry(long Number, DateTimeOffset At, Guid? UserId, string? UserName, string Action, string Subject, string Detail);

/// <summary>Who did what, when: entries are only added, in the transaction of what they tell of.</summary>
public sealed class Audit(Database database)
{
    /// <summary>The latest entries, latest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(Caller caller, int count, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<AuditEntry>(new(
            """
            SELECT a.number, a.at, a.user_id, u.name AS user_name, a.action, a.subject, a.detail::text AS detail
            FROM audit_log a LEFT JOIN users u ON u.organization_id = a.organization_id AND u.id = a.user_id
            WHERE a.organization_id = @OrganizationId ORDER BY a.number DESC LIMIT @count
            """, new { caller.OrganizationId, count }, cancellationToken: cancellationToken))).AsList();
    }

    /// <param name="detail">What else to know, as an object for JSON; never rows, passwords or keys.</param>
    public static Task RecordAsync(
        TenantConnection tenant, Guid? userId, string action, string subject, DateTimeOffset at, CancellationToken cancellationToken,
        object? detail = null) => tenant.Connection.ExecuteAsync(new(
        """
        INSERT INTO audit_log (organization_id, at, user_id, action, subject, detail)
        VALUES (@OrganizationId, @at, @userId, @action, @subject, @detail::jsonb)
        """,
        new { tenant.OrganizationId, at, userId, action, subject, detail = JsonSerializer.Serialize(detail ?? new { }) },
        cancellationToken: cancellationToken));
}
