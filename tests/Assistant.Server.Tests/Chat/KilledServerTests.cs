using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Server.Chat;
using Assistant.Skills.Conversation;
using Assistant.Testing;

namespace Assistant.Server.Tests.Chat;

/// <summary>Real processes, a real source, a query that takes for ever.</summary>
public sealed class KilledServerTests : IDisposable
{
    // 50,000 to the third power: nobody waits for that.
    private const string ForEver = "/sql SELECT count(*) AS for_ever FROM things a JOIN things b ON a.id <> b.id JOIN things c ON b.id <> c.id";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_server_killed_in_the_middle_leaves_its_turn_interrupted_and_it_can_be_tried_again()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var things = await PostgresDatabase.CreateAsync("CREATE TABLE things AS SELECT generate_series(1, 50000) AS id");
        StartedTurn started;
        await using (var first = await SeededAsync(database))
        {
            started = await AskForEverAsync(first, things);
            // The query may run a moment before the step that tells of it is in the log.
            await UntilAsync(async () => await database.ScalarAsync("SELECT count(*) FROM turn_events WHERE event::text LIKE '%\"step\"%'") != "0");
            await first.KillAsync();
        }

        await using var second = await ServerProcess.ServeAsync(database.OwnerConnectionString, _data.FullName);
        var answer = AnswerSoFar.Of(await EventsAsync(second, started.TurnId));
        Assert.Equal(ClosingState.Interrupted, answer.Ended!.State);
        Assert.True(answer.Parts.OfType<ClosingPart>().Single().CanRetry);
        Assert.Contains(answer.Parts, part => part is StepPart { State: StepState.Stopped });

        var again = await second.Client.PostAsJsonAsync("/api/v1/turns", new { conversationId = started.ConversationId, replacesTurnId = started.TurnId, text = "/sql SELECT count(*) AS n FROM things" });
        var turn = (await again.Content.ReadFromJsonAsync<StartedTurn>())!.TurnId;
        Assert.Equal(ClosingState.Answered, AnswerSoFar.Of(await EventsAsync(second, turn)).Ended!.State);
    }

    [Fact]
    public async Task Stop_in_one_process_ends_the_query_of_a_turn_in_another_in_the_database_itself()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var things = await PostgresDatabase.CreateAsync("CREATE TABLE things AS SELECT generate_series(1, 50000) AS id");
        await using var first = await SeededAsync(database);
        await using var second = await ServerProcess.ServeAsync(database.OwnerConnectionString, _data.FullName);
        var started = await AskForEverAsync(first, things);

        (await second.Client.PostAsync($"/api/v1/turns/{started.TurnId}/stop", null)).EnsureSuccessStatusCode();

        Assert.Equal(ClosingState.Stopped, AnswerSoFar.Of(await EventsAsync(second, started.TurnId)).Ended!.State);
        await UntilAsync(async () => await RunningAsync(things) == "0");
    }

    [Fact]
    public async Task What_keeps_it_from_starting_is_told_in_words_and_by_the_exit_code()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var running = await SeededAsync(database);
        var port = running.Client.BaseAddress!.Port;

        var taken = await ServerProcess.RunAsync(database.OwnerConnectionString, _data.FullName, "--urls", $"http://127.0.0.1:{port}");
        var away = await ServerProcess.RunAsync("Host=127.0.0.1;Port=1;Username=nobody;Database=none", _data.FullName);
        var unknown = await ServerProcess.RunAsync(database.OwnerConnectionString, _data.FullName, "frobnicate");

        Assert.Equal((1, 1, 2), (taken.Code, away.Code, unknown.Code));
        Assert.Contains("address already in use", taken.Said, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:1/none", away.Said, StringComparison.Ordinal);
        Assert.All([taken.Said, away.Said, unknown.Said], said => Assert.DoesNotContain("   at ", said, StringComparison.Ordinal));
    }

    private async Task<ServerProcess> SeededAsync(AssistantDatabase database)
    {
        Assert.Equal(0, (await ServerProcess.RunAsync(database.OwnerConnectionString, _data.FullName, "seed")).Code);
        return await ServerProcess.ServeAsync(database.OwnerConnectionString, _data.FullName);
    }

    private static async Task<StartedTurn> AskForEverAsync(ServerProcess server, PostgresDatabase things)
    {
        var connected = await server.Client.PostAsJsonAsync("/api/v1/sources", new { name = "things", connectionString = things.ConnectionString });
        var source = (await connected.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        var asked = await server.Client.PostAsJsonAsync("/api/v1/turns", new { text = ForEver, sourceId = source });
        await UntilAsync(async () => await RunningAsync(things) == "1");
        return (await asked.Content.ReadFromJsonAsync<StartedTurn>())!;
    }

    private static Task<string?> RunningAsync(PostgresDatabase things) => things.ScalarAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%for_ever%'");

    private static async Task<List<TurnUpdate>> EventsAsync(ServerProcess server, Guid turn)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        return await Events.ReadAsync(server.Client, $"/api/v1/turns/{turn}/events", patience.Token);
    }

    /// <summary>What another process does is seen by looking, for half a minute at most.</summary>
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
            await Task.Delay(50, patience.Token);
    }
}
