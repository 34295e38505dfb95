using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Server.Agents;
using Assistant.Skills.Conversation;
using Assistant.Testing;
using Npgsql;

namespace Assistant.Server.Tests.Agents;

/// <summary>The real server, the real rule workflow, a real kill -9.</summary>
public sealed class KilledAgentTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_server_killed_while_its_agent_reads_a_table_is_followed_by_one_that_finishes_without_doubling_a_rule()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var store = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE a_first (id int PRIMARY KEY, hall text); INSERT INTO a_first SELECT i, 'H' || i % 4 FROM generate_series(1, 300) AS i;
            CREATE TABLE b_second (id int PRIMARY KEY, hall text); INSERT INTO b_second SELECT i, 'H' || i % 4 FROM generate_series(1, 300) AS i;
            """);
        Assert.Equal(0, (await ServerProcess.RunAsync(database.OwnerConnectionString, _data.FullName, "seed")).Code);
        Guid run;
        await using (var first = await ServerProcess.ServeAsync(database.OwnerConnectionString, _data.FullName))
        {
            var connected = await first.Client.PostAsJsonAsync("/api/v1/sources", new { name = "store", connectionString = store.ConnectionString });
            var source = (await connected.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
            await UntilAsync(async () => await database.ScalarAsync($"SELECT state FROM data_sources WHERE id = '{source}'") == "Ready");
            (await first.Client.PutAsJsonAsync("/api/v1/workflows/rule-creation/settings", new { sources = new[] { source } })).EnsureSuccessStatusCode();

            // Whoever reads the second table waits for this lock: the run stands in the middle of its second step.
            await using var holding = await store.DataSource.OpenConnectionAsync();
            await using var transaction = await holding.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("LOCK TABLE b_second IN ACCESS EXCLUSIVE MODE", holding, transaction))
                await hold.ExecuteNonQueryAsync();
            run = (await (await first.Client.PostAsync("/api/v1/workflows/rule-creation/runs", null)).Content.ReadFromJsonAsync<StartedRun>())!.RunId;
            await UntilAsync(async () => await database.ScalarAsync($"SELECT count(*) FROM workflow_done WHERE run_id = '{run}' AND step = 'profile'") == "1");
            await first.KillAsync();
        }

        await using var second = await ServerProcess.ServeAsync(database.OwnerConnectionString, _data.FullName);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var told = AnswerSoFar.Of(await Events.ReadAsync(second.Client, $"/api/v1/workflows/runs/{run}/events", patience.Token));
        Assert.Equal(ClosingState.Answered, told.Ended!.State);
        var steps = (await second.Client.GetFromJsonAsync<JsonElement>($"/api/v1/workflows/runs/{run}")).GetProperty("steps");
        Assert.Equal([1, 2, 1, 1], steps.EnumerateArray().Select(s => s.GetProperty("attempts").GetInt32()));
        // What was read before the kill was not read again.
        Assert.Single(told.Parts.OfType<TextPart>(), t => t.Markdown.Contains("a_first: 300 rows", StringComparison.Ordinal));
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM quality_rules WHERE version > 1"));
        Assert.NotEqual("0", await database.ScalarAsync("SELECT count(*) FROM quality_rules"));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
            await Task.Delay(50, patience.Token);
    }
}
