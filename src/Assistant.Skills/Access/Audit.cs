using System.Text.Json;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <param name="Number">Grows; later entries have larger ones.</param>
public sealed record AuditEntry(long Number, DateTimeOffset At, Guid? UserId, string? UserName, string Action, string Subject, string Detail);

/// <summary>Which entries are wanted; what is null does not limit.</summary>
/// <param name="Words">Stand in action, subject, detail or the person's name.</param>
/// <param name="Before">Entries with smaller numbers only, to read on.</param>
public sealed record AuditFilter(
    string? Words = null, string? Action = null, Guid? UserId = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, long? Before = null);

/// <summary>Who did what, when: entries are only added, in the transaction of what they tell of. See <see cref="AuditChain"/>.</summary>
public sealed class Audit(Database database)
{
    /// <summary>The latest entries, latest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(Caller caller, int count, CancellationToken cancellationToken) =>
        ListAsync(caller, new(), count, cancellationToken);

    /// <summary>The latest entries that the filter lets through, latest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(Caller caller, AuditFilter filter, int count, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<AuditEntry>(new(
            """
            SELECT a.number, a.at, a.user_id, u.name AS user_name, a.action, a.subject, a.detail::text AS detail
            FROM audit_log a LEFT JOIN users u ON u.organization_id = a.organization_id AND u.id = a.user_id
            WHERE a.organization_id = @OrganizationId
              AND (@words::text IS NULL OR concat_ws(' ', a.action, a.subject, a.detail::text, u.name, u.email) ILIKE '%' || @words || '%')
              AND (@Action::text IS NULL OR a.action = @Action) AND (@UserId::uuid IS NULL OR a.user_id = @UserId)
              AND (@From::timestamptz IS NULL OR a.at >= @From) AND (@Until::timestamptz IS NULL OR a.at < @Until)
              AND (@Before::bigint IS NULL OR a.number < @Before)
            ORDER BY a.number DESC LIMIT @count
            """,
            new
            {
                caller.OrganizationId, count, words = Escaped(filter.Words), filter.Action, filter.UserId,
                From = filter.From?.UtcDateTime, Until = filter.Until?.UtcDateTime, filter.Before,
            }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>The kinds of entries there are, for a filter.</summary>
    public async Task<IReadOnlyList<string>> ActionsAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<string>(new(
            "SELECT DISTINCT action FROM audit_log WHERE organization_id = @OrganizationId ORDER BY 1", new { caller.OrganizationId }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>An entry of its own, for what changes nothing in our database: an export, a query of a person's own.</summary>
    public async Task RecordAsync(Caller caller, string action, string subject, DateTimeOffset at, object? detail, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await RecordAsync(tenant, caller.UserId, action, subject, at, cancellationToken, detail);
        await tenant.CommitAsync(cancellationToken);
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

    private static string? Escaped(string? words) => words?.Trim() is { Length: > 0 } said
        ? said.Replace("\0", "", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)
        : null;
}
