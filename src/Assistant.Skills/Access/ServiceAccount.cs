using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <summary>
/// The account that an organization's agents work as. It is an account like a person's, listed with them, so that an administrator sees it,
/// changes its role, keeps sources from it, masks columns for it or disables it; only nobody can sign in as it.
/// </summary>
public sealed class ServiceAccount(Database database, Callers callers, TimeProvider time)
{
    public const string Email = "agents@service.invalid", Name = "Agents";

    // What agents do is propose; they write no SQL of their own and make no dashboards, whatever their role.
    private static readonly Permission[] Most = [Permission.ReadData, Permission.ManageSources];

    /// <summary>The account with its rights of now, made where it is missing; null where an administrator disabled it.</summary>
    public async Task<Caller?> CallerAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        var entry = await callers.FindAccountAsync(organizationId, await EnsureAsync(organizationId, cancellationToken), cancellationToken);
        return entry is null ? null : entry.Caller.LimitedTo(Most);
    }

    private async Task<Guid> EnsureAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        const string find = "SELECT id FROM users WHERE organization_id = @organizationId AND service";
        if (await tenant.Connection.ExecuteScalarAsync<Guid?>(new(find, new { organizationId }, cancellationToken: cancellationToken)) is { } known)
            return known;
        var now = time.GetUtcNow();
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO users (organization_id, id, email, name, role, service)
            VALUES (@organizationId, @id, @Email, @Name, 'analyst', true) ON CONFLICT DO NOTHING
            """, new { organizationId, id = Guid.CreateVersion7(now), Email, Name }, cancellationToken: cancellationToken));
        var made = await tenant.Connection.ExecuteScalarAsync<Guid>(new(find, new { organizationId }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, made, "agents' account made", made.ToString(), now, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return made;
    }
}
