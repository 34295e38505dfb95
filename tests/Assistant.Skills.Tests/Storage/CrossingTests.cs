using Assistant.Testing;
using Npgsql;

namespace Assistant.Skills.Tests.Storage;

/// <summary>
/// What remains if all our code forgot its filters: raw SQL as the application's role, inside one organization, against every table there
/// is. New tables are covered the moment their migration exists.
/// </summary>
public class CrossingTests
{
    [Fact]
    public async Task No_table_shows_takes_changes_or_loses_a_row_of_another_organization()
    {
        await using var database = await FilledAsync();
        var theirs = database.Theirs.OrganizationId;
        var holes = new List<string>();
        foreach (var (table, tenant) in await TablesAsync(database))
        {
            async Task TryAsync(string what, string sql)
            {
                if (await CrossAsync(database, sql) is { } reached and not 0)
                    holes.Add($"{table}: {what} reached {reached} rows");
            }

            await TryAsync("SELECT", $"SELECT count(*) FROM {table} WHERE {tenant} = '{theirs}'");
            await TryAsync("SELECT of all", $"SELECT count(*) FROM {table} WHERE {tenant} IS DISTINCT FROM '{database.Ours.OrganizationId}'");
            await TryAsync("UPDATE", $"WITH u AS (UPDATE {table} SET {tenant} = {tenant} WHERE {tenant} = '{theirs}' RETURNING 1) SELECT count(*) FROM u");
            await TryAsync("moving rows over", $"WITH u AS (UPDATE {table} SET {tenant} = '{theirs}' RETURNING 1) SELECT count(*) FROM u");
            await TryAsync("DELETE", $"WITH d AS (DELETE FROM {table} WHERE {tenant} = '{theirs}' RETURNING 1) SELECT count(*) FROM d");
            await TryAsync("INSERT", $"WITH i AS ({Insert(table, tenant, theirs, await ColumnsAsync(database, table))} RETURNING 1) SELECT count(*) FROM i");
        }
        Assert.Empty(holes);
    }

    [Fact]
    public async Task Every_table_shows_an_organization_its_own_row_so_the_test_above_means_something()
    {
        await using var database = await FilledAsync();
        foreach (var (table, tenant) in await TablesAsync(database))
            Assert.True(await CrossAsync(database, $"SELECT count(*) FROM {table} WHERE {tenant} = '{database.Ours.OrganizationId}'") >= 1, table);
    }

    [Fact]
    public async Task The_record_of_who_did_what_cannot_be_changed_by_the_application()
    {
        await using var database = await FilledAsync();
        Assert.Null(await CrossAsync(database, "UPDATE audit_log SET action = 'nothing'"));
        Assert.Null(await CrossAsync(database, "DELETE FROM audit_log"));
        Assert.Null(await CrossAsync(database, "TRUNCATE audit_log"));
    }

    // Null: PostgreSQL refused.
    private static async Task<long?> CrossAsync(AssistantDatabase database, string sql)
    {
        await using var tenant = await database.Storage.OpenAsync(database.Ours.OrganizationId, default);
        try
        {
            await using var command = new NpgsqlCommand(sql, tenant.Connection);
            return (long?)await command.ExecuteScalarAsync();
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }

    // One row for each organization in each table. Checks and references are taken off first: here only the isolation is on trial.
    private static async Task<AssistantDatabase> FilledAsync()
    {
        var database = await AssistantDatabase.CreateAsync();
        await database.RunAsync(
            """
            DO $$ DECLARE c record; BEGIN
                FOR c IN SELECT conrelid::regclass AS on_table, conname FROM pg_constraint
                         WHERE connamespace = 'assistant'::regnamespace AND contype IN ('f', 'c') LOOP
                    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.on_table, c.conname);
                END LOOP;
            END $$
            """);
        foreach (var (table, tenant) in await TablesAsync(database))
            foreach (var caller in new[] { database.Ours, database.Theirs })
                await database.RunAsync($"{Insert(table, tenant, caller.OrganizationId, await ColumnsAsync(database, table))} ON CONFLICT DO NOTHING");
        return database;
    }

    private static async Task<IReadOnlyList<(string Table, string Tenant)>> TablesAsync(AssistantDatabase database) =>
    [
        .. (await database.ScalarAsync(
            "SELECT string_agg(oid::regclass::text, ',') FROM pg_class WHERE relnamespace = 'assistant'::regnamespace AND relkind IN ('r', 'p')"))!
            .Split(',').Except(IsolationTests.OfNobody).Select(table => (table, table == "organizations" ? "id" : "organization_id")),
    ];

    private static async Task<string[]> ColumnsAsync(AssistantDatabase database, string table) =>
        (await database.ScalarAsync(
            $"""
            SELECT string_agg(attname || ' ' || format_type(atttypid, NULL), ',') FROM pg_attribute
            WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull AND attidentity = '' AND attgenerated = ''
            """))!.Split(',');

    private static string Insert(string table, string tenant, Guid organizationId, string[] columns)
    {
        var values = columns.Select(c => c.Split(' ', 2)).ToDictionary(c => c[0], c => c[0] == tenant ? $"'{organizationId}'" : Value(c[1]));
        return $"INSERT INTO {table} ({string.Join(", ", values.Keys)}) VALUES ({string.Join(", ", values.Values)})";
    }

    private static string Value(string type) => type switch
    {
        "uuid" => "gen_random_uuid()",
        "text" or "character varying" => "'viewer'",
        "bytea" => "'\\x00'",
        "jsonb" or "json" => "'{}'",
        "boolean" => "false",
        _ when type.EndsWith("[]", StringComparison.Ordinal) => "'{}'",
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) || type == "date" => "now()",
        _ => "1",
    };
}
