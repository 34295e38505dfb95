using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Quality;

/// <summary>Rows after the cards of proposed rules are those of who looks, and verified answers tell of quality as others do.</summary>
public sealed class ExampleRowsTests : IAsyncLifetime
{
    private static readonly TableName Pallets = new("public", "pallets");

    private QualityPlace _place = null!;

    public async Task InitializeAsync() => _place = await QualityPlace.OpenAsync(
        """
        CREATE TABLE pallets (pallet_no int PRIMARY KEY, guard text, boxes int, goods text);
        INSERT INTO pallets SELECT i, 'Guard Quill ' || i % 9, CASE WHEN i = 50 THEN 900 ELSE 3 + i % 9 END, (ARRAY['bolts', 'cables', 'gloves'])[1 + i % 3] FROM generate_series(1, 400) AS i;
        """);

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task A_proposed_rule_is_followed_by_rows_that_it_would_catch()
    {
        var (parts, rows) = await ProposedAsync(_place.Me);
        var card = parts.FindIndex(p => p is ProposalPart proposal && proposal.Title.Contains("Boxes", StringComparison.Ordinal));
        Assert.StartsWith("For example, for rule", Assert.IsType<ResultPart>(parts[card + 1]).Title, StringComparison.Ordinal);
        Assert.Contains("900", rows, StringComparison.Ordinal);
        Assert.Contains("Guard Quill 5", rows, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColumnMask.Hidden)]
    [InlineData(ColumnMask.Full)]
    [InlineData(ColumnMask.Partial)]
    [InlineData(ColumnMask.Hash)]
    public async Task Rows_after_a_card_hold_no_value_that_is_masked_for_who_looks(ColumnMask mask)
    {
        var reader = await _place.Database.ColleagueAsync(_place.Me, Permission.ReadData, Permission.ManageSources);
        await PolicyAsync(new(OrganizationRole.Viewer, Pallets, "guard", mask));
        var (parts, rows) = await ProposedAsync(reader);
        Assert.Contains("900", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("Quill", rows + string.Join('\n', parts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_after_a_card_are_read_anew_each_time_with_the_rights_of_then()
    {
        var reader = await _place.Database.ColleagueAsync(_place.Me, Permission.ReadData, Permission.ManageSources);
        var (parts, rows) = await ProposedAsync(reader);
        Assert.Contains("Quill", rows, StringComparison.Ordinal);
        await PolicyAsync(new(OrganizationRole.Viewer, Pallets, "guard", ColumnMask.Full));
        Assert.DoesNotContain("Quill", await RowsAsync(reader, parts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verified_answer_tells_of_a_broken_rule_of_what_it_sums_and_of_no_other()
    {
        await _place.RuleAsync("boxes must be at most 100");
        await VerifyAsync("what is the total number of boxes per goods?");
        await VerifyAsync("how many pallets per guard?");
        var told = await _place.AskAsync("what is the total number of boxes per goods?");
        Assert.Contains("Verified", string.Join('\n', told.Parts), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("(rule 1)", Assert.Single(told.Parts.OfType<CaveatPart>(), c => c.Title == "Data quality").Text, StringComparison.Ordinal);
        Assert.Empty((await _place.AskAsync("how many pallets per guard?")).Parts.OfType<CaveatPart>());
    }

    private async Task VerifyAsync(string question)
    {
        var model = await _place.The<QuestionModels>().ForAsync(_place.Me, await _place.OpenedAsync(), default);
        var sql = ((QuestionOutcome.Answered)QuestionEngine.Plan(question, model, null, new(new DateOnly(2026, 3, 1)))).Sql;
        Assert.IsType<VerifyOutcome.Verified>(await _place.The<VerifiedAnswers>().VerifyAsync(_place.Me, _place.Source, question, sql, default));
    }

    private async Task PolicyAsync(PolicyRule rule) => Assert.Null(await _place.The<SourcePolicies>().SaveAsync(_place.Me, _place.Source, [rule], default));

    private async Task<(List<MessagePart> Parts, string Rows)> ProposedAsync(Caller caller)
    {
        var conversation = await _place.The<Conversations>().CreateAsync(caller, default);
        var turn = ((StartOutcome.Started)await _place.The<Turns>().StartAsync(caller, new(conversation, "propose rules for pallets", _place.Source), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var parts = AnswerSoFar.Of(await _place.The<Turns>().FollowAsync(caller, turn, 0, patience.Token).ToListAsync(patience.Token)).Parts.ToList();
        return (parts, await RowsAsync(caller, parts));
    }

    private async Task<string> RowsAsync(Caller caller, IEnumerable<MessagePart> parts)
    {
        var rows = new List<string>();
        foreach (var part in parts.OfType<ResultPart>())
            if (await _place.The<Results>().ReadAsync(caller, part.ResultId, default) is QueryOutcome.Rows { Table: var table })
                rows.AddRange(table.Rows.Select(r => string.Join(',', r)));
        return string.Join('\n', rows);
    }
}
