using System.Net.Http.Headers;
using System.Net.Http.Json;
using Assistant.Skills.Access;
using Assistant.Testing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Server.Tests;

/// <summary>The real server in this process, on a database and a data directory of the test's own.</summary>
public sealed class AssistantServer : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _factory;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");

    private AssistantServer(AssistantDatabase database, Action<IServiceCollection>? configure, (string Key, string Value)[] settings)
    {
        Database = database;
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("Database:Owner", database.OwnerConnectionString);
            host.UseSetting("Data:Directory", _data.FullName);
            host.UseSetting("Workflows:Schedules", "false");   // a test asks for its runs itself
            foreach (var (key, value) in settings)
                host.UseSetting(key, value);
            if (configure is not null)
                host.ConfigureTestServices(configure);
        });
    }

    public AssistantDatabase Database { get; }

    public IServiceProvider Services => _factory.Services;

    public static Task<AssistantServer> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    /// <param name="configure">Puts the model and the tools of a test in the place of the product's.</param>
    public static async Task<AssistantServer> StartAsync(Action<IServiceCollection>? configure, params (string Key, string Value)[] settings)
    {
        var server = new AssistantServer(await AssistantDatabase.CreateAsync(), configure, settings);
        await server.Services.GetRequiredService<DemoOrganization>().EnsureAsync(default);
        return server;
    }

    /// <summary>A browser of nobody: keeps cookies, does not follow redirects.</summary>
    public HttpClient Browser() => _factory.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("https://localhost") });

    /// <summary>A program signed in by e-mail address, with the demo's password.</summary>
    public async Task<HttpClient> SignedInAsync(string email = DemoOrganization.AdminEmail)
    {
        var client = Browser();
        var answer = await client.PostAsJsonAsync("/api/v1/sessions", new { email, password = "demo-assistant" });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>())!["token"];
        return With(token);
    }

    /// <summary>A session of anybody, without a password.</summary>
    public Task<string> TokenAsync(Caller caller) => Services.GetRequiredService<Sessions>().BeginAsync(
        new(caller.OrganizationId, caller.UserId, caller.Name), "test", "127.0.0.1", default);

    /// <summary>A program of the caller, by an API key with all that the caller may do.</summary>
    public async Task<(HttpClient Client, string Token)> KeyOfAsync(Caller caller)
    {
        var key = (NewApiKey.Made)await Services.GetRequiredService<ApiKeys>().CreateAsync(caller, "test", [.. caller.Permissions], null, default);
        return (With(key.Secret), key.Secret);
    }

    /// <summary>A socket to the hub of the turns.</summary>
    public async Task<SignalRTestClient> HubAsync(string token)
    {
        var sockets = _factory.Server.CreateWebSocketClient();
        sockets.ConfigureRequest = request => request.Headers.Authorization = $"Bearer {token}";
        return await SignalRTestClient.ConnectAsync(await sockets.ConnectAsync(new("wss://localhost/hubs/assistant"), default));
    }

    public HttpClient With(string token)
    {
        var client = Browser();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A form with the antiforgery token that a page would have given, and its cookie.</summary>
    public HttpRequestMessage Form(string address, params (string Name, string Value)[] fields)
    {
        var tokens = Services.GetRequiredService<IAntiforgery>().GetTokens(new DefaultHttpContext { RequestServices = Services });
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields.Append((tokens.FormFieldName, tokens.RequestToken!))
                .Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        };
        request.Headers.Add("Cookie", $"assistant_form={tokens.CookieToken}");
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Database.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
