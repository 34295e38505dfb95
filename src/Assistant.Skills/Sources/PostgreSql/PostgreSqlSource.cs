using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Sql;
using Npgsql;

namespace Assistant.Skills.Sources.PostgreSql;

/// <summary>A PostgreSQL database. Every read is one statement in a read-only transaction with a time limit that the server keeps.</summary>
public sealed class PostgreSqlSource : ISource
{
    private readonly NpgsqlDataSource _database;

    /// <param name="connectionString">Npgsql's form; the session's settings in it are overruled where they would loosen ours.</param>
    public PostgreSqlSource(string connectionString, TimeSpan connectTimeout) =>
        _database = NpgsqlDataSource.Create(ReadOnly(connectionString, connectTimeout));

    public SqlDialect Dialect => SqlDialect.PostgreSql;

    public async Task<SourceCatalog> IntrospectAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return await PostgreSqlIntrospection.ReadAsync(connection, cancellationToken);
    }

    public async Task<QueryOutcome> ReadAsync(AdmittedQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var limit = (long)query.Limits.Timeout.TotalMilliseconds;
            await using (var guard = new NpgsqlCommand(
                string.Create(CultureInfo.InvariantCulture, $"SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = {limit}"), connection, transaction))
                await guard.ExecuteNonQueryAsync(cancellationToken);
            return await RunAsync(query, connection, transaction, cancellationToken);
        }
        catch (PostgresException refused)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return PostgreSqlFailure.Outcome(refused, query.Limits);
        }
        catch (NpgsqlException broken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new QueryOutcome.EngineFailed(PostgreSqlFailure.Unreachable(broken));
        }
    }

    /// <summary>What to tell who connects it, if the credentials could do more than read; null if they could not.</summary>
    public async Task<string?> WarningAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("""
            SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) OR EXISTS (
                SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
                  AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.GetBoolean(1)
            ? $"The user {reader.GetString(0)} may also change data. The assistant never writes, but a user that may only read is safer: "
                + "CREATE ROLE reader LOGIN PASSWORD '…'; GRANT pg_read_all_data TO reader;"
            : null;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<QueryOutcome> RunAsync(
        AdmittedQuery query, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        // A batch command is sent by the extended protocol, in which the server takes one statement only: "COMMIT; INSERT ..." is an error.
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { new NpgsqlBatchCommand(query.Sql) } };
        batch.Timeout = (int)query.Limits.Timeout.TotalSeconds + 5;   // only for a server that does not keep its own limit
        await using var cancel = new ServerCancel(_database, batch, cancellationToken);
        var result = new ResultRows(query.Limits.MaxRows);
        // The token goes to the server through ServerCancel: Npgsql asks once, and that request can be lost.
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        var columns = PostgreSqlColumn.All(reader);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : columns[i].Read(reader, i);
            if (!result.TryAdd(row))
            {
                await cancel.NowAsync();   // else closing the reader would fetch all that is left
                break;
            }
        }
        cancellationToken.ThrowIfCancellationRequested();
        var shape = columns.Select((c, i) => new ResultColumn(c.Name, c.Settle(result.Rows, i))).ToList();
        return result.Finish(shape, Stopwatch.GetElapsedTime(started));
    }

    private static string ReadOnly(string connectionString, TimeSpan connectTimeout) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Options = "-c default_transaction_read_only=on -c idle_in_transaction_session_timeout=60000",
        ApplicationName = "assistant",
        MaxPoolSize = 10,
        Timeout = (int)connectTimeout.TotalSeconds,
        CancellationTimeout = 10_000,
        IncludeErrorDetail = false,
        PersistSecurityInfo = false,
        Enlist = false,
        Multiplexing = false,
    }.ConnectionString;
}
