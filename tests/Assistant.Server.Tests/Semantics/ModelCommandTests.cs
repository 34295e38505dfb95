using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Testing;

namespace Assistant.Server.Tests.Semantics;

/// <summary>The data model on the command line, and what is verified over HTTP.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_word_imported_on_the_command_line_is_understood_there()
    {
        await using var server = await AssistantServer.StartAsync();
        using var file = new SqliteFile("CREATE TABLE visitors (id INTEGER PRIMARY KEY, city TEXT); INSERT INTO visitors VALUES (1, 'Oslo'), (2, 'Oslo'), (3, 'Rome');");
        Task<(int Code, string Said)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(server.Database.OwnerConnectionString, _data.FullName, arguments);
        Assert.Equal(0, (await RunAsync("connect", "Museum", "--file", file.Path)).Code);
        Assert.Equal(3, (await RunAsync("ask", "--source", "Museum", "how many blips are there", "--json")).Code);

        var yaml = (await RunAsync("model", "export", "Museum")).Said;
        var path = Path.Combine(_data.FullName, "museum.yaml");
        await File.WriteAllTextAsync(path, yaml.Replace("table: visitors", "table: visitors\n    synonyms: [blip]", StringComparison.Ordinal));
        Assert.Contains("version 1", (await RunAsync("model", "import", "Museum", path, "--publish")).Said, StringComparison.Ordinal);
        var (code, said) = await RunAsync("ask", "--source", "Museum", "how many blips are there", "--json");
        Assert.Equal((0, 3), (code, JsonDocument.Parse(said).RootElement.GetProperty("rows")[0][0].GetInt32()));

        await File.WriteAllTextAsync(path, "entities:\n  - table: visitor");
        var wrong = await RunAsync("model", "import", "Museum", path);
        Assert.Equal(1, wrong.Code);
        Assert.Contains(":2: There is no table 'visitor' in this source. Nearest: visitors.", wrong.Said, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("model", "delete", "Museum")).Code);
    }

    [Fact]
    public async Task What_was_verified_is_the_answer_on_the_command_line_as_in_the_chat()
    {
        // One data directory: the keys of the sources' addresses are in it.
        await using var server = await AssistantServer.StartAsync(("Data:Directory", _data.FullName));
        using var file = new SqliteFile("CREATE TABLE visitors (id INTEGER PRIMARY KEY, city TEXT); INSERT INTO visitors VALUES (1, 'Oslo'), (2, 'Oslo'), (3, 'Rome');");
        Task<(int Code, string Said)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(server.Database.OwnerConnectionString, _data.FullName, arguments);
        Assert.Equal(0, (await RunAsync("connect", "Museum", "--file", file.Path)).Code);
        var client = await server.SignedInAsync();
        var id = (await client.GetFromJsonAsync<JsonElement>("/api/v1/sources")).EnumerateArray().Single(s => s.GetProperty("name").GetString() == "Museum").GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsJsonAsync($"/api/v1/sources/{id}/verified", new { question = "How many blips are there?", sql = "SELECT count(*) AS blips FROM visitors WHERE city = 'Oslo'" })).StatusCode);

        var (code, said) = await RunAsync("ask", "--source", "Museum", "how many blips are there", "--json");
        var answer = JsonDocument.Parse(said).RootElement;
        Assert.Equal((0, 2), (code, answer.GetProperty("rows")[0][0].GetInt32()));
        Assert.StartsWith("Verified by Alex Admin", answer.GetProperty("verified").GetString(), StringComparison.Ordinal);
        Assert.False(answer.TryGetProperty("confidence", out _));
        Assert.Contains("Verified by Alex Admin", (await RunAsync("ask", "--source", "Museum", "how many blips are there")).Said, StringComparison.Ordinal);

        await client.PutAsJsonAsync($"/api/v1/sources/{id}/answering", new { verifiedOnly = true });
        var refused = await RunAsync("ask", "--source", "Museum", "how many visitors are there", "--json");
        Assert.Equal((3, "declined"), (refused.Code, JsonDocument.Parse(refused.Said).RootElement.GetProperty("status").GetString()));

        file.Run("ALTER TABLE visitors RENAME COLUMN city TO town");
        await client.PutAsJsonAsync($"/api/v1/sources/{id}/answering", new { verifiedOnly = false });
        await client.PostAsync($"/api/v1/sources/{id}/refresh", null);
        Assert.Contains("no longer holds", (await RunAsync("ask", "--source", "Museum", "how many blips are there")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verified_questions_readiness_and_replay_are_there_for_programs()
    {
        await using var server = await AssistantServer.StartAsync();
        var client = await server.SignedInAsync();
        await using var towns = await PostgresDatabase.CreateAsync("CREATE TABLE towns (town text PRIMARY KEY, people int NOT NULL); INSERT INTO towns VALUES ('Oslo', 700000), ('Rome', 2800000)");
        var source = (await client.PostAsJsonAsync("/api/v1/sources", new { name = "Towns", connectionString = towns.ConnectionString })).Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsJsonAsync($"{source}/verified", new { question = "how many", sql = "DROP TABLE towns" })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsJsonAsync($"{source}/verified", new { question = "How many towns?", sql = "SELECT count(*) FROM towns" })).StatusCode);
        var pairs = await client.GetFromJsonAsync<JsonElement>($"{source}/verified");
        Assert.Equal("How many towns?", Assert.Single(pairs.EnumerateArray()).GetProperty("question").GetString());
        Assert.InRange((await client.GetFromJsonAsync<JsonElement>($"{source}/readiness")).GetProperty("score").GetInt32(), 1, 100);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"{source}/model/replay", null)).StatusCode);
        await client.PutAsync($"{source}/model", new StringContent("entities:\n  - table: towns\n    synonyms: [blip]"));
        Assert.Equal(1, (await (await client.PostAsync($"{source}/model/replay", null)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("verified").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"{source}/model/replay?version=0", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"{source}/model/replay?version=7", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PutAsJsonAsync($"{source}/answering", new { verifiedOnly = true })).StatusCode);
        Assert.Equal("[]", await client.GetStringAsync($"{source}/gaps"));

        var stranger = server.With(await server.TokenAsync(server.Database.Theirs));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{source}/verified")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{source}/readiness")).StatusCode);
        var employee = await server.SignedInAsync("employee@demo.local");
        Assert.Equal(HttpStatusCode.Forbidden, (await employee.GetAsync($"{source}/verified")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{source}/verified/{pairs[0].GetProperty("id").GetGuid()}")).StatusCode);
    }
}
