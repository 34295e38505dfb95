using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.Quality;

/// <summary>The product over a PostgreSQL source of the test's own, with a clock that the test moves.</summary>
internal sealed class QualityPlace : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");

    public required AssistantDatabase Database { get; init; }

    public required PostgresDatabase Store { get; init; }

    public ServiceProvider Services { get; private set; } = null!;

    public Guid Source { get; private set; }

    public SetClock Clock { get; } = new();

    public Caller Me => Database.Ours;

    public QualityRules Rules => The<QualityRules>();

    public RuleTrials Trials => The<RuleTrials>();

    public T The<T>() where T : notnull => Services.GetRequiredService<T>();

    public static async Task<QualityPlace> OpenAsync(string setup)
    {
        var place = new QualityPlace { Database = await AssistantDatabase.CreateAsync(), Store = await PostgresDatabase.CreateAsync(setup) };
        place.Services = place.Database.Services(place.Clock, ("Data:Directory", place._data.FullName));
        foreach (var service in place.Services.GetServices<IHostedService>())
            await service.StartAsync(default);
        var connected = await place.The<DataSources>().ConnectAsync(place.Me, new NewSource.PostgreSqlText("Store", place.Store.ConnectionString), default);
        place.Source = Assert.IsType<ConnectOutcome.Connected>(connected).Source.Id;
        return place;
    }

    /// <summary>Told as a sentence and accepted.</summary>
    public async Task<QualityRule> RuleAsync(string sentence)
    {
        var told = Assert.IsType<SentenceOutcome.Understood>(await The<QualityChecks>().ReadSentenceAsync(await OpenedAsync(), sentence, default));
        var kept = Assert.Single(await Rules.ProposeAsync(Me, Source, [told.Rule], default));
        await Rules.DecideAsync(Me, kept.Id, RuleDecision.Accepted, "", null, default);
        return (await Rules.FindAsync(Me, kept.Number, default))!;
    }

    public async Task<OpenedSource> OpenedAsync() => (await The<DataSources>().OpenAsync(Me, Source, default))!;

    public async Task<AnswerSoFar> AskAsync(string text, Guid? conversation = null)
    {
        var id = conversation ?? await The<Conversations>().CreateAsync(Me, default);
        var turn = ((StartOutcome.Started)await The<Turns>().StartAsync(Me, new(id, text, Source), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return AnswerSoFar.Of(await The<Turns>().FollowAsync(Me, turn, 0, patience.Token).ToListAsync(patience.Token));
    }

    /// <summary>What the answer says in words.</summary>
    public async Task<string> SayAsync(string text, Guid? conversation = null) =>
        string.Join("\n", (await AskAsync(text, conversation)).Parts.OfType<TextPart>().Select(p => p.Markdown));

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
        await Services.DisposeAsync();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
