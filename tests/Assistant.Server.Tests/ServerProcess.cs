using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading.Channels;
using Assistant.Skills.Access;

namespace Assistant.Server.Tests;

/// <summary>The program as a process of its own, which can be killed.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _ = line.Data is { } text && _lines.Writer.TryWrite(text);
        process.ErrorDataReceived += (_, line) => _ = line.Data is { } text && _lines.Writer.TryWrite(text);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Client { get; } = new();

    /// <summary>Starts it with arguments and waits until it ends: its exit code and what it said.</summary>
    public static async Task<(int Code, string Said)> RunAsync(string database, string data, params string[] arguments)
    {
        await using var process = new ServerProcess(Start(database, data, arguments));
        using var patience = new CancellationTokenSource(Patience);
        await process._process.WaitForExitAsync(patience.Token);
        process._lines.Writer.TryComplete();
        return (process._process.ExitCode, string.Join('\n', await process._lines.Reader.ReadAllAsync(patience.Token).ToListAsync(patience.Token)));
    }

    /// <summary>Starts the server and signs the client in as the demo organization's administrator.</summary>
    public static async Task<ServerProcess> ServeAsync(string database, string data)
    {
        var server = new ServerProcess(Start(database, data, ["--urls", "http://127.0.0.1:0", "--Turns:Pulse=00:00:00.200", "--Turns:Lease=00:00:02"]));
        using var patience = new CancellationTokenSource(Patience);
        const string listening = "Now listening on: ";
        await foreach (var line in server._lines.Reader.ReadAllAsync(patience.Token))
        {
            if (line.IndexOf(listening, StringComparison.Ordinal) is not (>= 0 and var place))
                continue;
            server.Client.BaseAddress = new(line[(place + listening.Length)..].Trim());
            break;
        }
        var session = await server.Client.PostAsJsonAsync("/api/v1/sessions", new { email = DemoOrganization.AdminEmail, password = "demo-assistant" });
        var token = (await session.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Dictionary<string, string>>())!["token"];
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return server;
    }

    /// <summary>As kill -9 does: no word of farewell.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        Client.Dispose();
    }

    private static Process Start(string database, string data, string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASSISTANT__DATABASE"] = database, ["Data__Directory"] = data },
        })!;
}
