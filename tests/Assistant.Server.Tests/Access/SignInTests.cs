using System.Net;
using System.Net.Http.Json;

namespace Assistant.Server.Tests.Access;

public class SignInTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/no-such-page?x=1")]
    public async Task A_page_leads_a_stranger_to_sign_in_and_back(string page)
    {
        await using var server = await AssistantServer.StartAsync();
        var client = server.Browser();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var answer = await client.GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/sign-in?returnUrl={Uri.EscapeDataString(page)}", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("GET", "/api/v1/me")]
    [InlineData("POST", "/api/v1/api-keys")]
    [InlineData("GET", "/api/v1/no-such-thing")]
    [InlineData("POST", "/_blazor/negotiate")]
    [InlineData("POST", "/hubs/assistant/negotiate")]
    public async Task A_program_without_a_key_is_told_401_with_the_reason(string method, string address)
    {
        await using var server = await AssistantServer.StartAsync();
        var answer = await server.Browser().SendAsync(new(new(method), address));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_form_signs_in_and_leads_back_and_signing_out_ends_the_session_for_good()
    {
        await using var server = await AssistantServer.StartAsync();
        var signedIn = await server.Browser().SendAsync(server.Form(
            "/access/sign-in", ("email", "analyst@demo.local"), ("password", "demo-assistant"), ("returnUrl", "/sources?tab=2")));
        Assert.Equal("/sources?tab=2", signedIn.Headers.Location!.OriginalString);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("assistant_session=", StringComparison.Ordinal));
        foreach (var word in new[] { "httponly", "samesite=lax", "secure", "path=/" })
            Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase);

        var session = cookie.Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, "/api/v1/me", session)).StatusCode);
        var signOut = server.Form("/access/sign-out");
        await server.Browser().SendAsync(WithCookie(signOut, session));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, "/api/v1/me", session)).StatusCode);   // another person's form token

        var token = session["assistant_session=".Length..];
        Assert.Equal(HttpStatusCode.NoContent, (await server.With(token).DeleteAsync($"/api/v1/sessions/{await OwnSessionAsync(server, token)}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(server, "/api/v1/me", session)).StatusCode);
    }

    [Theory]
    [InlineData("wrong", "/", "/sign-in?problem=wrong&email=analyst%40demo.local")]
    [InlineData("demo-assistant", "//evil.example", "/")]
    [InlineData("demo-assistant", "https://evil.example", "/")]
    [InlineData("demo-assistant", "/\\evil.example", "/")]
    [InlineData("demo-assistant", "javascript:alert(1)", "/")]
    public async Task Wrong_passwords_are_said_on_the_page_and_nobody_is_led_to_another_site(string password, string returnUrl, string leadsTo)
    {
        await using var server = await AssistantServer.StartAsync();
        var answer = await server.Browser().SendAsync(server.Form(
            "/access/sign-in", ("email", "analyst@demo.local"), ("password", password), ("returnUrl", returnUrl)));
        Assert.Equal(leadsTo, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_form_without_its_token_signs_nobody_in()
    {
        await using var server = await AssistantServer.StartAsync();
        var answer = await server.Browser().PostAsync("/access/sign-in", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["email"] = "analyst@demo.local", ["password"] = "demo-assistant" }));
        Assert.Contains("problem=expired", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Headers, h => h.Key == "Set-Cookie" && h.Value.Any(v => v.Contains("assistant_session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Too_many_attempts_from_one_address_have_to_wait()
    {
        await using var server = await AssistantServer.StartAsync(("Access:SignInsPerMinute", "3"));
        var client = server.Browser();
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await AttemptAsync(client)).StatusCode);
        var refused = await AttemptAsync(client);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_paused_account_is_told_the_same_as_a_wrong_password()
    {
        await using var server = await AssistantServer.StartAsync();
        var client = server.Browser();
        var texts = new HashSet<string>();
        for (var i = 0; i < 7; i++)
            texts.Add(Title(await AttemptAsync(client)));
        texts.Add(Title(await client.PostAsJsonAsync("/api/v1/sessions", new { email = "analyst@demo.local", password = "demo-assistant" })));
        texts.Add(Title(await client.PostAsJsonAsync("/api/v1/sessions", new { email = "nobody@demo.local", password = "x" })));
        Assert.Single(texts);
    }

    private static string Title(HttpResponseMessage answer) => $"{answer.StatusCode} {answer.Content.Headers.ContentLength}";

    private static Task<HttpResponseMessage> AttemptAsync(HttpClient client) =>
        client.PostAsJsonAsync("/api/v1/sessions", new { email = "analyst@demo.local", password = "wrong" });

    private static Task<HttpResponseMessage> GetAsync(AssistantServer server, string address, string cookie) =>
        server.Browser().SendAsync(WithCookie(new(HttpMethod.Get, address), cookie));

    private static HttpRequestMessage WithCookie(HttpRequestMessage request, string cookie)
    {
        var others = request.Headers.TryGetValues("Cookie", out var there) ? $"{string.Join("; ", there)}; " : "";
        request.Headers.Remove("Cookie");
        request.Headers.Add("Cookie", others + cookie);
        return request;
    }

    private static async Task<string> OwnSessionAsync(AssistantServer server, string token) =>
        (await server.With(token).GetFromJsonAsync<List<Dictionary<string, object>>>("/api/v1/sessions"))![0]["id"].ToString()!;
}
