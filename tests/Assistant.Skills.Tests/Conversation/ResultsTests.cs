using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.Conversation;

public sealed class ResultsTests : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");
    private AssistantDatabase _database = null!;
    private PostgresDatabase _sales = null!;
    private ServiceProvider _services = null!;
    private Guid _source;

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
        await _services.DisposeAsync();
        await _sales.DisposeAsync();
        await _database.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_result_is_read_again_with_the_rights_of_who_looks_and_its_rows_are_stored_nowhere()
    {
        await StartAsync();
        var (answer, conversation) = await AskAsync(_database.Ours, "/sql SELECT region, secret FROM sales ORDER BY region");
        var shown = answer.Parts.OfType<TablePart>().Single();
        var colleague = await _database.ColleagueAsync(_database.Ours, Permission.ReadData);
        var results = _services.GetRequiredService<Results>();
        Assert.IsType<QueryOutcome.NotModelled>(await results.ReadAsync(colleague, shown.ResultId, default));
        Assert.True(await _services.GetRequiredService<Conversations>().ShareAsync(_database.Ours, conversation, true, default));
        var problem = await _services.GetRequiredService<SourcePolicies>().SaveAsync(_database.Ours, _source,
            [new(OrganizationRole.Viewer, new(null, "sales"), RowFilter: "region = 'North'")], default);
        Assert.Null(problem);

        var mine = Assert.IsType<QueryOutcome.Rows>(await results.ReadAsync(_database.Ours, shown.ResultId, default)).Table;
        var theirs = Assert.IsType<QueryOutcome.Rows>(await results.ReadAsync(colleague, shown.ResultId, default)).Table;

        Assert.Equal((2, shown.Hash), (mine.Rows.Count, mine.Hash));
        Assert.Equal("North", Assert.Single(theirs.Rows)[0]);
        Assert.IsType<QueryOutcome.NotModelled>(await results.ReadAsync(_database.Theirs, shown.ResultId, default));
        Assert.Equal("0", await _database.ScalarAsync("""
            SELECT (SELECT count(*) FROM turn_events WHERE event::text LIKE '%canary%') + (SELECT count(*) FROM messages WHERE parts::text LIKE '%canary%')
                 + (SELECT count(*) FROM turn_results r WHERE r::text LIKE '%canary%') + (SELECT count(*) FROM turns t WHERE t::text LIKE '%canary%')
            """));
    }

    [Fact]
    public async Task Edited_sql_needs_the_right_to_write_it_and_passes_the_same_gate()
    {
        await StartAsync();
        var reader = await _database.ColleagueAsync(_database.Ours, Permission.ReadData);
        var results = _services.GetRequiredService<Results>();

        Assert.IsType<QueryOutcome.NotAllowed>(await results.RunAsync(reader, _source, "SELECT 1", default));
        Assert.IsType<QueryOutcome.NotARead>(await results.RunAsync(_database.Ours, _source, "DELETE FROM sales", default));
        Assert.IsType<QueryOutcome.EngineFailed>(await results.RunAsync(_database.Theirs, _source, "SELECT 1", default));
        Assert.IsType<QueryOutcome.Rows>(await results.RunAsync(_database.Ours, _source, "SELECT count(*) AS n FROM sales", default));
        Assert.Equal("2", await _sales.ScalarAsync("SELECT count(*) FROM sales"));
    }

    [Theory]
    [InlineData("/sql DELETE FROM sales", ClosingState.NotAllowed)]
    [InlineData("/sql SELECT * FROM nothing_here", ClosingState.NotModelled)]
    [InlineData("/sql SELECT * FROM sales WHERE region = 'East'", ClosingState.NoRows)]
    [InlineData("describe the sales table", ClosingState.Answered)]
    [InlineData("describe elephants", ClosingState.NotModelled)]
    [InlineData("what data do you have?", ClosingState.Answered)]
    public async Task Every_end_is_one_of_the_closed_list_and_told(string text, ClosingState expected)
    {
        await StartAsync();
        var (answer, _) = await AskAsync(_database.Ours, text);

        Assert.Equal(expected, answer.Ended!.State);
        Assert.Equal(expected != ClosingState.Answered, answer.Parts.OfType<ClosingPart>().Any(closing => closing.State == expected));
    }

    [Fact]
    public async Task A_hidden_table_and_column_do_not_exist_for_who_may_not_know_of_them()
    {
        await StartAsync();
        var viewer = await _database.ColleagueAsync(_database.Ours, Permission.ReadData, Permission.WriteSql);
        await _services.GetRequiredService<SourcePolicies>().SaveAsync(_database.Ours, _source,
            [new(OrganizationRole.Viewer, new(null, "payroll")), new(OrganizationRole.Viewer, new(null, "sales"), "secret", ColumnMask.Hidden)], default);

        foreach (var text in new[] { "what data do you have?", "describe payroll", "describe sales", "/sql SELECT * FROM payroll", "/sql SELECT secret FROM sales" })
        {
            var parts = ConversationJson.Write((await AskAsync(viewer, text)).Answer.Parts.Where(part => part is not TextPart { Markdown: ['`', ..] }));
            Assert.DoesNotContain("wages", parts, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("**secret**", parts, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Contains("payroll", ConversationJson.Write((await AskAsync(_database.Ours, "what data do you have?")).Answer.Parts), StringComparison.Ordinal);
    }

    private async Task StartAsync()
    {
        _database = await AssistantDatabase.CreateAsync();
        _sales = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE sales (region text, secret text); INSERT INTO sales VALUES ('North', 'canary one'), ('South', 'canary two');
            CREATE TABLE payroll (wages int);
            """);
        _services = _database.Services(null, ("Data:Directory", _data.FullName));
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(default);
        var connected = await _services.GetRequiredService<DataSources>().ConnectAsync(
            _database.Ours, new NewSource.PostgreSqlText("Sales", _sales.ConnectionString), default);
        _source = Assert.IsType<ConnectOutcome.Connected>(connected).Source.Id;
    }

    private async Task<(AnswerSoFar Answer, Guid Conversation)> AskAsync(Caller caller, string text)
    {
        var conversation = await _services.GetRequiredService<Conversations>().CreateAsync(caller, default);
        var turns = _services.GetRequiredService<Turns>();
        var turn = ((StartOutcome.Started)await turns.StartAsync(caller, new(conversation, text, _source), default)).TurnId;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return (AnswerSoFar.Of(await turns.FollowAsync(caller, turn, 0, patience.Token).ToListAsync(patience.Token)), conversation);
    }
}
