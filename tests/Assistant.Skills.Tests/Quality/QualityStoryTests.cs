using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.Quality;

/// <summary>From "what's wrong with our pallets?" to rules that a person decided on, in the chat.</summary>
public sealed class QualityStoryTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");
    private AssistantDatabase _database = null!;
    private PostgresDatabase _store = null!;
    private ServiceProvider _services = null!;
    private Guid _source;

    private QualityRules Rules => _services.GetRequiredService<QualityRules>();

    public async Task InitializeAsync()
    {
        _database = await AssistantDatabase.CreateAsync();
        _store = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE pallets (pallet_no int PRIMARY KEY, hall text, goods text, boxes int);
            INSERT INTO pallets SELECT i, 'H' || i % 4, CASE WHEN i % 100 = 7 THEN 'n/a' ELSE (ARRAY['bolts', 'cables', 'gloves'])[1 + i % 3] END, CASE WHEN i = 50 THEN 900 ELSE 3 + i % 9 END FROM generate_series(1, 400) AS i;
            """);
        _services = _database.Services(null, ("Data:Directory", _data.FullName));
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(default);
        var connected = await _services.GetRequiredService<DataSources>().ConnectAsync(_database.Ours, new NewSource.PostgreSqlText("Store", _store.ConnectionString), default);
        _source = Assert.IsType<ConnectOutcome.Connected>(connected).Source.Id;
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
        await _services.DisposeAsync();
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_wrong_is_told_and_an_accepted_rule_is_run()
    {
        var told = await AskAsync(_database.Ours, "what's wrong with our pallets data?");
        var text = Assert.Single(told.Parts.OfType<TextPart>()).Markdown;
        Assert.Contains("goods is missing in 4 rows", text, StringComparison.Ordinal);
        Assert.Contains("boxes is out of range: 1 of 400 rows", text, StringComparison.Ordinal);

        var card = told.Parts.OfType<ProposalPart>().First(p => p.Title.Contains("Boxes", StringComparison.Ordinal));
        await AskAsync(_database.Ours, card.Acts.First(a => a.Label == "Accept").Reply);
        var rule = Assert.Single(await Rules.ListAsync(_database.Ours, _source, default), r => r.State is RuleState.Active);
        Assert.IsType<RuleBody.Within>(rule.Rule.Body);

        await _store.ScalarAsync("UPDATE pallets SET boxes = 5");
        var check = await AskAsync(_database.Ours, "check pallets");
        Assert.Contains("The one active rule of ", check.Parts.OfType<TextPart>().Single().Markdown, StringComparison.Ordinal);
        Assert.Equal([0L], Assert.Single(await Rules.ListAsync(_database.Ours, _source, default), r => r.State is RuleState.Active).Runs.Select(r => r.Violations));
    }

    [Fact]
    public async Task A_sentence_becomes_a_rule_that_shows_its_rows_before_it_is_on()
    {
        var told = await AskAsync(_database.Ours, "boxes must be at most 10");
        Assert.Contains("of 400 rows", told.Parts.OfType<ProposalPart>().Single().Why, StringComparison.Ordinal);
        Assert.True(told.Parts.OfType<TablePart>().Single().RowCount > 1);
        var rule = Assert.Single(await Rules.ListAsync(_database.Ours, _source, default));
        Assert.Equal((RuleState.Proposed, RuleOrigin.Sentence, 1), (rule.State, rule.Rule.Origin, rule.Version));

        var adjusted = await AskAsync(_database.Ours, $"adjust rule {rule.Number}: boxes must be at most 11");
        Assert.Contains("is active: Boxes is at most 11", string.Join(' ', adjusted.Parts), StringComparison.Ordinal);
        rule = Assert.Single(await Rules.ListAsync(_database.Ours, _source, default));
        Assert.Equal((RuleState.Active, 2, "Boxes is at most 11", 1L), (rule.State, rule.Version, rule.Rule.Title, rule.Rule.Violations));
        Assert.Equal("Adjusted", await _database.ScalarAsync("SELECT string_agg(decision, ',') FROM quality_decisions"));
        Assert.Equal("1,2", await _database.ScalarAsync("SELECT string_agg(version::text, ',' ORDER BY version) FROM quality_rule_versions"));
    }

    [Fact]
    public async Task A_later_answer_tells_of_the_broken_rules_of_its_columns_and_of_no_others()
    {
        await AskAsync(_database.Ours, "boxes must be at most 10");
        await AskAsync(_database.Ours, "accept rule 1");
        var told = await AskAsync(_database.Ours, "what is the average number of boxes per hall?");
        Assert.Contains(told.Parts.OfType<CaveatPart>(), c => c.Text.Contains("of the rows of pallets", StringComparison.Ordinal));
        var source = (await _services.GetRequiredService<DataSources>().OpenAsync(_database.Ours, _source, default))!;
        Assert.Empty(await _services.GetRequiredService<QualityNotes>().AboutAsync(_database.Ours, source, [new(new("public", "pallets"), "hall"), new(new("public", "pallets"), null, "count")], default));
    }

    [Fact]
    public async Task A_rejected_rule_is_not_proposed_again()
    {
        await AskAsync(_database.Ours, "propose rules for pallets");
        var rule = (await Rules.ListAsync(_database.Ours, _source, default))[0];
        await AskAsync(_database.Ours, $"reject rule {rule.Number}");
        var again = await AskAsync(_database.Ours, "propose rules for pallets");
        Assert.DoesNotContain(again.Parts.OfType<ProposalPart>(), p => p.Id == $"rule-{rule.Number}");
        Assert.Equal(RuleState.Rejected, (await Rules.FindAsync(_database.Ours, rule.Number, default))!.State);
    }

    [Fact]
    public async Task Rules_are_of_one_organization_and_only_who_manages_sources_decides()
    {
        await AskAsync(_database.Ours, "boxes must be at most 10");
        Assert.Empty(await Rules.ListAsync(_database.Theirs, null, default));
        var reader = await _database.ColleagueAsync(_database.Ours, Permission.ReadData);
        await AskAsync(reader, "accept rule 1");
        await AskAsync(reader, "hall must be unique");
        Assert.Equal(RuleState.Proposed, Assert.Single(await Rules.ListAsync(_database.Ours, null, default)).State);
    }

    private async Task<AnswerSoFar> AskAsync(Caller caller, string text)
    {
        var conversation = await _services.GetRequiredService<Conversations>().CreateAsync(caller, default);
        var turns = _services.GetRequiredService<Turns>();
        var turn = ((StartOutcome.Started)await turns.StartAsync(caller, new(conversation, text, _source), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return AnswerSoFar.Of(await turns.FollowAsync(caller, turn, 0, patience.Token).ToListAsync(patience.Token));
    }
}
