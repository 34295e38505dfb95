using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <summary>
/// Who may use a source: everybody who sees its project when both lists are empty, else those of them with these roles and these people, and
/// administrators always.
/// </summary>
public sealed record SourceUse(IReadOnlyList<OrganizationRole> Roles, IReadOnlyList<Guid> People)
{
    public static SourceUse Everybody { get; } = new([], []);
}

/// <summary>
/// Which sources exist for whom: by the source's project, and by the source itself. One that a person may not use does not exist for them, by
/// whatever way.
/// </summary>
public sealed class SourcePeople(Database database, TimeProvider time)
{
    /// <summary>The sources that the caller may not use.</summary>
    public async Task<IReadOnlySet<Guid>> HiddenFromAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<Guid>(new(
            "SELECT id FROM app.hidden_sources(@UserId)", new { caller.UserId }, cancellationToken: cancellationToken))).ToHashSet();
    }

    /// <summary>Whether a project exists for the caller.</summary>
    public async Task<bool> SeesProjectAsync(Caller caller, Guid projectId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await tenant.Connection.ExecuteScalarAsync<bool>(new(
            "SELECT app.sees_project(@UserId, @projectId)", new { caller.UserId, projectId }, cancellationToken: cancellationToken));
    }

    public async Task<SourceUse> OfAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = (await tenant.Connection.QueryAsync<(string? Role, Guid? UserId)>(new(
            "SELECT role, user_id FROM source_people WHERE organization_id = @OrganizationId AND source_id = @sourceId ORDER BY role, user_id",
            new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken))).AsList();
        return new([.. rows.Where(r => r.Role is not null).Select(r => OrganizationRoles.Role(r.Role!))], [.. rows.Where(r => r.UserId is not null).Select(r => r.UserId!.Value)]);
    }

    /// <summary>Returns why not, in words.</summary>
    public async Task<string?> SaveAsync(Caller caller, Guid sourceId, SourceUse use, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var known = await tenant.Connection.ExecuteScalarAsync<long>(new(
            """
            SELECT (SELECT count(*) FROM data_sources WHERE organization_id = @OrganizationId AND id = @sourceId)
                 * CASE WHEN (SELECT count(*) FROM users WHERE organization_id = @OrganizationId AND id = ANY(@people)) = @count THEN 1 ELSE 0 END
            """, new { caller.OrganizationId, sourceId, people = use.People.Distinct().ToArray(), count = use.People.Distinct().Count() }, cancellationToken: cancellationToken));
        if (known == 0)
            return "There is no such source or person in your organization.";
        await tenant.Connection.ExecuteAsync(new(
            """
            DELETE FROM source_people WHERE organization_id = @OrganizationId AND source_id = @sourceId;
            INSERT INTO source_people (organization_id, source_id, role) SELECT @OrganizationId, @sourceId, unnest(@roles);
            INSERT INTO source_people (organization_id, source_id, user_id) SELECT @OrganizationId, @sourceId, unnest(@people)
            """,
            new
            {
                caller.OrganizationId, sourceId, roles = use.Roles.Distinct().Select(r => r.Stored()).ToArray(), people = use.People.Distinct().ToArray(),
            }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(
            tenant, caller.UserId, "source access changed", sourceId.ToString(), time.GetUtcNow(), cancellationToken,
            new { roles = use.Roles.Select(r => r.Stored()), people = use.People });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }
}
