using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Server.Agents;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;

namespace Assistant.Server.Tests.Agents;

public sealed class AgentsApiTests
{
    [Fact]
    public async Task An_administrator_sees_schedules_runs_and_follows_agents_over_http_and_the_hub()
    {
        await using var server = await AssistantServer.StartAsync();
        var (client, token) = await server.KeyOfAsync(server.Database.Ours);
        var agents = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents");
        Assert.Contains(agents.EnumerateArray(), a => a.GetProperty("agent").GetProperty("name").GetString() == "rule-agent" && a.GetProperty("scheduleWords").GetString() == "every 30 minutes");

        var asked = await client.PostAsync("/api/v1/workflows/rule-creation/runs", null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var run = (await asked.Content.ReadFromJsonAsync<StartedRun>())!.RunId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var events = await Events.ReadAsync(client, $"/api/v1/workflows/runs/{run}/events", patience.Token);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => e.Number));
        Assert.Equal(ClosingState.Answered, AnswerSoFar.Of(events).Ended!.State);
        Assert.Equal(events.Count - 3, (await Events.ReadAsync(client, $"/api/v1/workflows/runs/{run}/events", patience.Token, lastEventId: 3)).Count);
        var told = await client.GetFromJsonAsync<JsonElement>($"/api/v1/workflows/runs/{run}");
        Assert.Equal(("Done", 4), (told.GetProperty("state").GetString(), told.GetProperty("steps").GetArrayLength()));
        await using (var hub = await server.HubAsync(token))
            Assert.Equal(events.Count, (await hub.StreamAsync("FollowRun", run, 0).ToListAsync()).Count);

        var changed = await client.PutAsJsonAsync("/api/v1/workflows/rule-creation/settings", new { enabled = false, schedule = "0 6 * * 1-5", timeZone = "Europe/Berlin" });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        var agent = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/rule-agent");
        Assert.Equal(("Off", "on weekdays at 06:00"), (agent.GetProperty("status").GetString(), agent.GetProperty("scheduleWords").GetString()));
        var refused = await client.PutAsJsonAsync("/api/v1/workflows/rule-creation/settings", new { schedule = "* * * * *" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("every 5 minutes", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var reading = await client.GetFromJsonAsync<JsonElement>("/api/v1/workflows/schedule?text=2h");
        Assert.Equal(("every 2 hours", 3), (reading.GetProperty("words").GetString(), reading.GetProperty("next").GetArrayLength()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync($"/api/v1/workflows/runs/{run}/cancel", null)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync("/api/v1/workflows/no-such/runs", null)).StatusCode);
    }

    [Fact]
    public async Task Who_does_not_administer_changes_nothing_and_others_see_nothing()
    {
        await using var server = await AssistantServer.StartAsync();
        var (admin, _) = await server.KeyOfAsync(server.Database.Ours);
        var run = (await (await admin.PostAsync("/api/v1/workflows/rule-creation/runs", null)).Content.ReadFromJsonAsync<StartedRun>())!.RunId;
        var (viewer, _) = await server.KeyOfAsync(await server.Database.ColleagueAsync(server.Database.Ours, Permission.ReadData));
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/v1/agents")).StatusCode);
        foreach (var (method, path) in new[] { ("POST", "/api/v1/workflows/rule-creation/runs"), ("POST", $"/api/v1/workflows/runs/{run}/cancel"), ("POST", $"/api/v1/workflows/runs/{run}/retry") })
            Assert.Equal(HttpStatusCode.Forbidden, (await viewer.SendAsync(new(new(method), path))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PutAsJsonAsync("/api/v1/workflows/rule-creation/settings", new { enabled = false })).StatusCode);

        var (stranger, _) = await server.KeyOfAsync(server.Database.Theirs);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/workflows/runs/{run}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/workflows/runs/{run}/events")).StatusCode);
        Assert.Empty((await stranger.GetFromJsonAsync<JsonElement>("/api/v1/workflows/runs")).EnumerateArray());
    }
}
