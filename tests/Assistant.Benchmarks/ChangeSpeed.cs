using System.Diagnostics;
using System.Globalization;
using Assistant.Skills;
using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Assistant.Benchmarks;

/// <summary>
/// An approved change set of 100,000 cells written to PostgreSQL and undone, as the product does it: encrypted cells read, one transaction with every old
/// value checked, states and audit kept. At least 50,000 cells a second are asked.
/// </summary>
internal static class ChangeSpeed
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var server, ..])
        {
            Console.Error.WriteLine("usage: changes CONNECTION [CELLS]   of a PostgreSQL server on which databases may be made");
            return 2;
        }
        var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
        var (ours, theirs) = ($"bench_{Guid.NewGuid():N}", $"bench_{Guid.NewGuid():N}");
        var folder = Directory.CreateTempSubdirectory("assistant-changes-");
        try
        {
            await OnAsync(server, "postgres", $"CREATE DATABASE {ours}");
            await OnAsync(server, "postgres", $"CREATE DATABASE {theirs}");
            await OnAsync(server, theirs, $"CREATE TABLE cranes (crane_no integer PRIMARY KEY, name text, load_kg numeric(10,2), maker text); INSERT INTO cranes SELECT i, 'Crane ' || i, i % 900, NULL FROM generate_series(1, {count}) AS i; ANALYZE cranes");
            await using var services = Services(In(server, ours), folder.FullName);
            var admin = (await services.GetRequiredService<DemoOrganization>().EnsureAsync(default)).Caller;
            var steward = (await services.GetRequiredService<Callers>().FindByEmailAsync("steward@demo.local", default))!.Caller;
            var source = ((ConnectOutcome.Connected)await services.GetRequiredService<DataSources>().ConnectAsync(admin, new NewSource.PostgreSqlText("Cranes", In(server, theirs)), default)).Source;
            if (await services.GetRequiredService<ChangeWriters>().AllowAsync(admin, source.Id, In(server, theirs), default) is { } why)
                throw new InvalidOperationException(why);
            var sets = services.GetRequiredService<ChangeSets>();
            for (var run = 1; run <= 3; run++)
            {
                var cells = Enumerable.Range(1, count).Select(i => new CellChange([i.ToString(CultureInfo.InvariantCulture)], "maker", null, i % 2 == 0 ? "Lindqvist" : "Ansel")).ToList();
                var (proposing, set) = await TimedAsync(() => sets.ProposeAsync(admin, new(source.Id, new("public", "cranes"), ["crane_no"], "Makers", "Benchmark", cells), null, default));
                var (approving, _) = await TimedAsync(() => sets.ApproveAsync(steward, set.Id, null, "", default));
                var (writing, _) = await TimedAsync(() => sets.ApplyAsync(steward, set.Id, default));
                var (undoing, _) = await TimedAsync(() => sets.UndoAsync(steward, set.Id, default));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {run}: {count:N0} cells; propose {proposing.TotalSeconds:0.00} s, approve {approving.TotalSeconds:0.00} s, write {writing.TotalSeconds:0.00} s = {count / writing.TotalSeconds:N0} cells/s, undo {undoing.TotalSeconds:0.00} s = {count / undoing.TotalSeconds:N0} cells/s"));
            }
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
            await OnAsync(server, "postgres", $"DROP DATABASE IF EXISTS {ours} WITH (FORCE)");
            await OnAsync(server, "postgres", $"DROP DATABASE IF EXISTS {theirs} WITH (FORCE)");
        }
    }

    private static async Task<(TimeSpan Took, ChangeSet Set)> TimedAsync(Func<Task<ChangeOutcome>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = await work();
        return (Stopwatch.GetElapsedTime(started), outcome is ChangeOutcome.Done done ? done.Set : throw new InvalidOperationException(outcome.ToString()));
    }

    private static ServiceProvider Services(string database, string folder)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Owner"] = database, ["Data:Directory"] = folder }).Build());
        return services.AddAssistantSkills().BuildServiceProvider();
    }

    private static string In(string server, string database) => new NpgsqlConnectionStringBuilder(server) { Database = database, Pooling = false }.ConnectionString;

    private static async Task OnAsync(string server, string database, string sql)
    {
        await using var connection = new NpgsqlConnection(In(server, database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
