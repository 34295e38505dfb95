using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.Quality;

/// <summary>Rules and their figures tell of all rows: who sees only a part of the data sees nothing of them, wherever they are shown.</summary>
public sealed class RuleSightTests : IAsyncLifetime
{
    private static readonly TableName Pallets = new("public", "pallets"), Halls = new("public", "halls");

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");
    private AssistantDatabase _database = null!;
    private PostgresDatabase _store = null!;
    private ServiceProvider _services = null!;
    private Caller _reader = null!;
    private Guid _source;

    private QualityRules Rules => _services.GetRequiredService<QualityRules>();

    public async Task InitializeAsync()
    {
        _database = await AssistantDatabase.CreateAsync();
        _store = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE halls (hall text PRIMARY KEY, guard text);
            INSERT INTO halls SELECT 'H' || i, 'Guard ' || i FROM generate_series(0, 3) AS i;
            CREATE TABLE pallets (pallet_no int PRIMARY KEY, hall text, goods text, boxes int);
            INSERT INTO pallets SELECT i, 'H' || i % 4, (ARRAY['bolts', 'cables', 'gloves'])[1 + i % 3], CASE WHEN i = 50 THEN 900 ELSE 3 + i % 9 END FROM generate_series(1, 400) AS i;
            """);
        _services = _database.Services(null, ("Data:Directory", _data.FullName));
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(default);
        var connected = await _services.GetRequiredService<DataSources>().ConnectAsync(_database.Ours, new NewSource.PostgreSqlText("Store", _store.ConnectionString), default);
        _source = Assert.IsType<ConnectOutcome.Connected>(connected).Source.Id;
        _reader = await _database.ColleagueAsync(_database.Ours, Permission.ReadData, Permission.ManageSources);
        var kept = await Rules.ProposeAsync(_database.Ours, _source,
        [
            Rule(new RuleBody.Within("boxes", "0", "20")), Rule(new RuleBody.Filled("goods", [])),
            Rule(new RuleBody.Known("hall", "public", "halls", "hall")), Rule(new RuleBody.Filled("guard", []), Halls),
        ], default);
        foreach (var rule in kept)
            await Rules.DecideAsync(_database.Ours, rule.Id, RuleDecision.Accepted, "", null, default);
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
    public async Task Who_sees_all_of_a_source_sees_all_its_rules()
    {
        Assert.Equal(4, (await Rules.ListAsync(_reader, null, default)).Count);
        Assert.Contains("boxes is right", await AskAsync(_reader, "check pallets"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_of_a_source_that_one_may_not_use_are_not_there()
    {
        await _services.GetRequiredService<SourcePeople>().SaveAsync(_database.Ours, _source, new([OrganizationRole.Analyst], []), default);
        Assert.Empty(await Rules.ListAsync(_reader, null, default));
        Assert.Empty(await Rules.ListAsync(_reader, _source, default));
        Assert.Null(await Rules.FindAsync(_reader, 1, default));
        Assert.Equal(4, (await Rules.ListAsync(_database.Ours, null, default)).Count);
    }

    [Theory]
    [InlineData("guard", "pallets", null, null, null)]
    [InlineData("boxes,goods", "halls", null, null, null)]
    [InlineData("guard", "pallets", null, null, "hall = 'H1'")]
    [InlineData("goods,guard,hall", "pallets", "boxes", ColumnMask.Partial, null)]
    [InlineData("goods,guard,hall", "pallets", "boxes", ColumnMask.Hidden, null)]
    [InlineData("boxes,goods,guard", "halls", "hall", ColumnMask.Hash, null)]
    public async Task Rules_of_what_one_sees_only_in_part_are_not_there(string left, string table, string? column, ColumnMask? mask, string? filter)
    {
        await PolicyAsync(new(OrganizationRole.Viewer, new("public", table), column, mask, filter));
        Assert.Equal(left, string.Join(',', (await Rules.ListAsync(_reader, _source, default)).Select(r => Column(r.Rule.Body)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task The_chat_and_the_notes_of_answers_tell_nothing_of_them()
    {
        var rule = (await Rules.ListAsync(_database.Ours, _source, default)).Single(r => Column(r.Rule.Body) == "boxes");
        var source = (await _services.GetRequiredService<DataSources>().OpenAsync(_database.Ours, _source, default))!;
        await Rules.RanAsync(_database.Ours, await _services.GetRequiredService<QualityChecks>().RunAsync(source, [rule], default), default);
        Assert.NotEmpty(await NotesAsync(_reader));

        await PolicyAsync(new(OrganizationRole.Viewer, Pallets, RowFilter: "hall = 'H1'"));
        Assert.Empty(await NotesAsync(_reader));
        Assert.DoesNotContain("is right", await AskAsync(_reader, "check pallets"), StringComparison.Ordinal);
        Assert.Contains($"no rule {rule.Number}", await AskAsync(_reader, $"show the rows of rule {rule.Number}"), StringComparison.Ordinal);
        Assert.NotEmpty(await NotesAsync(_database.Ours));
    }

    [Fact]
    public async Task Who_sees_only_a_part_neither_keeps_rules_nor_decides_nor_changes_figures()
    {
        var rule = (await Rules.ListAsync(_database.Ours, _source, default)).Single(r => Column(r.Rule.Body) == "boxes");
        await PolicyAsync(new(OrganizationRole.Viewer, Pallets, RowFilter: "hall = 'H1'"));
        Assert.Contains("not kept", await AskAsync(_reader, "goods must be unique"), StringComparison.Ordinal);
        Assert.False(await Rules.DecideAsync(_reader, rule.Id, RuleDecision.Rejected, "", null, default));
        await Rules.RanAsync(_reader, [(rule, 1, 1)], default);
        var after = await Rules.ListAsync(_database.Ours, _source, default);
        Assert.Equal(4, after.Count);
        Assert.All(after, r => Assert.Equal((RuleState.Active, 0), (r.State, r.Runs.Count)));
    }

    private static ProposedRule Rule(RuleBody body, TableName? table = null) => new(table ?? Pallets, body, $"{Column(body)} is right", Severity.High, 90, 400, 1, null, "Told.");

    private static string Column(RuleBody body) => body switch
    {
        RuleBody.Within rule => rule.Column,
        RuleBody.Filled rule => rule.Column,
        RuleBody.Known rule => rule.Column,
        _ => body.ToString(),
    };

    private async Task PolicyAsync(PolicyRule rule) => Assert.Null(await _services.GetRequiredService<SourcePolicies>().SaveAsync(_database.Ours, _source, [rule], default));

    private async Task<IReadOnlyList<CaveatPart>> NotesAsync(Caller caller) => await _services.GetRequiredService<QualityNotes>().AboutAsync(
        caller, (await _services.GetRequiredService<DataSources>().OpenAsync(caller, _source, default))!, [new(Pallets, "boxes", "avg")], default);

    private async Task<string> AskAsync(Caller caller, string text)
    {
        var conversation = await _services.GetRequiredService<Conversations>().CreateAsync(caller, default);
        var turns = _services.GetRequiredService<Turns>();
        var turn = ((StartOutcome.Started)await turns.StartAsync(caller, new(conversation, text, _source), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return string.Join('\n', AnswerSoFar.Of(await turns.FollowAsync(caller, turn, 0, patience.Token).ToListAsync(patience.Token)).Parts);
    }
}
