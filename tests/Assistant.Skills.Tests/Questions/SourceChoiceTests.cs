using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.Questions;

/// <summary>Asked of all sources, a question goes to the one that has its words.</summary>
public sealed class SourceChoiceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");
    private AssistantDatabase _database = null!;
    private ServiceProvider _services = null!;
    private readonly List<PostgresDatabase> _sources = [];

    public async Task InitializeAsync()
    {
        _database = await AssistantDatabase.CreateAsync();
        _services = _database.Services(null, ("Data:Directory", _data.FullName));
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(default);
        await ConnectAsync("Market", """
            CREATE TABLE orders (order_id int PRIMARY KEY, ordered_on date NOT NULL, total numeric NOT NULL);
            CREATE TABLE order_lines (line_id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, line_total numeric NOT NULL);
            INSERT INTO orders VALUES (1, '2026-01-30', 30), (2, '2026-02-03', 12);
            INSERT INTO order_lines VALUES (1, 1, 10), (2, 1, 20), (3, 2, 11);
            """);
        await ConnectAsync("Ledger", """
            CREATE TABLE transactions (transaction_id int PRIMARY KEY, booked_on date NOT NULL, amount numeric NOT NULL);
            INSERT INTO transactions VALUES (1, '2026-01-30', -30), (2, '2026-02-03', 1200);
            """);
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
        await _services.DisposeAsync();
        foreach (var source in _sources)
            await source.DisposeAsync();
        await _database.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Two_columns_that_fit_in_one_source_do_not_lose_to_one_in_another_that_hardly_does()
    {
        var asked = Assert.Single((await AskAsync("total revenue")).Parts.OfType<ClarificationPart>());
        Assert.Contains(asked.Choices, c => c.Detail.Contains("order_lines", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_one_source_has_decides() =>
        Assert.Equal("Ledger", Assert.Single((await AskAsync("How many transactions are there?")).Parts.OfType<ResultPart>()).SourceName);

    private async Task ConnectAsync(string name, string setup)
    {
        var source = await PostgresDatabase.CreateAsync(setup);
        _sources.Add(source);
        Assert.IsType<ConnectOutcome.Connected>(await _services.GetRequiredService<DataSources>().ConnectAsync(_database.Ours, new NewSource.PostgreSqlText(name, source.ConnectionString), default));
    }

    private async Task<AnswerSoFar> AskAsync(string text)
    {
        var turns = _services.GetRequiredService<Turns>();
        var turn = ((StartOutcome.Started)await turns.StartAsync(_database.Ours, new(default, text, null), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return AnswerSoFar.Of(await turns.FollowAsync(_database.Ours, turn, 0, patience.Token).ToListAsync(patience.Token));
    }
}
