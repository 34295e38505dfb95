using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;

namespace Assistant.Skills.Tests.Quality;

/// <summary>Versions of a rule tested against each other where the truth is known: more than 300 boxes on a pallet are a fault.</summary>
public sealed class TrialStoryTests : IAsyncLifetime
{
    private QualityPlace _place = null!;

    public async Task InitializeAsync() => _place = await QualityPlace.OpenAsync(
        "CREATE TABLE pallets (pallet_no int PRIMARY KEY, hall text, boxes int); INSERT INTO pallets SELECT 1000 + i, 'H' || i % 4, i FROM generate_series(1, 400) AS i;");

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task A_better_challenger_takes_over_by_itself_and_the_old_version_comes_back_in_one_step()
    {
        var rule = await KnownAsync("boxes must be at most 390");
        var trial = await StartAsync(rule, 310);
        Assert.Equal((TrialVerdict.Better, TrialState.Promoted), (trial.Verdict, trial.State));
        Assert.Equal((80L, 80, 0), (trial.Last!.Disagreements, trial.Last.Wins, trial.Last.Losses));
        var now = (await _place.Rules.FindAsync(_place.Me, rule.Number, default))!;
        Assert.Equal((2, "Boxes is at most 310"), (now.Version, now.Rule.Title));

        _place.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("Version 1 of rule 1 is in use again", await _place.SayAsync("roll back rule 1"), StringComparison.Ordinal);
        Assert.Equal("Boxes is at most 390", (await _place.Rules.FindAsync(_place.Me, rule.Number, default))!.Rule.Title);
        Assert.Equal(["1", "2"], (await _place.The<RuleVersions>().ListAsync(_place.Me, rule.Number, default)).Select(v => $"{v.Number}"));
        Assert.Equal("Accepted Promoted RolledBack", await _place.Database.ScalarAsync("SELECT string_agg(decision, ' ' ORDER BY decision) FROM quality_decisions"));
    }

    [Fact]
    public async Task A_better_challenger_that_judges_a_labelled_row_worse_waits_for_a_person()
    {
        var rule = await KnownAsync("boxes must be at most 390");
        var trial = await StartAsync(rule, 298);
        Assert.Equal((TrialVerdict.Better, TrialState.Running, 2), (trial.Verdict, trial.State, trial.Last!.Losses));
        Assert.Equal(1, (await _place.Rules.FindAsync(_place.Me, rule.Number, default))!.Version);
        Assert.True(await _place.Trials.PromoteAsync(_place.Me, trial, default));
        Assert.Equal(2, (await _place.Rules.FindAsync(_place.Me, rule.Number, default))!.Version);
        Assert.False(await _place.Trials.PromoteAsync(_place.Me, trial, default));
    }

    [Fact]
    public async Task A_worse_challenger_is_told_and_the_champion_kept()
    {
        var trial = await StartAsync(await KnownAsync("boxes must be at most 310"), 250);
        Assert.Equal((TrialVerdict.Worse, TrialState.Kept), (trial.Verdict, trial.State));
        Assert.Equal((10, 50), (trial.Last!.Wins, trial.Last.Losses));
    }

    [Fact]
    public async Task Versions_that_flag_the_same_rows_do_not_differ()
    {
        var trial = await StartAsync(await KnownAsync("boxes must be at most 310"), 310.5m);
        Assert.Equal((TrialVerdict.NoDifference, TrialState.Kept, 0L), (trial.Verdict, trial.State, trial.Last!.Disagreements));
    }

    [Fact]
    public async Task Few_labels_decide_nothing_and_the_schedule_looks_again_when_there_are_more()
    {
        var rule = await _place.RuleAsync("boxes must be at most 390");
        var trial = await StartAsync(rule, 310);
        Assert.Equal((TrialVerdict.NotEnoughData, 0), (trial.Verdict, trial.Last!.Labelled));
        var rounds = _place.The<QualityRounds>();
        Assert.Equal(new RoundReport(1, 1, 0), await rounds.RunShadowAsync(_place.Me, _place.Source, default));
        Assert.Single((await _place.Trials.FindAsync(_place.Me, trial.Id, default))!.Looks);

        await TruthAsync(rule);
        _place.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(new RoundReport(1, 1, 1), await rounds.RunShadowAsync(_place.Me, _place.Source, default));
        Assert.Equal(TrialState.Promoted, (await _place.Trials.FindAsync(_place.Me, trial.Id, default))!.State);
    }

    [Fact]
    public async Task Rejected_rows_lead_to_a_wider_version_that_is_tested_in_the_chat()
    {
        await _place.RuleAsync("boxes must be at most 396");
        var talk = await _place.The<Conversations>().CreateAsync(_place.Me, default);
        var rows = await _place.AskAsync("show the rows of rule 1", talk);
        Assert.Equal(4, rows.Parts.OfType<TablePart>().Single().RowCount);
        Assert.Contains("Boxes is at most 398", await _place.SayAsync("rows 1 and 2 of rule 1 are fine", talk), StringComparison.Ordinal);
        Assert.Contains("2 confirmed", (await _place.SayAsync("confirm rows 3 and 4 of rule 1", talk)).Replace("So far 2", "2", StringComparison.Ordinal), StringComparison.Ordinal);
        var test = await _place.SayAsync("test rule 1 with the feedback", talk);
        Assert.Contains("version 2 (Boxes is at most 398) against version 1", test, StringComparison.Ordinal);
        Assert.Contains("differ on 2", test, StringComparison.Ordinal);
        Assert.Contains("Not enough data", await _place.SayAsync("which version is better?", talk), StringComparison.Ordinal);
        Assert.Contains("is stopped", await _place.SayAsync("stop the test of rule 1", talk), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stricter_version_is_found_in_the_data_and_a_further_test_of_the_rule_is_refused()
    {
        await _place.RuleAsync("boxes must be at most 900");
        Assert.Contains("Boxes lies between 2 and 398", await _place.SayAsync("test a stricter version of rule 1"), StringComparison.Ordinal);
        Assert.Contains("Stop that test first", await _place.SayAsync("test rule 1 against boxes must be at most 10"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repaired_row_is_another_row_and_a_label_on_it_no_longer_counts()
    {
        var rule = await _place.RuleAsync("boxes must be at most 396");
        var labels = _place.The<RuleLabels>();
        var row = new Dictionary<string, object?> { ["pallet_no"] = 1400, ["boxes"] = 400 };
        Assert.True(await labels.LabelAsync(_place.Me, await _place.OpenedAsync(), rule, row, isFault: true, "", default));
        Assert.Equal([true, null], await labels.OfAsync(_place.Me, await _place.OpenedAsync(), rule, [row, new Dictionary<string, object?> { ["pallet_no"] = 1400, ["boxes"] = 399 }], default));
        Assert.False(await labels.LabelAsync(_place.Me, await _place.OpenedAsync(), rule, new Dictionary<string, object?> { ["boxes"] = 400 }, isFault: true, "", default));
        Assert.Equal("0", await _place.Database.ScalarAsync("SELECT count(*) FROM quality_labels WHERE row_to_json(quality_labels)::text LIKE '%1400%'"));
    }

    [Fact]
    public async Task Tests_belong_to_one_organization_and_need_the_right_to_manage_sources()
    {
        var rule = await KnownAsync("boxes must be at most 390");
        await StartAsync(rule, 310);
        Assert.Empty(await _place.Trials.ListAsync(_place.Database.Theirs, null, default));
        var reader = await _place.Database.ColleagueAsync(_place.Me, Permission.ReadData);
        Assert.Single(await _place.Trials.ListAsync(reader, null, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _place.Trials.StartAsync(reader, rule, new RuleBody.Within("boxes", null, "5"), "", TrialPlan.Of(), default));
        await using var outside = await _place.Database.OpenAsApplicationAsync();
        await using var crossing = outside.CreateCommand();
        crossing.CommandText = "SELECT (SELECT count(*) FROM assistant.quality_trials) + (SELECT count(*) FROM assistant.quality_looks) + (SELECT count(*) FROM assistant.quality_labels)";
        Assert.Equal(0L, await crossing.ExecuteScalarAsync());
    }

    private async Task<QualityRule> KnownAsync(string sentence)
    {
        var rule = await _place.RuleAsync(sentence);
        await TruthAsync(rule);
        return rule;
    }

    private async Task TruthAsync(QualityRule rule) => Assert.Equal(400, await _place.The<RuleLabels>().LearnAsync(_place.Me, await _place.OpenedAsync(), rule,
        [.. Enumerable.Range(1, 400).Select(i => ((IReadOnlyDictionary<string, object?>)new Dictionary<string, object?> { ["pallet_no"] = 1000 + i }, i > 300))], default));

    private async Task<RuleTrial> StartAsync(QualityRule rule, decimal most)
    {
        _place.Clock.Advance(TimeSpan.FromMinutes(1));
        var body = ((RuleBody.Within)rule.Rule.Body) with { Most = most.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        return Assert.IsType<TrialOutcome.Started>(await _place.Trials.StartAsync(_place.Me, rule, body, "for a test", TrialPlan.Of(), default)).Trial;
    }
}
