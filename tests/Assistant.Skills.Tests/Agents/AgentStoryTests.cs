using Assistant.Skills.Access;
using Assistant.Skills.Agents;
using Assistant.Skills.Conversation;
using Assistant.Skills.MissingData;
using Assistant.Skills.Models;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Workflows;
using Assistant.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.Agents;

/// <summary>What the agents do by themselves on a real source, and what they may not.</summary>
public sealed class AgentStoryTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");
    private AssistantDatabase _database = null!;
    private PostgresDatabase _store = null!;
    private ServiceProvider _services = null!;
    private Guid _source;

    private WorkflowRuns Runs => _services.GetRequiredService<WorkflowRuns>();
    private QualityRules Rules => _services.GetRequiredService<QualityRules>();

    public async Task InitializeAsync()
    {
        _database = await AssistantDatabase.CreateAsync();
        _store = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE pallets (pallet_no int PRIMARY KEY, hall text, goods text, boxes int);
            INSERT INTO pallets SELECT i, 'H' || i % 4, (ARRAY['bolts', 'cables', 'gloves'])[1 + i % 3], CASE WHEN i = 50 THEN 900 ELSE 3 + i % 9 END FROM generate_series(1, 400) AS i;
            CREATE TABLE doors (door_no int PRIMARY KEY, hall text NOT NULL);
            INSERT INTO doors SELECT i, 'H' || i % 4 FROM generate_series(1, 200) AS i;
            """);
        _services = _database.Services(null, ("Data:Directory", _data.FullName), ("Workflows:Schedules", "false"), ("Workflows:Look", "00:00:00.050"));
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(default);
        var connected = await _services.GetRequiredService<DataSources>().ConnectAsync(_database.Ours, new NewSource.PostgreSqlText("Store", _store.ConnectionString), default);
        _source = Assert.IsType<ConnectOutcome.Connected>(connected).Source.Id;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await _services.GetRequiredService<DataSources>().GetAsync(_database.Ours, _source, patience.Token))!.State is not SourceState.Ready)
            await Task.Delay(20, patience.Token);
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
    public async Task The_rule_agent_proposes_what_waits_for_a_person_and_does_not_look_again_at_what_is_unchanged()
    {
        var first = await RunAsync("rule-creation");
        Assert.Equal(["choose", "profile", "check", "propose"], first.Steps.Select(s => s.Name));
        Assert.Contains("wait for a person", first.Summary, StringComparison.Ordinal);
        var rules = await Rules.ListAsync(_database.Ours, _source, default);
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Equal(RuleState.Proposed, rule.State));

        var second = await RunAsync("rule-creation");
        Assert.Equal("No table is new or has changed.", second.Steps[0].Detail);
        Assert.Equal(rules.Select(r => (r.Number, r.Version)), (await Rules.ListAsync(_database.Ours, _source, default)).Select(r => (r.Number, r.Version)));
    }

    [Fact]
    public async Task Agents_read_only_what_their_account_may_and_only_sources_that_were_chosen()
    {
        await _database.RunAsync($"INSERT INTO source_people (organization_id, source_id, role) VALUES ('{_database.Ours.OrganizationId}', '{_source}', 'admin')");
        Assert.Equal("No table is new or has changed.", (await RunAsync("rule-creation")).Steps[0].Detail);
        await _database.RunAsync("DELETE FROM source_people");

        await _database.RunAsync($"INSERT INTO data_policies (organization_id, id, source_id, role, table_schema, table_name) VALUES ('{_database.Ours.OrganizationId}', '{Guid.NewGuid()}', '{_source}', 'analyst', 'public', 'doors')");
        var schedules = _services.GetRequiredService<WorkflowSchedules>();
        Assert.Null(await schedules.ChangeAsync(_database.Ours, "rule-creation", new(Sources: []), default));
        Assert.Equal("No table is new or has changed.", (await RunAsync("rule-creation")).Steps[0].Detail);
        Assert.NotNull(await schedules.ChangeAsync(_database.Ours, "rule-creation", new(Sources: [Guid.NewGuid()]), default));

        Assert.Null(await schedules.ChangeAsync(_database.Ours, "rule-creation", new(Sources: [_source]), default));
        Assert.Equal("1 table is new or has changed.", (await RunAsync("rule-creation")).Steps[0].Detail);
        Assert.DoesNotContain(await Rules.ListAsync(_database.Ours, null, default), r => r.Rule.Table.Name == "doors");
    }

    [Fact]
    public async Task The_improvement_agent_runs_active_rules_and_tests_what_people_found_wrong()
    {
        var source = (await _services.GetRequiredService<DataSources>().OpenAsync(_database.Ours, _source, default))!;
        var told = Assert.IsType<SentenceOutcome.Understood>(await _services.GetRequiredService<QualityChecks>().ReadSentenceAsync(source, "boxes must be at most 9", default));
        var rule = (await Rules.ProposeAsync(_database.Ours, _source, [told.Rule], default))[0];
        await Rules.DecideAsync(_database.Ours, rule.Id, RuleDecision.Accepted, "", null, default);
        var labels = _services.GetRequiredService<RuleLabels>();
        foreach (var number in new[] { 7, 8, 16, 17, 25, 26, 34, 35 })
            Assert.True(await labels.LabelAsync(_database.Ours, source, rule, new Dictionary<string, object?> { ["pallet_no"] = number, ["boxes"] = 3 + number % 9 }, isFault: false, "", default));

        var run = await RunAsync("continuous-improvement");
        Assert.Contains("1 rule ran, 1 is broken", run.Steps[0].Detail, StringComparison.Ordinal);
        Assert.Single((await Rules.FindAsync(_database.Ours, rule.Number, default))!.Runs);
        var trial = Assert.Single(await _services.GetRequiredService<RuleTrials>().ListAsync(_database.Ours, _source, default));
        Assert.Equal(rule.Number, trial.RuleNumber);
        await RunAsync("continuous-improvement");
        Assert.Single(await _services.GetRequiredService<RuleTrials>().ListAsync(_database.Ours, _source, default));
    }

    [Fact]
    public async Task The_missing_data_agent_keeps_what_it_found_once()
    {
        await _store.ScalarAsync("UPDATE pallets SET goods = NULL WHERE pallet_no % 50 = 0; ANALYZE");
        var first = await RunAsync("missing-data-resolution");
        Assert.DoesNotContain("0 gaps", first.Steps[1].Detail, StringComparison.Ordinal);
        var kept = await _database.ScalarAsync("SELECT count(*) FROM missing_findings");
        var second = await RunAsync("missing-data-resolution");
        Assert.Equal("Every table was looked at lately.", second.Steps[0].Detail);
        Assert.Equal(kept, await _database.ScalarAsync("SELECT count(*) FROM missing_findings"));
    }

    [Fact]
    public async Task Each_gap_that_matters_gets_one_task_which_closes_when_the_gap_is_filled()
    {
        await _store.ScalarAsync("UPDATE pallets SET goods = NULL WHERE pallet_no % 10 = 0; ANALYZE");
        await RunAsync("missing-data-resolution");
        await RunAsync("missing-data-resolution");
        Assert.Equal("ToDo", await _database.ScalarAsync("SELECT string_agg(state, ' ') FROM tasks WHERE 'goods' = ANY (columns)"));

        await _store.ScalarAsync("UPDATE pallets SET goods = 'bolts' WHERE goods IS NULL; ANALYZE");
        var source = (await _services.GetRequiredService<DataSources>().OpenAsync(_database.Ours, _source, default))!;
        await _services.GetRequiredService<MissingScans>().ScanAsync(_database.Ours, source, source.Catalog.Tables.Single(t => t.Name.Name == "pallets"), default);
        await RunAsync("missing-data-resolution");
        Assert.Equal("Done", await _database.ScalarAsync("SELECT string_agg(state, ' ') FROM tasks WHERE 'goods' = ANY (columns)"));
    }

    [Theory]
    [InlineData("what is running?", "Nothing runs right now")]
    [InlineData("when does it run next?", "every 30 minutes")]
    [InlineData("when does the rule agent run next?", "**Rule agent** runs every 30 minutes")]
    [InlineData("run the missing data workflow", "**Missing data agent** runs now")]
    [InlineData("run the rule agent now", "**Rule agent** runs now")]
    [InlineData("pause the rule agent", "**Rule agent** is off")]
    [InlineData("turn the improvement agent off", "**Improvement agent** is off")]
    [InlineData("resume the rule agent", "**Rule agent** is on")]
    [InlineData("run the rule agent every 2 hours", "**Rule agent** runs every 2 hours")]
    [InlineData("cancel the improvement agent", "does not run right now")]
    [InlineData("run the coffee agent", "There is no agent")]
    public async Task Agents_are_talked_about_in_the_chat(string said, string answer)
    {
        var told = await AskAsync(_database.Ours, said);
        Assert.Contains(answer, string.Join(' ', told.Parts.OfType<TextPart>().Select(t => t.Markdown)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_administer_may_ask_about_agents_but_not_run_or_pause_them()
    {
        var reader = await _database.ColleagueAsync(_database.Ours, Permission.ReadData);
        Assert.Contains("Rule agent", string.Join(' ', (await AskAsync(reader, "what is running?")).Parts.OfType<TextPart>().Select(t => t.Markdown)), StringComparison.Ordinal);
        await AskAsync(reader, "pause the rule agent");
        await AskAsync(reader, "run the rule agent now");
        Assert.Equal("0", await _database.ScalarAsync("SELECT count(*) FROM workflow_runs"));
        Assert.True((await _services.GetRequiredService<WorkflowSchedules>().ListAsync(_database.Ours, default)).All(s => s.Enabled));
    }

    [Fact]
    public void Every_agent_names_tools_permissions_and_a_workflow_that_exist()
    {
        var tools = _services.GetServices<IReadOnlyList<AIFunction>>().SelectMany(f => f).Select(f => f.Name).ToHashSet();
        var agents = PromptLibrary.Files("agents").Select(PromptLibrary.Read<Agent>).ToList();
        Assert.Equal(agents.Count, _services.GetRequiredService<AgentHub>().Agents.Count);
        Assert.Equal(Runs.Workflows.Select(w => w.Name).Order(), agents.Select(a => a.Workflow).Order());
        Assert.All(agents, agent =>
        {
            Assert.Empty(agent.Tools.Except(tools));
            Assert.All(agent.Permissions, p => Assert.True(Enum.TryParse<Permission>(p, out _)));
            Assert.All(new[] { agent.Title, agent.Summary, agent.Role }, text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.NotEmpty(agent.Does);
            Assert.NotEmpty(agent.Never);
        });
    }

    private async Task<AnswerSoFar> AskAsync(Caller caller, string text)
    {
        var conversation = await _services.GetRequiredService<Conversations>().CreateAsync(caller, default);
        var turns = _services.GetRequiredService<Turns>();
        var turn = ((StartOutcome.Started)await turns.StartAsync(caller, new(conversation, text), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return AnswerSoFar.Of(await turns.FollowAsync(caller, turn, 0, patience.Token).ToListAsync(patience.Token));
    }

    private async Task<WorkflowRun> RunAsync(string workflow)
    {
        var id = Assert.IsType<AskOutcome.Asked>(await Runs.AskAsync(_database.Ours, workflow, default)).RunId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var told = AnswerSoFar.Of(await Runs.FollowAsync(_database.Ours, id, 0, patience.Token).ToListAsync(patience.Token));
        Assert.True(told.Ended!.State is ClosingState.Answered, string.Join(' ', told.Parts));
        return (await Runs.GetAsync(_database.Ours, id, default))!;
    }
}
