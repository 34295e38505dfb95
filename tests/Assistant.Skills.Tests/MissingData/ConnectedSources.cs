using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.MissingData;

/// <summary>The product's own wiring with sources connected, for stories told in the chat.</summary>
internal sealed class ConnectedSources : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];

    public required AssistantDatabase Database { get; init; }

    public required ServiceProvider Services { get; init; }

    public required DirectoryInfo Data { get; init; }

    public Caller Ours => Database.Ours;

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public static async Task<ConnectedSources> StartAsync(TimeProvider? time = null, params string[] folders)
    {
        var database = await AssistantDatabase.CreateAsync();
        var data = Directory.CreateTempSubdirectory("assistant-test-");
        var services = database.Services(time, [("Data:Directory", data.FullName), ("Files:EngineCommand", typeof(ConnectedSources).Assembly.Location), ("Files:EngineMemoryMegabytes", "512"), .. folders.Select((f, i) => ($"Files:Folders:{i}", f))]);
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(default);
        return new() { Database = database, Services = services, Data = data };
    }

    /// <summary>Connects a PostgreSQL database of the test's own; waits until its statistics are known.</summary>
    public async Task<(Guid Source, PostgresDatabase Store)> PostgresAsync(string name, string setup)
    {
        var store = await PostgresDatabase.CreateAsync(setup);
        _owned.Add(store);
        return (await ConnectAsync(new NewSource.PostgreSqlText(name, store.ConnectionString)), store);
    }

    public Task<Guid> FileAsync(string name, string path) => ConnectAsync(new NewSource.ServerFile(name, path));

    /// <summary>Uploads a file by its text.</summary>
    public async Task<Guid> UploadAsync(string fileName, string text)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return await ReadyAsync(Assert.IsType<ConnectOutcome.Connected>(await Get<DataSources>().UploadAsync(Ours, fileName, content, default)).Source.Id);
    }

    public async Task<OpenedSource> OpenAsync(Guid source, Caller? caller = null) => (await Get<DataSources>().OpenAsync(caller ?? Ours, source, default))!;

    public async Task<AnswerSoFar> AskAsync(string text, Guid? source = null, Caller? caller = null)
    {
        var conversation = await Get<Conversations>().CreateAsync(caller ?? Ours, default);
        var turns = Get<Turns>();
        var turn = ((StartOutcome.Started)await turns.StartAsync(caller ?? Ours, new(conversation, text, source), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        return AnswerSoFar.Of(await turns.FollowAsync(caller ?? Ours, turn, 0, patience.Token).ToListAsync(patience.Token));
    }

    /// <summary>All that was said in words.</summary>
    public async Task<string> TextAsync(string text, Guid? source = null, Caller? caller = null) =>
        string.Join("\n", (await AskAsync(text, source, caller)).Parts.OfType<TextPart>().Select(p => p.Markdown));

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
        await Services.DisposeAsync();
        foreach (var owned in _owned)
            await owned.DisposeAsync();
        await Database.DisposeAsync();
        Data.Delete(recursive: true);
    }

    private async Task<Guid> ConnectAsync(NewSource wanted)
    {
        var outcome = await Get<DataSources>().ConnectAsync(Ours, wanted, default);
        return await ReadyAsync(Assert.IsType<ConnectOutcome.Connected>(outcome).Source.Id);
    }

    /// <summary>Statistics are gathered in the background.</summary>
    private async Task<Guid> ReadyAsync(Guid id)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var source = await Get<DataSources>().GetAsync(Ours, id, default);
            if (source?.State is SourceState.Ready)
                return id;
            Assert.NotEqual(SourceState.Failing, source?.State);
            await Task.Delay(100);
        }
        throw new TimeoutException("The source did not get ready.");
    }
}
