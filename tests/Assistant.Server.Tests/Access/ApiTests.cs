using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Assistant.Server.Tests.Access;

public class ApiTests
{
    private static readonly string[] ReadData = ["ReadData"];

    [Fact]
    public async Task Me_tells_who_and_what_may_be_done()
    {
        await using var server = await AssistantServer.StartAsync();
        var me = await (await server.SignedInAsync("executive@demo.local")).GetFromJsonAsync<JsonElement>("/api/v1/me");
        Assert.Equal("Demo", me.GetProperty("organization").GetString());
        Assert.Equal("Executive", me.GetProperty("preferences").GetProperty("role").GetString());
        Assert.Equal(["ReadData", "ManageDashboards"], me.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!));
    }

    [Fact]
    public async Task An_api_key_does_what_it_was_given_until_it_is_revoked()
    {
        await using var server = await AssistantServer.StartAsync();
        var admin = await server.SignedInAsync();
        var made = await (await admin.PostAsJsonAsync("/api/v1/api-keys", new { name = "nightly", permissions = ReadData }))
            .Content.ReadFromJsonAsync<JsonElement>();
        var program = server.With(made.GetProperty("secret").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/v1/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync("/api/v1/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.PostAsJsonAsync("/api/v1/api-keys", new { name = "more", permissions = ReadData })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.PutAsJsonAsync("/api/v1/me/password", new { current = "demo-assistant", @new = "something-else" })).StatusCode);

        Assert.DoesNotContain(made.GetProperty("secret").GetString()!, await admin.GetStringAsync("/api/v1/api-keys"), StringComparison.Ordinal);
        await admin.DeleteAsync($"/api/v1/api-keys/{made.GetProperty("key").GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task Preferences_are_kept_and_nonsense_is_refused_in_words()
    {
        await using var server = await AssistantServer.StartAsync();
        var client = await server.SignedInAsync();
        var wanted = new { role = "Steward", expertise = "New", theme = "Dark", culture = "de-DE", timeZone = "Europe/Berlin" };
        Assert.Equal(HttpStatusCode.NoContent, (await client.PutAsJsonAsync("/api/v1/me/preferences", wanted)).StatusCode);
        var kept = (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("preferences");
        Assert.Equal("Europe/Berlin", kept.GetProperty("timeZone").GetString());

        var refused = await client.PutAsJsonAsync("/api/v1/me/preferences", new { wanted.role, wanted.expertise, wanted.theme, wanted.culture, timeZone = "Mars/Olympus" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Mars/Olympus", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions()
    {
        await using var server = await AssistantServer.StartAsync();
        var (here, elsewhere) = (await server.SignedInAsync("steward@demo.local"), await server.SignedInAsync("steward@demo.local"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await here.PutAsJsonAsync("/api/v1/me/password", new { current = "no", @new = "a longer phrase" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await here.PutAsJsonAsync("/api/v1/me/password", new { current = "demo-assistant", @new = "a longer phrase" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync("/api/v1/me")).StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://localhost", HttpStatusCode.NoContent)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.NoContent)]
    public async Task A_browser_with_our_cookie_changes_things_only_from_our_own_pages(string header, string value, HttpStatusCode expected)
    {
        await using var server = await AssistantServer.StartAsync();
        var token = (await server.SignedInAsync()).DefaultRequestHeaders.Authorization!.Parameter;
        var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/sessions");
        request.Headers.Add("Cookie", $"assistant_session={token}");
        request.Headers.Add(header, value);
        Assert.Equal(expected, (await server.Browser().SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Answers_say_what_a_browser_may_do_with_them()
    {
        await using var server = await AssistantServer.StartAsync();
        var headers = (await (await server.SignedInAsync()).GetAsync("/")).Headers;
        var policy = string.Join("; ", headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self' 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], headers.GetValues("X-Content-Type-Options"));
        Assert.True(headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Policies_of_a_source_are_the_administrators()
    {
        await using var server = await AssistantServer.StartAsync();
        var address = $"/api/v1/sources/{Guid.NewGuid()}/policies";
        var rules = new[] { new { role = "Viewer", table = new { schema = "public", name = "customers" }, rowFilter = "region = 'North'" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await (await server.SignedInAsync("analyst@demo.local")).PutAsJsonAsync(address, rules)).StatusCode);
        var refused = await (await server.SignedInAsync()).PutAsJsonAsync(address, rules);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("no such source", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
