using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Connections;
using Assistant.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Tests.Sources.Connections;

/// <summary>The sources of a server with a database and a data folder of its own.</summary>
internal sealed class SourceRoom : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assistant-data");

    private SourceRoom(AssistantDatabase database)
    {
        Database = database;
        var data = Options.Create(new DataOptions { Directory = _folder.FullName });
        var options = new SourceOptions { MaxUploadMegabytes = 1, WholeBytes = 200_000, SampledRows = 1000, EngineCommand = typeof(SourceRoom).Assembly.Location, Folders = { Path.GetTempPath() } };
        Rows = new(database.Storage, TimeProvider.System);
        Secrets = new(data);
        Open = new(new SourceOpener(options), Secrets);
        Profiling = new(Rows, Open, new CatalogProfiler(new QueryGate()), NullLogger<SourceProfiling>.Instance);
        Sources = new(Rows, Open, Profiling, new(data, Options.Create(options)), new Policies(database.Storage, TimeProvider.System), new SourcePeople(database.Storage, TimeProvider.System));
    }

    public AssistantDatabase Database { get; }
    public SourceRows Rows { get; }
    public SecretBox Secrets { get; }
    public OpenSources Open { get; }
    public SourceProfiling Profiling { get; }
    public DataSources Sources { get; }
    public string Folder => _folder.FullName;

    public static async Task<SourceRoom> CreateAsync() => new(await AssistantDatabase.CreateAsync());

    public async Task<DataSource> ConnectedAsync(NewSource wanted) => await Sources.ConnectAsync(Database.Ours, wanted, default) switch
    {
        ConnectOutcome.Connected connected => connected.Source,
        var other => throw new Xunit.Sdk.XunitException(other.ToString()),
    };

    public async ValueTask DisposeAsync()
    {
        await Open.DisposeAsync();
        Profiling.Dispose();
        await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
