using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Storage;

/// <summary>
/// Brings the assistant's own database to this program's version: schemas, the application's role, and the numbered files that are not
/// applied yet, each in a transaction of its own. Forward only. Processes that start together take turns by an advisory lock.
/// </summary>
public sealed class DatabaseMigrator(IOptions<DatabaseOptions> options, TimeProvider time)
{
    // "assistant" as eight bytes, cut: any fixed number does, it only must not be another program's.
    private const long Lock = 0x617373697374616E;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DatabaseOptions _options = options.Value;

    /// <summary>Returns the application's connection string.</summary>
    /// <exception cref="DatabaseNotReadyException">The database can't be reached, lacks pgvector, refuses a right, or is not ours to change.</exception>
    public Task<string> MigrateAsync(CancellationToken cancellationToken) => MigrateAsync(Migration.All, cancellationToken);

    public async Task<string> MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        await using var owner = await OpenAsync(cancellationToken);
        await RunAsync(owner, $"SELECT pg_advisory_lock({Lock})", cancellationToken);
        await PrepareAsync(owner, cancellationToken);
        var app = await ApplicationRole.EnsureAsync(owner, _options, cancellationToken);
        var role = new NpgsqlConnectionStringBuilder(app).Username!;
        await ApplicationRole.RestrictAsync(owner, role, cancellationToken);
        await using (var name = new NpgsqlCommand("SELECT set_config('app.role', $1, false)", owner) { Parameters = { new() { Value = role } } })
            await name.ExecuteNonQueryAsync(cancellationToken);

        foreach (var migration in await MissingAsync(owner, migrations, cancellationToken))
            await ApplyAsync(owner, migration, cancellationToken);
        return app;   // closing the connection frees the lock
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder(DatabaseOptions.Normalize(_options.Owner))
        {
            SearchPath = "assistant,public", Pooling = false, CommandTimeout = 0, ApplicationName = "assistant migrator",
        };
        var until = time.GetTimestamp();
        while (true)
        {
            var connection = new NpgsqlConnection(builder.ConnectionString);
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (NpgsqlException starting) when (IsStarting(starting) && time.GetElapsedTime(until) < Patience)
            {
                await connection.DisposeAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            }
            catch (NpgsqlException unreachable)
            {
                await connection.DisposeAsync();
                throw new DatabaseNotReadyException(
                    $"The assistant's database at {builder.Host}:{builder.Port}/{builder.Database} cannot be opened as \"{builder.Username}\": "
                    + $"{unreachable.Message} Check that PostgreSQL runs and that ASSISTANT__DATABASE is right.", unreachable);
            }
        }
    }

    // A server that accepts connections but is still replaying its log says so.
    private static bool IsStarting(NpgsqlException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow };

    private static async Task PrepareAsync(NpgsqlConnection owner, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(owner,
                """
                CREATE SCHEMA IF NOT EXISTS assistant;
                CREATE SCHEMA IF NOT EXISTS app;
                CREATE TABLE IF NOT EXISTS app.migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
                CREATE TABLE IF NOT EXISTS app.secrets (name text PRIMARY KEY, value text NOT NULL);
                """, cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseNotReadyException(
                "The user of ASSISTANT__DATABASE may not make schemas in that database. Name the database's owner, "
                + "or have an administrator run GRANT CREATE ON DATABASE ... TO that user.", refused);
        }
        try
        {
            await RunAsync(owner, "CREATE EXTENSION IF NOT EXISTS vector SCHEMA public", cancellationToken);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported)
        {
            throw new DatabaseNotReadyException(
                "PostgreSQL has no pgvector, which the assistant's memory needs. Install it on the database's machine "
                + "(package postgresql-NN-pgvector, or see docs/decisions), then start again.", missing);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseNotReadyException(
                "The database's owner may not install pgvector. Have an administrator run CREATE EXTENSION vector; in this database, then start again.",
                refused);
        }
    }

    private static async Task<IReadOnlyList<Migration>> MissingAsync(
        NpgsqlConnection owner, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<string, string>();
        await using (var command = new NpgsqlCommand("SELECT name, checksum FROM app.migrations", owner))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken))
                applied.Add(reader.GetString(0), reader.GetString(1));

        if (applied.Keys.Except(migrations.Select(m => m.Name)).Order().FirstOrDefault() is { } unknown)
            throw new DatabaseNotReadyException(
                $"The database was used by a newer version of the assistant (it has {unknown}). Start that version, or restore an older backup.");
        if (migrations.FirstOrDefault(m => applied.TryGetValue(m.Name, out var checksum) && checksum != m.Checksum) is { } changed)
            throw new DatabaseNotReadyException(
                $"{changed.Name} was changed after it had been applied to this database. Put the old text back and write the change as a new file.");
        return [.. migrations.Where(m => !applied.ContainsKey(m.Name))];
    }

    private static async Task ApplyAsync(NpgsqlConnection owner, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await owner.BeginTransactionAsync(cancellationToken);
        await RunAsync(owner, migration.Sql, cancellationToken);
        await using var note = new NpgsqlCommand("INSERT INTO app.migrations (name, checksum) VALUES ($1, $2)", owner)
        {
            Parameters = { new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await note.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task RunAsync(NpgsqlConnection owner, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, owner);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
