using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Sources.Connections;

/// <summary>The rows of data_sources, of one organization at a time.</summary>
public sealed class SourceRows(Database database, TimeProvider time)
{
    private const string Head = """
        SELECT organization_id, id, name, kind, address, state, note, bytes, changes::text AS changes, revision, created_by, created_at, refreshed_at, changed_at, project_id,
               (SELECT j.name FROM projects j WHERE j.organization_id = data_sources.organization_id AND j.id = data_sources.project_id) AS project,
               reading::text AS reading, jsonb_array_length(catalog->'tables') AS tables,
               (SELECT coalesce(sum((t->>'rowEstimate')::bigint), 0)::bigint FROM jsonb_array_elements(catalog->'tables') t) AS rows
        """;

    internal async Task<IReadOnlyList<StoredSource>> ListAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<StoredSource>(new(
            $"{Head} FROM data_sources WHERE organization_id = @organizationId ORDER BY lower(name)",
            new { organizationId }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>With connection and catalog only when asked: both are large, and the one is secret.</summary>
    internal async Task<StoredSource?> FindAsync(Guid organizationId, Guid id, bool whole, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        return await tenant.Connection.QuerySingleOrDefaultAsync<StoredSource>(new(
            $"{Head}{(whole ? ", connection, catalog::text AS catalog" : "")} FROM data_sources WHERE organization_id = @organizationId AND id = @id",
            new { organizationId, id }, cancellationToken: cancellationToken));
    }

    /// <summary>Adds the row under a name that is free, with an entry in the audit log.</summary>
    internal async Task AddAsync(Caller caller, StoredSource row, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        (row.OrganizationId, row.CreatedBy, row.CreatedAt) = (caller.OrganizationId, caller.UserId, time.GetUtcNow().UtcDateTime);
        row.Name = await FreeNameAsync(tenant, row.Name, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO data_sources (organization_id, id, name, kind, address, connection, state, note, bytes, reading, catalog, created_by, created_at, project_id)
            VALUES (@OrganizationId, @Id, @Name, @Kind, @Address, @Connection, @State, @Note, @Bytes, @Reading::jsonb, @Catalog::jsonb, @CreatedBy, @CreatedAt, @ProjectId)
            """, row, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "source connected", row.Name, time.GetUtcNow(), cancellationToken, new { row.Id, row.Kind, row.Address, project = row.ProjectId });
        await tenant.CommitAsync(cancellationToken);
    }

    internal async Task<bool> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var name = await tenant.Connection.ExecuteScalarAsync<string?>(new(
            "DELETE FROM data_sources WHERE organization_id = @OrganizationId AND id = @id RETURNING name",
            new { caller.OrganizationId, id }, cancellationToken: cancellationToken));
        if (name is null)
            return false;
        await Audit.RecordAsync(tenant, caller.UserId, "source deleted", name, time.GetUtcNow(), cancellationToken, new { id });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>A name that no other source of the organization has: "Sales", else "Sales 2" and on.</summary>
    private static async Task<string> FreeNameAsync(TenantConnection tenant, string wanted, CancellationToken cancellationToken)
    {
        var taken = (await tenant.Connection.QueryAsync<string>(new(
            "SELECT lower(name) FROM data_sources WHERE organization_id = @OrganizationId", new { tenant.OrganizationId }, cancellationToken: cancellationToken)))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = wanted.Length > 190 ? wanted[..190] : wanted;
        return taken.Contains(name) ? Enumerable.Range(2, taken.Count + 1).Select(n => $"{name} {n}").First(n => !taken.Contains(n)) : name;
    }

    /// <summary>Puts a new catalog in place; false when the source is gone.</summary>
    internal async Task<bool> SaveCatalogAsync(
        Guid organizationId, Guid id, SourceCatalog catalog, SourceState state, IReadOnlyList<SchemaChange>? changes, string? reading, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        var saved = await tenant.Connection.ExecuteAsync(new(
            """
            UPDATE data_sources SET catalog = @catalog::jsonb, state = @state, changes = coalesce(@changes::jsonb, changes),
                changed_at = CASE WHEN @changes IS NULL THEN changed_at ELSE @at END,
                reading = coalesce(@reading::jsonb, reading), note = CASE WHEN state = 'Failing' THEN NULL ELSE note END, revision = revision + 1, refreshed_at = @at
            WHERE organization_id = @organizationId AND id = @id
            """,
            new
            {
                organizationId, id, reading, state = state.ToString(), at = time.GetUtcNow().UtcDateTime, catalog = CatalogJson.Write(CatalogJson.WithoutSensitiveValues(catalog)),
                changes = changes is null or [] ? null : CatalogJson.Write(changes),
            }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return saved == 1;
    }

    /// <summary>Sources of any organization whose structure was read before <paramref name="due"/>, each given to one caller only.</summary>
    internal async Task<IReadOnlyList<(Guid OrganizationId, Guid Id)>> ClaimDueAsync(DateTimeOffset due, DateTimeOffset abandoned, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<(Guid, Guid)>(new(
            "SELECT organization_id, id FROM app.claim_due_sources(@due, @abandoned, @at, @most)",
            new { due = due.UtcDateTime, abandoned = abandoned.UtcDateTime, at = time.GetUtcNow().UtcDateTime, most }, cancellationToken: cancellationToken))).AsList();
    }

    internal async Task SaveStateAsync(Guid organizationId, Guid id, SourceState state, string? note, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            "UPDATE data_sources SET state = @state, note = @note, revision = revision + 1 WHERE organization_id = @organizationId AND id = @id",
            new { organizationId, id, state = state.ToString(), note }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
    }
}
