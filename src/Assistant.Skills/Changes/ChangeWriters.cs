using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Connections;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Changes;

/// <summary>Whether approved changes can be written to a source, and as whom.</summary>
/// <param name="Account">The database's user for writing; null where none is given.</param>
/// <param name="Why">Why they cannot be written, with what to do; null where they can.</param>
public sealed record WriteAccess(bool Possible, string? Account, string? Why);

/// <summary>
/// The accounts by which approved changes are written, one for each source: others than those that read, encrypted, used for nothing else. They go
/// in and never come out.
/// </summary>
public sealed class ChangeWriters(Database database, DataSources sources, SourceRows rows, OpenSources open, SecretBox secrets, TimeProvider time)
{
    private const string NoFile = "A file is not written in place. Change it in the program it comes from and upload it again, or load it into a database.";
    private const string Gone = "There is no such source in your organization.";

    /// <summary>Null where the caller has no such source.</summary>
    public async Task<WriteAccess?> FindAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is not { } source)
            return null;
        if (source.Kind is SourceKind.File)
            return new(false, null, NoFile);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var account = await tenant.Connection.ExecuteScalarAsync<string?>(new(
            "SELECT account FROM change_writers WHERE organization_id = @OrganizationId AND source_id = @sourceId", new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken));
        return account is not null ? new(true, account, null)
            : new(false, null, "Nobody has allowed changes to be written to this source yet. An administrator gives it an account for writing, on the page Approvals.");
    }

    /// <summary>Allows writing. For PostgreSQL with a connection string of a user who may, to the same database; for SQLite none is needed. Returns why not, in words.</summary>
    public async Task<string?> AllowAsync(Caller caller, Guid sourceId, string? connectionString, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is null || await rows.FindAsync(caller.OrganizationId, sourceId, whole: true, cancellationToken) is not { } row)
            return Gone;
        var (connection, account) = ("", "the server's own");
        switch (row.SourceKind)
        {
            case SourceKind.File:
                return NoFile;
            case SourceKind.PostgreSql:
                try
                {
                    connection = DatabaseOptions.Normalize(connectionString?.Trim() ?? "");
                    if (connection.Length == 0 || PostgreSqlAddress.Words(connection).Text != PostgreSqlAddress.Words(open.Connection(row)).Text)
                        return $"Give a connection string to the same database, {row.Address}: what is written must be what is read.";
                }
                catch (Exception broken) when (broken is ArgumentException or UriFormatException or FormatException)
                {
                    return "This is no PostgreSQL connection string. Write postgresql://user:password@host:5432/database, or Host=…;Database=…;Username=…;Password=….";
                }
                (account, var problem) = await new Writing.PostgreSqlWriter(connection).TryAsync(cancellationToken);
                if (problem is not null)
                    return problem;
                break;
        }
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO change_writers (organization_id, source_id, connection, account, made_by, made_at) VALUES (@OrganizationId, @sourceId, @box, @account, @UserId, @now)
            ON CONFLICT (organization_id, source_id) DO UPDATE SET connection = excluded.connection, account = excluded.account, made_by = excluded.made_by, made_at = excluded.made_at
            """,
            new { caller.OrganizationId, caller.UserId, sourceId, account, now, box = secrets.Close(connection, Owner(caller.OrganizationId, sourceId)) }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "writing allowed", row.Name, now, cancellationToken, new { sourceId, account });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Forgets the account; false where there was none.</summary>
    public async Task<bool> ForbidAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (await tenant.Connection.ExecuteAsync(new(
            "DELETE FROM change_writers WHERE organization_id = @OrganizationId AND source_id = @sourceId", new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken)) == 0)
            return false;
        await Audit.RecordAsync(tenant, caller.UserId, "writing forbidden", sourceId.ToString(), time.GetUtcNow(), cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The way to write; null where writing is not allowed.</summary>
    internal async Task<(SourceKind Kind, string Address)?> OpenAsync(Guid organizationId, Guid sourceId, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(organizationId, sourceId, whole: true, cancellationToken) is not { } row)
            return null;
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        var box = await tenant.Connection.ExecuteScalarAsync<byte[]?>(new(
            "SELECT connection FROM change_writers WHERE organization_id = @organizationId AND source_id = @sourceId", new { organizationId, sourceId }, cancellationToken: cancellationToken));
        return box is null ? null : (row.SourceKind, row.SourceKind is SourceKind.Sqlite ? open.Connection(row) : secrets.Open(box, Owner(organizationId, sourceId)));
    }

    private static string Owner(Guid organizationId, Guid sourceId) => $"write {organizationId:N}/{sourceId:N}";
}
