using System.Net;

namespace Assistant.Server.Tests.Access;

/// <summary>What a browser is told it may do with our pages, on whatever kind of answer.</summary>
public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Found)]
    [InlineData("/api/v1/me", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/nothing", HttpStatusCode.Unauthorized)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    public async Task Every_answer_carries_the_headers(string path, HttpStatusCode status)
    {
        await using var server = await AssistantServer.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (!path.StartsWith("/api", StringComparison.Ordinal))
            request.Headers.Accept.ParseAdd("text/html");

        var answer = await server.Browser().SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("SAMEORIGIN", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.StartsWith("max-age=", Header("Strict-Transport-Security"), StringComparison.Ordinal);
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("no-store", Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("", Header("Server"));
        var policy = Header("Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries);
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.Contains("base-uri 'self'", policy);
        Assert.Contains("frame-ancestors 'self'", policy);
        Assert.DoesNotContain(policy, part => part.StartsWith("script-src", StringComparison.Ordinal) && part.Contains("unsafe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var server = await AssistantServer.StartAsync();
        var answer = await server.Browser().SendAsync(server.Form("/access/sign-in", ("email", "analyst@demo.local"), ("password", "demo-assistant")));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("assistant_session=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
    }
}
