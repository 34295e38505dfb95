using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Testing;

/// <summary>
/// The assistant's own database, migrated, of the test's own: with the application's role, and two organizations that must never
/// see each other. Copied from a template that the first test makes, so that it costs about a tenth of a second.
/// </summary>
public sealed class AssistantDatabase : IAsyncDisposable
{
    private static readonly string Server = Environment.GetEnvironmentVariable("ASSISTANT_TEST_POSTGRES")
        ?? throw new InvalidOperationException("Set ASSISTANT_TEST_POSTGRES to a server these tests may create databases on.");

    private readonly string _name = $"test_{Guid.NewGuid():N}";
    private readonly NpgsqlDataSource _app;

    private AssistantDatabase()
    {
        OwnerConnectionString = For(_name);
        Owner = NpgsqlDataSource.Create(OwnerConnectionString);
        Storage = new(new DatabaseMigrator(Options.Create(new DatabaseOptions { Owner = OwnerConnectionString }), TimeProvider.System));
        _app = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(OwnerConnectionString) { Username = "assistant_app" }.ConnectionString);
    }

    /// <summary>What the product uses.</summary>
    public Database Storage { get; }

    /// <summary>Sees all: row-level security does not hold a superuser.</summary>
    public NpgsqlDataSource Owner { get; }

    public string OwnerConnectionString { get; }

    /// <summary>A person of one organization, with all permissions.</summary>
    public Caller Ours { get; } = Someone("Ada Ours");

    /// <summary>A person of the other organization, with all permissions.</summary>
    public Caller Theirs { get; } = Someone("Theo Theirs");

    public static async Task<AssistantDatabase> CreateAsync()
    {
        var template = await Template.Value;
        var database = new AssistantDatabase();
        await OnServerAsync($"CREATE DATABASE {database._name} TEMPLATE {template}");
        // A copy has the template's objects, not the rights on the database itself: the migrator gives those.
        await database.Storage.PrepareAsync(default);
        foreach (var caller in new[] { database.Ours, database.Theirs })
            await database.Owner.RunAsync(
                $"""
                INSERT INTO organizations (id, name) VALUES ('{caller.OrganizationId}', 'Organization of {caller.Name}');
                INSERT INTO users (organization_id, id, email, name, role)
                VALUES ('{caller.OrganizationId}', '{caller.UserId}', '{caller.Name.Split(' ')[1].ToLowerInvariant()}@example.org', '{caller.Name}', 'owner');
                """);
        return database;
    }

    /// <summary>Another person of the same organization.</summary>
    public async Task<Caller> ColleagueAsync(Caller caller, params Permission[] permissions)
    {
        var colleague = Someone("Cleo Colleague") with { OrganizationId = caller.OrganizationId, Permissions = permissions.ToHashSet() };
        await Owner.RunAsync(
            $"""
            INSERT INTO users (organization_id, id, email, name, role)
            VALUES ('{colleague.OrganizationId}', '{colleague.UserId}', '{colleague.UserId:N}@example.org', '{colleague.Name}', 'viewer')
            """);
        return colleague;
    }

    /// <summary>As the owner.</summary>
    public Task<string?> ScalarAsync(string sql) => Owner.ScalarAsync(sql);

    /// <summary>As the owner.</summary>
    public Task RunAsync(string sql) => Owner.RunAsync(sql);

    /// <summary>A connection of the application's role, outside the product's code: what remains if that code forgot its filters.</summary>
    public Task<NpgsqlConnection> OpenAsApplicationAsync() => _app.OpenConnectionAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await _app.DisposeAsync();
        await Owner.DisposeAsync();
        await OnServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static Lazy<Task<string>> Template { get; } = new(MakeTemplateAsync);

    private static Caller Someone(string name) =>
        new(Guid.NewGuid(), Guid.NewGuid(), name, Enum.GetValues<Permission>().ToHashSet(), UserPreferences.Default);

    private static string For(string database) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = false, SearchPath = "assistant,public" }.ConnectionString;

    // Named after the migrations' texts, so that test runs of the same version share it.
    private static async Task<string> MakeTemplateAsync()
    {
        var name = $"assistant_template_{Migration.Of("all", string.Concat(Migration.All.Select(m => m.Name + m.Checksum))).Checksum[..16]}";
        await using var server = await NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }).OpenConnectionAsync();
        await using var turns = new NpgsqlCommand($"SELECT pg_advisory_lock(hashtext('assistant_template'))", server);
        await turns.ExecuteNonQueryAsync();
        await using var made = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{name}')", server);
        if ((bool)(await made.ExecuteScalarAsync())!)
            return name;
        await OnServerAsync($"DROP DATABASE IF EXISTS {name}_new WITH (FORCE)");
        await OnServerAsync($"CREATE DATABASE {name}_new");
        await new DatabaseMigrator(Options.Create(new DatabaseOptions { Owner = For($"{name}_new") }), TimeProvider.System).MigrateAsync(default);
        // Renamed when whole, so that a run cut short leaves no half template behind.
        await OnServerAsync($"ALTER DATABASE {name}_new RENAME TO {name}");
        return name;
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server) { Pooling = false });
        await server.RunAsync(sql);
    }
}
