using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Assistant.Testing;
using Microsoft.Playwright;
using Npgsql;

namespace Assistant.EndToEnd;

[CollectionDefinition(Name)]
public sealed class TheServer : ICollectionFixture<RunningServer>
{
    public const string Name = "the server";
}

/// <summary>
/// The product as people get it: the real server process on a database of its own, with small samples, the demo organization and a
/// PostgreSQL source whose tables a story can lock; and one browser.
/// </summary>
public sealed class RunningServer : IAsyncLifetime
{
    private static readonly string Postgres = Environment.GetEnvironmentVariable("ASSISTANT_TEST_POSTGRES")
        ?? throw new InvalidOperationException("Set ASSISTANT_TEST_POSTGRES to a server these tests may create databases on.");

    private static readonly string[] Browsers = ["chromium", "google-chrome"];

    private readonly string _name = $"test_{Guid.NewGuid():N}";
    private readonly StringBuilder _output = new();
    private Process? _process;
    private IPlaywright? _playwright;

    /// <summary>Where the server answers, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Folder of the samples and uploads; gone after the tests.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("assistant-stories-");

    /// <summary>Folder of screenshots and of the server's log; kept.</summary>
    public static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(Place.Root, "artifacts", "stories")).FullName;

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>A database that the server reads as the source "Parcels".</summary>
    public PostgresDatabase Parcels { get; private set; } = null!;

    private string Owner => For(_name);

    public async Task InitializeAsync()
    {
        await OnPostgresAsync($"CREATE DATABASE {_name}");
        Parcels = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE depots (depot_id int PRIMARY KEY, city text NOT NULL);
            CREATE TABLE parcels (parcel_id int PRIMARY KEY, depot_id int NOT NULL REFERENCES depots, weight_kg numeric(8,2) NOT NULL, sent_on date NOT NULL);
            INSERT INTO depots VALUES (1, 'Lyon'), (2, 'Bremen'), (3, 'Leeds');
            INSERT INTO parcels SELECT n, 1 + n % 3, 0.5 + n % 37, date '2026-01-01' + n % 270 FROM generate_series(1, 600) n;
            """);
        var samples = Path.Combine(Folder.FullName, "samples");
        await RunAsync("Assistant.Samples", samples, "--scale", "0.05");
        await RunAsync("Assistant.Server", "seed", "--samples", samples);
        await ConnectAsync("Parcels", Parcels);
        await StartAsync();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium(),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.CloseAsync();
        _playwright?.Dispose();
        await StopAsync();
        await File.WriteAllTextAsync(Path.Combine(Artifacts, "server.log"), Output());
        if (Parcels is not null)
            await Parcels.DisposeAsync();
        await OnPostgresAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        Folder.Delete(recursive: true);
    }

    /// <summary>Connects a database as a source of the demo organization.</summary>
    public Task ConnectAsync(string name, PostgresDatabase database) => RunAsync("Assistant.Server", "connect", name, "--postgres", For(database.Name));

    /// <summary>The id of a source that somebody looked at, once its statistics are gathered: from then on nothing reads it but questions.</summary>
    public async Task<string> ReadyAsync(string source)
    {
        await using var database = NpgsqlDataSource.Create(Owner);
        await using var command = database.CreateCommand($"SELECT id FROM assistant.data_sources WHERE name = '{source}' AND state = 'Ready'");
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(1);)
        {
            if (await command.ExecuteScalarAsync() is Guid id)
                return id.ToString();
            await Task.Delay(50);
        }
        throw new TimeoutException($"The source {source} did not get ready:\n{Output()}");
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts it again on the same address and data.</summary>
    public async Task StartAsync()
    {
        if (Address.Length == 0)
            Address = $"http://127.0.0.1:{FreePort()}";
        _process = Start("Assistant.Server", ["--urls", Address]);
        using var client = new HttpClient();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(1);)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Output()}");
            try
            {
                if ((await client.GetAsync(new Uri($"{Address}/health/ready"))).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(50);
        }
        throw new TimeoutException($"The server did not get ready:\n{Output()}");
    }

    private async Task StopAsync()
    {
        if (_process is not { HasExited: false })
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{Output()}");
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Place.Program(program), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder.FullName,
            Environment =
            {
                ["ASSISTANT__DATABASE"] = Owner, ["Data__Directory"] = Folder.FullName, ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["DOTNET_CONTENTROOT"] = Path.GetDirectoryName(Place.Program(program)),
            },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }

    private string Output()
    {
        lock (_output)
            return _output.ToString();
    }

    private static string Chromium() => Environment.GetEnvironmentVariable("ASSISTANT_CHROMIUM")
        ?? Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .SelectMany(folder => Browsers.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("There is no Chromium. ./test installs it; or set ASSISTANT_CHROMIUM to a browser's path.");

    private static string For(string database) => new NpgsqlConnectionStringBuilder(Postgres) { Database = database }.ConnectionString;

    private static async Task OnPostgresAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create(Postgres);
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
