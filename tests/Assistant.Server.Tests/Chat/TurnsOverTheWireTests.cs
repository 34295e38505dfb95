using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Server.Chat;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Models;
using Assistant.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Server.Tests.Chat;

public class TurnsOverTheWireTests
{
    [Fact]
    public async Task A_question_is_answered_over_http_and_followed_from_any_number()
    {
        await using var server = await StartAsync("echo", new() { ["text"] = "größer 😀" });
        var (client, _) = await server.KeyOfAsync(server.Database.Ours);

        var answer = await client.PostAsJsonAsync("/api/v1/turns", new { text = "echo?" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var events = await EventsAsync(client, answer.Headers.Location!.OriginalString);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(update => update.Number));
        Assert.Contains(events, update => update.Event is PartShown { Part: HeadlinePart { Markdown: "größer 😀 after nothing" } });
        Assert.IsType<TurnEnded>(events[^1].Event);

        Assert.Equal(events.Skip(1).Select(u => u.Number), (await EventsAsync(client, $"{answer.Headers.Location.OriginalString}?after=1")).Select(u => u.Number));
        Assert.Equal([events.Count], (await EventsAsync(client, answer.Headers.Location.OriginalString, lastEventId: events.Count - 1)).Select(u => u.Number));
        var conversation = (await answer.Content.ReadFromJsonAsync<StartedTurn>())!.ConversationId;
        var view = await client.GetFromJsonAsync<ConversationView>($"/api/v1/conversations/{conversation}", ConversationJson.Options);
        Assert.Equal(ClosingState.Answered, Assert.Single(view!.Turns).State);
    }

    [Fact]
    public async Task A_turn_outlives_the_socket_that_began_it_and_two_readers_see_the_same()
    {
        await using var server = await StartAsync("wait", []);
        var (client, token) = await server.KeyOfAsync(server.Database.Ours);
        Guid turn;
        await using (var hub = await server.HubAsync(token))
        {
            turn = (await hub.InvokeAsync("StartTurn", new { text = "wait" })).GetProperty("turnId").GetGuid();
            await foreach (var update in hub.StreamAsync("Follow", turn, 0))
                if (update.GetProperty("event").GetProperty("kind").GetString() == "part")
                    break;
        }   // the browser is closed

        await using var again = await server.HubAsync(token);
        var streamed = FollowAsync(again, turn, after: 1);
        var sent = EventsAsync(client, $"/api/v1/turns/{turn}/events");
        server.Services.GetRequiredService<ProbeSkill>().Go.SetResult();

        var numbers = (await sent).Select(update => update.Number).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.Equal(numbers.Skip(1), await streamed);
    }

    [Fact]
    public async Task Stop_ends_the_turn_at_once()
    {
        await using var server = await StartAsync("wait", []);
        var (client, token) = await server.KeyOfAsync(server.Database.Ours);
        await using var hub = await server.HubAsync(token);
        var turn = (await hub.InvokeAsync("StartTurn", new { text = "wait" })).GetProperty("turnId").GetGuid();
        var probe = server.Services.GetRequiredService<ProbeSkill>();
        await probe.Waiting.Task;

        Assert.True((await hub.InvokeAsync("StopTurn", turn)).GetBoolean());

        await probe.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(ClosingState.Stopped, AnswerSoFar.Of(await EventsAsync(client, $"/api/v1/turns/{turn}/events")).Ended!.State);
    }

    [Fact]
    public async Task Another_organization_cannot_follow_stop_or_read_by_any_way()
    {
        await using var server = await StartAsync("wait", []);
        var (ours, _) = await server.KeyOfAsync(server.Database.Ours);
        var (theirs, token) = await server.KeyOfAsync(server.Database.Theirs);
        var started = (await (await ours.PostAsJsonAsync("/api/v1/turns", new { text = "secret" })).Content.ReadFromJsonAsync<StartedTurn>())!;

        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/api/v1/turns/{started.TurnId}/events")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.PostAsync($"/api/v1/turns/{started.TurnId}/stop", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.PutAsJsonAsync($"/api/v1/turns/{started.TurnId}/rating", new { up = true })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/api/v1/conversations/{started.ConversationId}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.PostAsJsonAsync("/api/v1/turns", new { text = "x", conversationId = started.ConversationId })).StatusCode);
        await using var hub = await server.HubAsync(token);
        Assert.False((await hub.InvokeAsync("StopTurn", started.TurnId)).GetBoolean());
        await Assert.ThrowsAsync<InvalidOperationException>(() => FollowAsync(hub, started.TurnId, after: 0));
    }

    [Fact]
    public async Task The_hub_asks_for_the_right_to_read_data_and_a_colleague_neither_stops_nor_follows()
    {
        await using var server = await StartAsync("wait", []);
        var (_, token) = await server.KeyOfAsync(server.Database.Ours);
        await using var hub = await server.HubAsync(token);
        var turn = (await hub.InvokeAsync("StartTurn", new { text = "wait" })).GetProperty("turnId").GetGuid();
        var colleague = await server.Database.ColleagueAsync(server.Database.Ours, Permission.ReadData, Permission.ManageDashboards);
        var (_, without) = await server.KeyOfAsync(colleague with { Permissions = new HashSet<Permission> { Permission.ManageDashboards } });
        var (_, reading) = await server.KeyOfAsync(colleague);

        await using (var limited = await server.HubAsync(without))
            await Assert.ThrowsAsync<InvalidOperationException>(() => limited.InvokeAsync("StartTurn", new { text = "may I?" }));
        await using (var other = await server.HubAsync(reading))
        {
            Assert.False((await other.InvokeAsync("StopTurn", turn)).GetBoolean());
            await Assert.ThrowsAsync<InvalidOperationException>(() => FollowAsync(other, turn, after: 0));
        }
        Assert.Equal("1", await server.Database.ScalarAsync("SELECT count(*) FROM turns"));
        Assert.Equal("Running", await server.Database.ScalarAsync("SELECT state FROM turns"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/conversations")]
    [InlineData("POST", "/api/v1/turns")]
    [InlineData("GET", "/api/v1/turns/7b5b1a34-3c05-4d54-9f6c-0d0f7b2f4f55/events")]
    [InlineData("POST", "/hubs/assistant/negotiate")]
    public async Task Nobody_comes_in_without_signing_in(string method, string path)
    {
        await using var server = await AssistantServer.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Browser().SendAsync(new(new HttpMethod(method), path))).StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"text\": 7}")]
    [InlineData("not json")]
    public async Task A_wrong_request_is_answered_with_a_problem_in_words(string body)
    {
        await using var server = await AssistantServer.StartAsync();
        var (client, _) = await server.KeyOfAsync(server.Database.Ours);

        var answer = await client.PostAsync("/api/v1/turns", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);   // a line of a stack trace
    }

    [Fact]
    public async Task Machines_learn_that_it_lives_and_what_its_api_looks_like()
    {
        await using var server = await AssistantServer.StartAsync();
        var client = server.Browser();

        Assert.Equal("Healthy", await client.GetStringAsync("/health/live"));
        Assert.Equal("Healthy", await client.GetStringAsync("/health/ready"));
        var api = JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json")).RootElement;
        Assert.True(api.GetProperty("paths").TryGetProperty("/api/v1/turns/{id}/events", out _));
    }

    private static Task<AssistantServer> StartAsync(string tool, Dictionary<string, object?> arguments) => AssistantServer.StartAsync(services => services
        .Replace(ServiceDescriptor.Singleton<IChatClient>(new CallingModel("", (tool, arguments))))
        .AddSkill<ProbeSkill>(probe => [ProbeSkill.Echo, probe.WaitAsync]));

    private static async Task<List<TurnUpdate>> EventsAsync(HttpClient client, string path, int? lastEventId = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Events.ReadAsync(client, path, patience.Token, lastEventId);
    }

    private static async Task<List<int>> FollowAsync(SignalRTestClient hub, Guid turn, int after)
    {
        var numbers = new List<int>();
        await foreach (var update in hub.StreamAsync("Follow", turn, after))
            numbers.Add(update.GetProperty("number").GetInt32());
        return numbers;
    }
}
