using Assistant.Skills.Storage;
using Assistant.Testing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Tests.Storage;

public class DatabaseMigratorTests
{
    [Fact]
    public async Task Processes_that_start_together_migrate_once_and_starting_again_changes_nothing()
    {
        await using var database = await PostgresDatabase.CreateAsync("SELECT 1");
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator(database).MigrateAsync(default)));
        Assert.Single(apps.Distinct());
        await Migrator(database).MigrateAsync(default);
        Assert.Equal($"{Migration.All.Count}", await database.ScalarAsync("SELECT count(*) FROM app.migrations"));
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_and_those_before_it_stay()
    {
        await using var database = await PostgresDatabase.CreateAsync("SELECT 1");
        Migration[] files = [Migration.Of("0001_a.sql", "CREATE TABLE a (id int)"), Migration.Of("0002_b.sql", "CREATE TABLE b (id int); SELECT 1/0")];
        await Assert.ThrowsAsync<PostgresException>(() => Migrator(database).MigrateAsync(files, default));
        Assert.Equal("a", await database.ScalarAsync("SELECT string_agg(relname, ',') FROM pg_class WHERE relkind = 'r' AND relnamespace = 'assistant'::regnamespace"));
        await Migrator(database).MigrateAsync([files[0], Migration.Of("0002_b.sql", "CREATE TABLE b (id int)")], default);
    }

    [Fact]
    public async Task A_file_changed_after_it_was_applied_stops_the_start_and_line_endings_are_no_change()
    {
        await using var database = await PostgresDatabase.CreateAsync("SELECT 1");
        await Migrator(database).MigrateAsync([Migration.Of("0001_a.sql", "CREATE TABLE a\n(id int)")], default);
        await Migrator(database).MigrateAsync([Migration.Of("0001_a.sql", "CREATE TABLE a\r\n(id int)")], default);
        var refusal = await Assert.ThrowsAsync<DatabaseNotReadyException>(
            () => Migrator(database).MigrateAsync([Migration.Of("0001_a.sql", "CREATE TABLE a (id bigint)")], default));
        Assert.Contains("0001_a.sql was changed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await using var database = await PostgresDatabase.CreateAsync("SELECT 1");
        await Migrator(database).MigrateAsync([Migration.Of("0009_later.sql", "CREATE TABLE later (id int)")], default);
        var refusal = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => Migrator(database).MigrateAsync(default));
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_who_is_no_superuser_can_migrate_and_is_held_to_the_policies_too()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE EXTENSION vector");
        var role = await PlainOwnerAsync(database, "CREATEROLE");
        try
        {
            var owner = As(database, role);
            await using var storage = new Database(new(Options.Create(new DatabaseOptions { Owner = owner }), TimeProvider.System));
            var organization = Guid.NewGuid();
            await using (var tenant = await storage.OpenAsync(organization, default))
            {
                await using var add = new NpgsqlCommand(
                    $"""
                    INSERT INTO organizations (id, name) VALUES ('{organization}', 'A');
                    INSERT INTO users (organization_id, id, email, name, role) VALUES ('{organization}', gen_random_uuid(), 'a@b.c', 'A', 'owner')
                    """, tenant.Connection);
                await add.ExecuteNonQueryAsync();
                await tenant.CommitAsync(default);
            }
            // The sign-in's look-up works for such an owner, and the tables stay closed to it.
            await using var lookup = await storage.OpenAsync(default);
            await using var found = new NpgsqlCommand("SELECT count(*) FROM app.accounts_of('A@B.C')", lookup);
            Assert.Equal(1L, await found.ExecuteScalarAsync());
            await using var source = NpgsqlDataSource.Create(owner);
            await using var seen = source.CreateCommand("SELECT count(*) FROM assistant.organizations");
            Assert.Equal(0L, await seen.ExecuteScalarAsync());
        }
        finally
        {
            await DropAsync(database, role);
        }
    }

    [Fact]
    public async Task An_owner_who_may_not_make_the_role_is_told_what_to_ask_for()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE EXTENSION vector");
        var role = await PlainOwnerAsync(database, "NOCREATEROLE");
        try
        {
            var refusal = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => new DatabaseMigrator(
                Options.Create(new DatabaseOptions { Owner = As(database, role), AppRole = "another_app_role" }), TimeProvider.System).MigrateAsync(default));
            Assert.Contains("CREATE ROLE another_app_role", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            await DropAsync(database, role);
        }
    }

    [Fact]
    public async Task The_server_refuses_to_work_as_a_role_that_row_level_security_does_not_hold()
    {
        await using var database = await PostgresDatabase.CreateAsync("SELECT 1");
        var owner = ConnectionString(database);
        var refusal = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => new DatabaseMigrator(
            Options.Create(new DatabaseOptions { Owner = owner, App = owner }), TimeProvider.System).MigrateAsync(default));
        Assert.Contains("superuser", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_in_words()
    {
        var refusal = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => new DatabaseMigrator(
            Options.Create(new DatabaseOptions { Owner = "Host=127.0.0.1;Port=1;Username=u;Database=d" }), TimeProvider.System).MigrateAsync(default));
        Assert.Contains("127.0.0.1:1/d", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss@db.example.org:6543/assistant?sslmode=verify-full", "db.example.org", 6543, "p@ss")]
    [InlineData("postgresql://ann@db.example.org/assistant", "db.example.org", 5432, null)]
    [InlineData("Host=db.example.org;Username=ann;Password=p@ss;Database=assistant", "db.example.org", 5432, "p@ss")]
    public void A_connection_address_is_taken_in_both_spellings(string text, string host, int port, string? password)
    {
        var read = new NpgsqlConnectionStringBuilder(DatabaseOptions.Normalize(text));
        Assert.Equal((host, port, "ann", password, "assistant"), (read.Host, read.Port, read.Username, read.Password, read.Database));
    }

    private static DatabaseMigrator Migrator(PostgresDatabase database) =>
        new(Options.Create(new DatabaseOptions { Owner = ConnectionString(database) }), TimeProvider.System);

    private static string ConnectionString(PostgresDatabase database) =>
        database.DataSource.ConnectionString;

    private static string As(PostgresDatabase database, string role) =>
        new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Username = role, Password = "secret" }.ConnectionString;

    private static async Task<string> PlainOwnerAsync(PostgresDatabase database, string rights)
    {
        var role = $"plain_{Guid.NewGuid():N}";
        await database.ScalarAsync($"CREATE ROLE {role} LOGIN PASSWORD 'secret' {rights}");
        var name = new NpgsqlConnectionStringBuilder(ConnectionString(database)).Database;
        await database.ScalarAsync($"ALTER DATABASE {name} OWNER TO {role}");
        return role;
    }

    private static async Task DropAsync(PostgresDatabase database, string role)
    {
        var name = new NpgsqlConnectionStringBuilder(ConnectionString(database)).Database;
        await database.ScalarAsync($"ALTER DATABASE {name} OWNER TO CURRENT_USER; DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
    }
}
