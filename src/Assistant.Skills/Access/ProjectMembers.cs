using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <summary>
/// Who has a role of their own in a project: it counts there instead of the role in the organization, for more or for less. Administrators of
/// the organization are administrators everywhere, so nobody can be locked out of what they rule.
/// </summary>
public sealed class ProjectMembers(Database database, Projects projects, TimeProvider time)
{
    private const string Gone = "There is no such project.";

    /// <summary>What one can be in a project.</summary>
    public static IReadOnlyList<OrganizationRole> Roles { get; } = [OrganizationRole.Analyst, OrganizationRole.Viewer];

    /// <summary>The members of a project that exists for the caller, by name; null where none does.</summary>
    public async Task<IReadOnlyList<ProjectMember>?> ListAsync(Caller caller, Guid projectId, CancellationToken cancellationToken)
    {
        if (await projects.FindAsync(caller, projectId, cancellationToken) is null)
            return null;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return [.. (await tenant.Connection.QueryAsync<(Guid Id, string Name, string Role, string Elsewhere, bool Disabled, bool Service)>(new(
            """
            SELECT u.id, u.name, m.role, u.role AS elsewhere, u.disabled, u.service FROM memberships m JOIN users u ON u.organization_id = m.organization_id AND u.id = m.user_id
            WHERE m.organization_id = @OrganizationId AND m.project_id = @projectId ORDER BY lower(u.name), u.id
            """, new { caller.OrganizationId, projectId }, cancellationToken: cancellationToken)))
            .Select(r => new ProjectMember(r.Id, r.Name, OrganizationRoles.Role(r.Role), OrganizationRoles.Role(r.Elsewhere), r.Disabled, r.Service))];
    }

    /// <summary>Makes a person a member, or changes what they are; the same again changes nothing. Returns why not, in words.</summary>
    public async Task<string?> SetAsync(Caller caller, Guid projectId, Guid userId, OrganizationRole role, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (!Roles.Contains(role))
            return "In a project one is an analyst or a viewer. Administrators are administrators of the whole organization: see the page People.";
        if (await projects.FindAsync(caller, projectId, cancellationToken) is null)
            return Gone;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var person = await tenant.Connection.QuerySingleOrDefaultAsync<(string Name, string Role)?>(new(
            "SELECT name, role FROM users WHERE organization_id = @OrganizationId AND id = @userId", new { caller.OrganizationId, userId }, cancellationToken: cancellationToken));
        if (person is not var (name, elsewhere))
            return "There is no such person in your organization.";
        if (OrganizationRoles.Role(elsewhere) is OrganizationRole.Owner or OrganizationRole.Admin)
            return $"{name} is an administrator, and so may do everything in every project already.";
        var before = await tenant.Connection.ExecuteScalarAsync<string?>(new(
            "SELECT role FROM memberships WHERE organization_id = @OrganizationId AND project_id = @projectId AND user_id = @userId FOR UPDATE",
            new { caller.OrganizationId, projectId, userId }, cancellationToken: cancellationToken));
        if (before == role.Stored())
            return null;
        var now = time.GetUtcNow();
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO memberships (organization_id, project_id, user_id, role, added_at) VALUES (@OrganizationId, @projectId, @userId, @role, @now)
            ON CONFLICT (organization_id, project_id, user_id) DO UPDATE SET role = excluded.role
            """, new { caller.OrganizationId, projectId, userId, role = role.Stored(), now }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(
            tenant, caller.UserId, before is null ? "project member added" : "project member changed", projectId.ToString(), now, cancellationToken, new { user = userId, before, role = role.Stored() });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Takes the role away that a person has in a project: there, too, their role in the organization counts again, if it is open. False where they have none.</summary>
    public async Task<bool> RemoveAsync(Caller caller, Guid projectId, Guid userId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var role = await tenant.Connection.ExecuteScalarAsync<string?>(new(
            "DELETE FROM memberships WHERE organization_id = @OrganizationId AND project_id = @projectId AND user_id = @userId RETURNING role",
            new { caller.OrganizationId, projectId, userId }, cancellationToken: cancellationToken));
        if (role is null)
            return false;
        await Audit.RecordAsync(tenant, caller.UserId, "project member removed", projectId.ToString(), time.GetUtcNow(), cancellationToken, new { user = userId, role });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }
}
