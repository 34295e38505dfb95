using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Testing;
using Npgsql;

namespace Assistant.Evals.Gate;

/// <summary>
/// A scratch database with the fixture, read through a role that may only read schema shop, as the product advises for every source.
/// The server is ASSISTANT_TEST_POSTGRES or ASSISTANT__DATABASE, as a user who may create databases and roles.
/// </summary>
internal sealed class PostgresFixture(NpgsqlDataSource server, NpgsqlDataSource owner, string name) : IAsyncDisposable
{
    public static async Task<Fixture> OpenAsync(CancellationToken cancellationToken)
    {
        var sql = await File.ReadAllTextAsync(Bench.File("security", "fixture_postgres.sql"), cancellationToken);
        var connection = Environment.GetEnvironmentVariable("ASSISTANT_TEST_POSTGRES") ?? Environment.GetEnvironmentVariable("ASSISTANT__DATABASE");
        if (connection is null)
        {
            await Console.Error.WriteLineAsync("No PostgreSQL server in ASSISTANT_TEST_POSTGRES: its lines are judged by the gate alone.".AsMemory(), cancellationToken);
            return new(FixtureCatalog.Read(sql, SqlDialect.PostgreSql, "shop"), null, null, null);
        }
        var server = NpgsqlDataSource.Create(connection);
        var name = $"gate_eval_{Guid.NewGuid():N}"[..30];
        await RunAsync(server, $"CREATE DATABASE {name}", cancellationToken);
        var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Database = name });
        await RunAsync(owner, sql, cancellationToken);
        await RunAsync(owner, $"""
            CREATE ROLE {name} LOGIN PASSWORD '{name}' NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 10;
            GRANT USAGE ON SCHEMA shop TO {name};
            GRANT SELECT ON ALL TABLES IN SCHEMA shop TO {name};
            ALTER ROLE {name} SET default_transaction_read_only = on;
            ALTER ROLE {name} SET statement_timeout = '15s';
            ALTER ROLE {name} SET temp_file_limit = '256MB';
            ALTER ROLE {name} SET work_mem = '16MB';
            ANALYZE
            """, cancellationToken);
        var reader = new NpgsqlConnectionStringBuilder(connection) { Database = name, Username = name, Password = name }.ConnectionString;
        return await new SourceOpener().OpenPostgresAsync(reader, cancellationToken) switch
        {
            OpenOutcome.Opened opened => new(opened.Catalog, opened.Source, () => ChecksumAsync(owner), new PostgresFixture(server, owner, name)),
            OpenOutcome.Refused refused => throw new InvalidOperationException(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await owner.DisposeAsync();
        await RunAsync(server, $"DROP DATABASE {name} WITH (FORCE)", CancellationToken.None);
        await RunAsync(server, $"DROP ROLE {name}", CancellationToken.None);
        await server.DisposeAsync();
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> ChecksumAsync(NpgsqlDataSource database)
    {
        List<string> tables = [];
        await using (var names = database.CreateCommand("""
            SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
            WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
            """))
        await using (var reader = await names.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        List<string> lines = [];
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand($"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '-') FROM {table} t");
            lines.Add($"{table}\t{await command.ExecuteScalarAsync()}");
        }
        return string.Join('\n', lines);
    }
}
