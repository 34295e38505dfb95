using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Server.Chat;
using Assistant.Skills.Models;
using Assistant.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Server.Tests.Chat;

/// <summary>Programs that ask again, ask too often, or wait long.</summary>
public sealed class AskingTwiceTests
{
    [Fact]
    public async Task The_same_key_asks_once_also_when_sent_at_the_same_moment()
    {
        await using var server = await StartAsync("echo");
        var (client, _) = await server.KeyOfAsync(server.Database.Ours);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AskAsync(client, "how many", "order-7")));

        var turns = await Task.WhenAll(answers.Select(a => a.Content.ReadFromJsonAsync<StartedTurn>()));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        Assert.Single(turns.Distinct());
        Assert.Equal("1", await server.Database.ScalarAsync("SELECT count(*) FROM turns"));
        Assert.Equal("1", await server.Database.ScalarAsync("SELECT count(*) FROM conversations"));
    }

    [Fact]
    public async Task A_key_is_for_one_question_of_one_person()
    {
        await using var server = await StartAsync("echo");
        var (ours, _) = await server.KeyOfAsync(server.Database.Ours);
        var (theirs, _) = await server.KeyOfAsync(server.Database.Theirs);
        var first = await (await AskAsync(ours, "how many", "k")).Content.ReadFromJsonAsync<StartedTurn>();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(ours, "how much", "k")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(ours, "how many", new string('k', 201))).StatusCode);
        var other = await (await AskAsync(theirs, "how many", "k")).Content.ReadFromJsonAsync<StartedTurn>();
        Assert.NotEqual(first!.TurnId, other!.TurnId);
    }

    [Fact]
    public async Task Too_many_questions_in_a_minute_are_refused_with_when_to_come_back_and_colleagues_go_on()
    {
        await using var server = await StartAsync("echo", ("Turns:PerMinute", "2"));
        var (client, token) = await server.KeyOfAsync(server.Database.Ours);
        Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(client, "one")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(client, "two")).StatusCode);

        var refused = await AskAsync(client, "three");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Contains("At most 2", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await using var hub = await server.HubAsync(token);
        Assert.Contains("more than 2", (await Assert.ThrowsAsync<InvalidOperationException>(() => hub.InvokeAsync("StartTurn", new { text = "four" }))).Message, StringComparison.Ordinal);
        var (colleague, _) = await server.KeyOfAsync(server.Database.Theirs);
        Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(colleague, "one")).StatusCode);
    }

    [Fact]
    public async Task Who_follows_a_long_answer_is_sent_signs_of_life()
    {
        await using var server = await StartAsync("wait", ("Turns:KeepAlive", "00:00:00.020"));
        var (client, _) = await server.KeyOfAsync(server.Database.Ours);
        var asked = await AskAsync(client, "wait");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await client.GetAsync(asked.Headers.Location, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        var seen = new List<string>();
        while (seen.Count(line => line.StartsWith(':')) < 3)
            seen.Add((await lines.ReadLineAsync(patience.Token))!);
        server.Services.GetRequiredService<ProbeSkill>().Go.SetResult();
        seen.AddRange((await lines.ReadToEndAsync(patience.Token)).Split('\n'));

        Assert.Contains("retry: 1000", seen);
        Assert.Contains("id: 1", seen);
        Assert.Contains(seen, line => line.StartsWith("data:", StringComparison.Ordinal) && line.Contains("\"ended\"", StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string text, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/turns") { Content = JsonContent.Create(new { text }) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }

    private static Task<AssistantServer> StartAsync(string tool, params (string, string)[] settings) => AssistantServer.StartAsync(services => services
        .Replace(ServiceDescriptor.Singleton<IChatClient>(new CallingModel("", (tool, tool == "echo" ? new() { ["text"] = "hello" } : []))))
        .AddSkill<ProbeSkill>(probe => [ProbeSkill.Echo, probe.WaitAsync]), settings);
}
