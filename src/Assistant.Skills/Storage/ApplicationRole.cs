using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Assistant.Skills.Storage;

/// <summary>
/// The role the server works as: signs in, reads and writes rows of the organization that the transaction names, and nothing else. It owns
/// nothing, makes nothing, and row-level security holds it.
/// </summary>
internal static class ApplicationRole
{
    /// <summary>Makes the role if it is missing, and the connection string to use it.</summary>
    public static async Task<string> EnsureAsync(NpgsqlConnection owner, DatabaseOptions options, CancellationToken cancellationToken)
    {
        if (options.App != "")
        {
            var given = Tuned(new NpgsqlConnectionStringBuilder(DatabaseOptions.Normalize(options.App)), options);
            await ProveHarmlessAsync(owner, given.Username ?? "", cancellationToken);
            return given.ConnectionString;
        }

        var derived = Tuned(new NpgsqlConnectionStringBuilder(DatabaseOptions.Normalize(options.Owner)), options);
        derived.Password = await PasswordAsync(owner, derived.Password, options.AppRole, cancellationToken);
        derived.Username = options.AppRole;
        if (!await ExistsAsync(owner, options.AppRole, cancellationToken))
            await MakeAsync(owner, options.AppRole, derived.Password, cancellationToken);
        else if (!await CanSignInAsync(derived.ConnectionString, cancellationToken))
            await RunAsync(owner, $"ALTER ROLE {options.AppRole} LOGIN PASSWORD '{derived.Password}'", options.AppRole, cancellationToken);
        await ProveHarmlessAsync(owner, options.AppRole, cancellationToken);
        return derived.ConnectionString;
    }

    /// <summary>Takes from everyone what PostgreSQL gives by default, so that the role can make no object, not even a temporary one.</summary>
    public static async Task RestrictAsync(NpgsqlConnection owner, string role, CancellationToken cancellationToken)
    {
        var sql = $"""
            GRANT USAGE ON SCHEMA assistant, app TO {Quoted(role)};
            DO $$ BEGIN
                EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
                EXECUTE format('GRANT CONNECT ON DATABASE %I TO {role.Replace("'", "''", StringComparison.Ordinal)}', current_database());
                REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            EXCEPTION WHEN insufficient_privilege OR invalid_schema_name THEN
                NULL;   -- the database has another owner; its administrator decides on these
            END $$
            """;
        await using var command = new NpgsqlCommand(sql, owner);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static NpgsqlConnectionStringBuilder Tuned(NpgsqlConnectionStringBuilder builder, DatabaseOptions options)
    {
        builder.SearchPath = "assistant,public";
        builder.MaxPoolSize = options.MaxConnections;
        builder.ApplicationName = "assistant";
        builder.MaxAutoPrepare = 50;
        return builder;
    }

    /// <summary>
    /// Derived from the owner's password, so that every process and every database of that owner agrees without a place to keep it; where
    /// the owner signs in without one, drawn once and kept in a table that only the owner reads.
    /// </summary>
    private static async Task<string> PasswordAsync(NpgsqlConnection owner, string? password, string role, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(password))
            return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes($"assistant role {role}")));
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO app.secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value
            """, owner)
        {
            Parameters = { new() { Value = $"password of {role}" }, new() { Value = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) } },
        };
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection owner, string role, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", owner)
        {
            Parameters = { new() { Value = role } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task MakeAsync(NpgsqlConnection owner, string role, string password, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(
                owner, $"CREATE ROLE {role} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD '{password}'", role, cancellationToken);
        }
        catch (PostgresException exists) when (exists.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Roles belong to the whole cluster: another database's migrator was a moment earlier.
        }
    }

    private static async Task RunAsync(NpgsqlConnection owner, string sql, string role, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, owner);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseNotReadyException(
                $"The database's owner may not make or change the role \"{role}\" that the server works as. Have an administrator run "
                + $"CREATE ROLE {role} LOGIN PASSWORD '...'; and put that role's connection string into Database__App, "
                + "or give the owner CREATEROLE.", refused);
        }
    }

    private static async Task<bool> CanSignInAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState
            is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    private static async Task ProveHarmlessAsync(NpgsqlConnection owner, string role, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT rolsuper OR rolbypassrls OR pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles r WHERE rolname = $1
            """, owner)
        {
            Parameters = { new() { Value = role } },
        };
        var problem = await command.ExecuteScalarAsync(cancellationToken) switch
        {
            null => "does not exist",
            true => "is a superuser, may bypass row-level security, or is the owner itself",
            _ => null,
        };
        if (problem is not null)
            throw new DatabaseNotReadyException(
                $"The role \"{role}\" that the server should work as {problem}. Name a plain role in Database__App, or leave it empty to have one made.");
    }
}
