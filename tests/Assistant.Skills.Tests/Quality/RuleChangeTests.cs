using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;

namespace Assistant.Skills.Tests.Quality;

/// <summary>What people change about a rule: its condition as SQL, severity, owner, its end.</summary>
public sealed class RuleChangeTests : IAsyncLifetime
{
    private QualityPlace _place = null!;

    public async Task InitializeAsync() => _place = await QualityPlace.OpenAsync(
        "CREATE TABLE pallets (pallet_no int PRIMARY KEY, hall text, boxes int); INSERT INTO pallets SELECT i, 'H' || i % 4, i FROM generate_series(1, 400) AS i; CREATE TABLE wages (name text, wage int);");

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task A_condition_as_sql_becomes_a_version_that_shows_its_rows_and_rolls_back()
    {
        await _place.RuleAsync("boxes must be at most 390");
        var answer = await _place.AskAsync("rewrite rule 1 as boxes > 380 AND hall <> 'H1'");
        Assert.Equal(15, answer.Parts.OfType<TablePart>().Single().RowCount);
        var rule = (await _place.Rules.FindAsync(_place.Me, 1, default))!;
        Assert.Equal((2, 15L, 400L), (rule.Version, rule.Rule.Violations, rule.Rule.Judged));
        await _place.SayAsync("roll back rule 1");
        Assert.Equal("Boxes is at most 390", (await _place.Rules.FindAsync(_place.Me, 1, default))!.Rule.Title);
    }

    [Theory]
    [InlineData("boxes > (SELECT max(wage) FROM wages)")]
    [InlineData("boxes > 380; DELETE FROM pallets")]
    [InlineData("pg_sleep(9) IS NULL AND boxes > 1")]
    [InlineData("wage > 380")]
    [InlineData("boxes > 'many'")]
    public async Task A_condition_that_the_gate_or_the_source_refuses_changes_nothing(string condition)
    {
        var rule = await _place.RuleAsync("boxes must be at most 390");
        Assert.IsType<SentenceOutcome.NotUnderstood>(await _place.The<QualityChecks>().ReadSqlAsync(await _place.OpenedAsync(), rule.Rule.Table, condition, default));
        Assert.Contains("stays as it is", await _place.SayAsync($"rewrite rule 1 as {condition}"), StringComparison.Ordinal);
        Assert.Equal(1, (await _place.Rules.FindAsync(_place.Me, 1, default))!.Version);
    }

    [Fact]
    public async Task Severity_owner_and_deletion_are_said_in_the_chat_and_kept()
    {
        await _place.RuleAsync("boxes must be at most 390");
        await _place.SayAsync("set the severity of rule 1 to critical");
        await _place.SayAsync("I own rule 1");
        var rule = (await _place.Rules.FindAsync(_place.Me, 1, default))!;
        Assert.Equal((Severity.Critical, _place.Me.UserId, _place.Me.Name), (rule.Rule.Severity, rule.OwnerId, rule.Owner));
        Assert.Contains("rule 1, pallets: Boxes is at most 390", await _place.SayAsync("which rules are there"), StringComparison.Ordinal);
        var reader = await _place.Database.ColleagueAsync(_place.Me, Permission.ReadData);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _place.The<RuleChanges>().DeleteAsync(reader, 1, default));
        await _place.SayAsync("delete rule 1");
        Assert.Empty(await _place.Rules.ListAsync(_place.Me, null, default));
        Assert.Contains("quality.rule.deleted", await _place.Database.ScalarAsync("SELECT string_agg(action, ' ') FROM audit_log"), StringComparison.Ordinal);
    }
}
