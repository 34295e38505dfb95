using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.Questions;

/// <summary>From "which of the two did you mean" to what holds for one person, and to what holds for everyone.</summary>
public sealed class ChoiceStoryTests : IAsyncLifetime
{
    private const string Question = "How many orders by date?";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");
    private AssistantDatabase _database = null!;
    private PostgresDatabase _dispatch = null!;
    private ServiceProvider _services = null!;
    private Caller _reader = null!;
    private Guid _source;

    public async Task InitializeAsync()
    {
        _database = await AssistantDatabase.CreateAsync();
        _dispatch = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE orders (order_id int PRIMARY KEY, order_date date NOT NULL, ship_date date NOT NULL, pieces int NOT NULL);
            INSERT INTO orders VALUES (1, '2026-01-30', '2026-02-02', 3), (2, '2026-02-03', '2026-02-04', 4), (3, '2026-02-03', '2026-03-01', 5);
            """);
        _services = _database.Services(null, ("Data:Directory", _data.FullName));
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(default);
        var connected = await _services.GetRequiredService<DataSources>().ConnectAsync(_database.Ours, new NewSource.PostgreSqlText("Dispatch", _dispatch.ConnectionString), default);
        _source = Assert.IsType<ConnectOutcome.Connected>(connected).Source.Id;
        _reader = await _database.ColleagueAsync(_database.Ours, Permission.ReadData);
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
        await _services.DisposeAsync();
        await _dispatch.DisposeAsync();
        await _database.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task What_one_person_chose_changes_nobody_elses_answer()
    {
        var mine = await ChooseAsync(_reader, "Ship date");
        Assert.Contains("ship_date", Sql(mine), StringComparison.Ordinal);
        Assert.Contains("ship_date", Sql(await AskAsync(_reader, Question)), StringComparison.Ordinal);
        Assert.Single((await AskAsync(_database.Ours, Question)).Parts.OfType<ClarificationPart>());
        Assert.Empty(await HistoryAsync());
    }

    [Fact]
    public async Task Who_may_teach_makes_it_a_word_for_everyone_and_it_can_be_undone()
    {
        Assert.NotNull((await AskAsync(_database.Ours, Question)).Parts.OfType<ClarificationPart>().Single().ForEveryone);
        await ChooseAsync(_database.Ours, "Ship date, for everyone");
        Assert.Contains("ship_date", Sql(await AskAsync(_reader, Question)), StringComparison.Ordinal);

        var published = Assert.Single(await HistoryAsync());
        Assert.Contains("'date' means public.orders.ship_date", string.Join(' ', published.Changes), StringComparison.Ordinal);
        await _services.GetRequiredService<SemanticModels>().RestoreAsync(_database.Ours, _source, 0, default);
        Assert.Single((await AskAsync(_reader, Question)).Parts.OfType<ClarificationPart>());
    }

    [Fact]
    public async Task Who_may_not_teach_is_not_offered_it_and_saying_so_keeps_it_for_them_alone()
    {
        Assert.Null((await AskAsync(_reader, Question)).Parts.OfType<ClarificationPart>().Single().ForEveryone);
        var answer = await ChooseAsync(_reader, "Ship date, for everyone");
        Assert.Contains(answer.Parts.OfType<CaveatPart>(), c => c.Text.Contains("remembered for you", StringComparison.Ordinal));
        Assert.Single((await AskAsync(_database.Ours, Question)).Parts.OfType<ClarificationPart>());
        Assert.Empty(await HistoryAsync());
    }

    private static string Sql(AnswerSoFar answer) => Assert.Single(answer.Parts.OfType<SqlPart>().Select(p => p.Sql).DefaultIfEmpty(string.Join('\n', answer.Parts)));

    private async Task<AnswerSoFar> ChooseAsync(Caller caller, string reply)
    {
        var conversation = await _services.GetRequiredService<Conversations>().CreateAsync(caller, default);
        Assert.Single((await AskAsync(caller, Question, conversation)).Parts.OfType<ClarificationPart>());
        return await AskAsync(caller, reply, conversation);
    }

    private async Task<AnswerSoFar> AskAsync(Caller caller, string text, Guid conversation = default)
    {
        var turns = _services.GetRequiredService<Turns>();
        var turn = ((StartOutcome.Started)await turns.StartAsync(caller, new(conversation, text, _source), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return AnswerSoFar.Of(await turns.FollowAsync(caller, turn, 0, patience.Token).ToListAsync(patience.Token));
    }

    private Task<IReadOnlyList<ModelVersion>> HistoryAsync() => _services.GetRequiredService<SemanticModels>().HistoryAsync(_database.Ours, _source, default);
}
