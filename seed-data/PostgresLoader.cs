using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Assistant.Samples;

/// <summary>Loads a sample into a database of its own on a PostgreSQL server, with a role that may only read it.</summary>
internal static class PostgresLoader
{
    /// <summary>Returns the reader's connection string, or null where the server does not let this user make databases and roles.</summary>
    public static async Task<string?> LoadAsync(string owner, Sample sample, CancellationToken cancellationToken)
    {
        var (name, reader) = ($"sample_{sample.Name}", $"sample_{sample.Name}_reader");
        var server = new NpgsqlConnectionStringBuilder(owner) { Pooling = false };
        // Derived, so that a second load on the same server finds the same one without a place to keep it.
        var password = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(server.Password ?? ""), Encoding.UTF8.GetBytes(reader)))[..32];
        await using (var connection = new NpgsqlConnection(server.ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            await using (var rights = new NpgsqlCommand("SELECT rolsuper OR rolcreatedb AND rolcreaterole FROM pg_roles WHERE rolname = current_user", connection))
                if (await rights.ExecuteScalarAsync(cancellationToken) is not true)
                    return null;
            await RunAsync(connection, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", cancellationToken);
            await RunAsync(connection, $"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'", cancellationToken);
            await RunAsync(connection, $"DO $$ BEGIN CREATE ROLE {reader}; EXCEPTION WHEN duplicate_object THEN NULL; END $$", cancellationToken);
            await RunAsync(connection,
                $"ALTER ROLE {reader} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{password}'; ALTER ROLE {reader} SET default_transaction_read_only = on",
                cancellationToken);
        }

        var database = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name };
        await using (var connection = new NpgsqlConnection(database.ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            await FillAsync(connection, sample, reader, cancellationToken);
        }
        return new NpgsqlConnectionStringBuilder
        {
            Host = server.Host, Port = server.Port, Database = name, Username = reader, Password = password,
        }.ConnectionString;
    }

    private static async Task FillAsync(NpgsqlConnection connection, Sample sample, string reader, CancellationToken cancellationToken)
    {
        await RunAsync(connection, $"CREATE SCHEMA {sample.Name}", cancellationToken);
        foreach (var table in sample.Tables)
        {
            await RunAsync(connection, Ddl.Create(table, $"{sample.Name}.{table.Name}", PostgresType), cancellationToken);
            await CopyAsync(connection, $"{sample.Name}.{table.Name}", table, cancellationToken);
        }
        await RunAsync(connection,
            $"""
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA {sample.Name} TO {reader};
            GRANT SELECT ON ALL TABLES IN SCHEMA {sample.Name} TO {reader};
            ALTER DATABASE sample_{sample.Name} SET search_path = {sample.Name}, public;
            ANALYZE;
            """, cancellationToken);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string name, Table table, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {name} FROM STDIN (FORMAT binary)", cancellationToken);
        foreach (var row in table.Rows)
        {
            await writer.StartRowAsync(cancellationToken);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is { } value)
                    await writer.WriteAsync(value, BinaryType(table.Columns[i].Type), cancellationToken);
                else
                    await writer.WriteNullAsync(cancellationToken);
            }
        }
        await writer.CompleteAsync(cancellationToken);
    }

    private static string PostgresType(ColumnType type) => type switch
    {
        ColumnType.Integer => "integer",
        ColumnType.Number => "numeric(14,2)",
        ColumnType.Date => "date",
        ColumnType.Timestamp => "timestamp",
        _ => "text",
    };

    private static NpgsqlDbType BinaryType(ColumnType type) => type switch
    {
        ColumnType.Integer => NpgsqlDbType.Integer,
        ColumnType.Number => NpgsqlDbType.Numeric,
        ColumnType.Date => NpgsqlDbType.Date,
        ColumnType.Timestamp => NpgsqlDbType.Timestamp,
        _ => NpgsqlDbType.Text,
    };

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
