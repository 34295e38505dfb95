using Assistant.Skills.Storage;
using Dapper;
using Npgsql;

namespace Assistant.Skills.Access;

/// <summary>
/// The projects of an organization. Administrators make, change and delete them and see all; for others a restricted project in which they are
/// no member does not exist. Which role counts where is decided by app.role_in, in the database.
/// </summary>
public sealed class Projects(Database database, SourcePeople people, TimeProvider time)
{
    private const string Gone = "There is no such project.";
    private const string Taken = "There is a project of that name already.";

    /// <summary>The project that everything is in which is in no other.</summary>
    public static Guid General(Guid organizationId) => organizationId;

    /// <summary>Those that exist for the caller, the general one first.</summary>
    public async Task<IReadOnlyList<Project>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var hidden = await people.HiddenFromAsync(caller, cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return [.. (await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT j.id, j.name, j.restricted, app.role_in(u.role, m.role, j.restricted) AS role,
                (SELECT count(*) FROM data_sources s WHERE s.organization_id = j.organization_id AND s.project_id = j.id AND NOT s.id = ANY(@hidden))::int AS sources,
                (SELECT count(*) FROM memberships a WHERE a.organization_id = j.organization_id AND a.project_id = j.id)::int AS members
            FROM projects j JOIN users u ON u.organization_id = j.organization_id AND u.id = @UserId
            LEFT JOIN memberships m ON m.organization_id = j.organization_id AND m.project_id = j.id AND m.user_id = u.id
            WHERE j.organization_id = @OrganizationId AND app.role_in(u.role, m.role, j.restricted) IS NOT NULL
            ORDER BY j.id <> j.organization_id, lower(j.name)
            """, new { caller.OrganizationId, caller.UserId, hidden = hidden.ToArray() }, cancellationToken: cancellationToken)))
            .Select(r => new Project(r.Id, r.Name, r.Restricted, r.Id == General(caller.OrganizationId), r.Sources, r.Members, OrganizationRoles.Role(r.Role)))];
    }

    /// <summary>Null where there is none that the caller may know of.</summary>
    public async Task<Project?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken)).FirstOrDefault(p => p.Id == id);

    /// <summary>Names are unique, so that the same request sent twice makes one project.</summary>
    public async Task<NewProject> CreateAsync(Caller caller, string name, bool restricted, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (Problem(name) is { } problem)
            return new NewProject.Refused(problem);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            if (await tenant.Connection.ExecuteAsync(new(
                "INSERT INTO projects (organization_id, id, name, restricted, created_at) VALUES (@OrganizationId, @id, @name, @restricted, @now) ON CONFLICT DO NOTHING",
                new { caller.OrganizationId, id, name = name.Trim(), restricted, now }, cancellationToken: cancellationToken)) == 0)
                return new NewProject.Refused(Taken);
            await Audit.RecordAsync(tenant, caller.UserId, "project made", id.ToString(), now, cancellationToken, new { name = name.Trim(), restricted });
            await tenant.CommitAsync(cancellationToken);
        }
        return new NewProject.Made((await FindAsync(caller, id, cancellationToken))!);
    }

    /// <summary>Renames a project, opens it to everybody or restricts it to its members; what is null stays. Returns why not, in words.</summary>
    public async Task<string?> ChangeAsync(Caller caller, Guid id, string? name, bool? restricted, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (name is not null && Problem(name) is { } problem)
            return problem;
        if (id == General(caller.OrganizationId) && restricted is true)
            return "This project is where everything is that is in no other: it stays open to everybody. Make another project, and move the sources there that not everybody shall see.";
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        try
        {
            if (await tenant.Connection.ExecuteAsync(new(
                "UPDATE projects SET name = coalesce(@name, name), restricted = coalesce(@restricted, restricted) WHERE organization_id = @OrganizationId AND id = @id",
                new { caller.OrganizationId, id, name = name?.Trim(), restricted }, cancellationToken: cancellationToken)) == 0)
                return Gone;
        }
        catch (PostgresException twice) when (twice.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Taken;
        }
        await Audit.RecordAsync(tenant, caller.UserId, "project changed", id.ToString(), time.GetUtcNow(), cancellationToken, new { name = name?.Trim(), restricted });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Deletes a project that has no sources any more; its memberships go with it. Returns why not, in words.</summary>
    public async Task<string?> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (id == General(caller.OrganizationId))
            return "This project is where everything is that is in no other: it cannot be deleted.";
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        string? name;
        try
        {
            name = await tenant.Connection.ExecuteScalarAsync<string?>(new(
                "DELETE FROM projects WHERE organization_id = @OrganizationId AND id = @id RETURNING name", new { caller.OrganizationId, id }, cancellationToken: cancellationToken));
        }
        catch (PostgresException used) when (used.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return "There are sources in this project. Move them to another project first, or delete them.";
        }
        if (name is null)
            return Gone;
        await Audit.RecordAsync(tenant, caller.UserId, "project deleted", id.ToString(), time.GetUtcNow(), cancellationToken, new { name });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Keeps which project the caller works in; null for all. Returns why not, in words.</summary>
    public async Task<string?> WorkInAsync(Caller caller, Guid? id, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (await tenant.Connection.ExecuteAsync(new(
            "UPDATE users SET project_id = @id WHERE organization_id = @OrganizationId AND id = @UserId AND (@id IS NULL OR app.sees_project(@UserId, @id))",
            new { caller.OrganizationId, caller.UserId, id }, cancellationToken: cancellationToken)) == 0)
            return Gone;
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>
    /// Moves a source, and with it all that belongs to it, to another project. That changes who sees it, so it is an administrator's to do.
    /// Returns why not, in words.
    /// </summary>
    public async Task<string?> MoveAsync(Caller caller, Guid sourceId, Guid projectId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var from = await tenant.Connection.ExecuteScalarAsync<Guid?>(new(
            """
            UPDATE data_sources s SET project_id = j.id FROM projects j, data_sources old
            WHERE s.organization_id = @OrganizationId AND s.id = @sourceId AND j.organization_id = s.organization_id AND j.id = @projectId
              AND old.organization_id = s.organization_id AND old.id = s.id RETURNING old.project_id
            """, new { caller.OrganizationId, sourceId, projectId }, cancellationToken: cancellationToken));
        if (from is null)
            return "There is no such source or project in your organization.";
        await Audit.RecordAsync(tenant, caller.UserId, "source moved", sourceId.ToString(), time.GetUtcNow(), cancellationToken, new { from, to = projectId });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    private static string? Problem(string name) => name.Trim() is { Length: >= 1 and <= 200 } ? null : "Give the project a name of at most 200 characters.";

    private sealed record Row(Guid Id, string Name, bool Restricted, string Role, int Sources, int Members);
}
