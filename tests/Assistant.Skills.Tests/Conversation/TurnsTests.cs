using Assistant.Skills.Conversation;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Conversation;

public class TurnsTests
{
    private static CallingModel Echo(string text) => new("", ("echo", new() { ["text"] = text }));
    private static CallingModel Wait => new("", ("wait", []));

    [Fact]
    public async Task A_turn_runs_on_its_own_and_its_events_are_numbered_and_kept()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, Echo("hello"));
        var (_, turn) = await kit.AskAsync(database.Ours, "say hello");

        var updates = await kit.FollowAsync(database.Ours, turn);

        Assert.Equal(Enumerable.Range(1, updates.Count), updates.Select(update => update.Number));
        Assert.IsType<TurnBegan>(updates[0].Event);
        Assert.Equal("hello after nothing", Assert.Single(AnswerSoFar.Of(updates).Parts.OfType<HeadlinePart>()).Markdown);
        Assert.Equal(ClosingState.Answered, Assert.IsType<TurnEnded>(updates[^1].Event).State);
        Assert.Equal(updates.Skip(2).Select(u => u.Number), (await kit.FollowAsync(database.Ours, turn, after: 2)).Select(u => u.Number));
        Assert.Empty(await kit.FollowAsync(database.Ours, turn, after: updates.Count));
    }

    [Fact]
    public async Task Words_of_a_model_arrive_bit_by_bit_and_stand_as_one_text_in_the_end()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, new CallingModel("one two three"));
        var (_, turn) = await kit.AskAsync(database.Ours, "count");

        var answer = AnswerSoFar.Of(await kit.FollowAsync(database.Ours, turn));

        Assert.Equal("one two three ", Assert.IsType<TextPart>(Assert.Single(answer.Parts)).Markdown);
    }

    [Fact]
    public async Task A_reader_in_another_process_follows_live_and_may_stop_the_turn()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var first = await TurnKit.StartAsync(database, Wait);
        await using var second = await TurnKit.StartAsync(database, Wait);
        var (conversation, turn) = await first.AskAsync(database.Ours, "wait");
        await first.Probe.Waiting.Task;

        Assert.Equal([turn], await second.Turns.RunningAsync(database.Ours, conversation, default));
        var following = second.FollowAsync(database.Ours, turn);
        Assert.True(await second.Turns.StopAsync(database.Ours, turn, default));

        await first.Probe.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var answer = AnswerSoFar.Of(await following);
        Assert.Equal(ClosingState.Stopped, answer.Ended!.State);
        Assert.Equal(StepState.Stopped, Assert.Single(answer.Parts.OfType<StepPart>()).State);
        Assert.Empty(await second.Turns.RunningAsync(database.Ours, conversation, default));
    }

    [Fact]
    public async Task A_turn_of_a_dead_process_is_interrupted_with_what_it_had_and_may_be_tried_again()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var dead = await TurnKit.StartAsync(database, Wait, options => options.Pulse = TimeSpan.FromMinutes(1));
        await using var alive = await TurnKit.StartAsync(database, Wait, options => options.Lease = TimeSpan.FromMilliseconds(300));
        var (conversation, turn) = await dead.AskAsync(database.Ours, "wait");
        await dead.Probe.Waiting.Task;

        var answer = AnswerSoFar.Of(await alive.FollowAsync(database.Ours, turn));   // the dead one shows no pulse

        Assert.Equal(ClosingState.Interrupted, answer.Ended!.State);
        Assert.Equal(StepState.Stopped, Assert.Single(answer.Parts.OfType<StepPart>()).State);
        Assert.True(Assert.Single(answer.Parts.OfType<ClosingPart>()).CanRetry);
        dead.Probe.Go.SetResult();   // it was only asleep: what it says now comes too late
        var view = await alive.Conversations.GetAsync(database.Ours, conversation, default);
        Assert.Equal(ClosingState.Interrupted, Assert.Single(view!.Turns).State);
        await dead.StopAsync();
        Assert.Equal(answer.LastNumber, AnswerSoFar.Of(await alive.FollowAsync(database.Ours, turn)).LastNumber);
    }

    [Fact]
    public async Task A_server_that_shuts_down_ends_its_turns_as_interrupted()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var leaving = await TurnKit.StartAsync(database, Wait);
        await using var staying = await TurnKit.StartAsync(database, Wait);
        var (_, turn) = await leaving.AskAsync(database.Ours, "wait");
        await leaving.Probe.Waiting.Task;

        await leaving.StopAsync();

        Assert.Equal(ClosingState.Interrupted, AnswerSoFar.Of(await staying.FollowAsync(database.Ours, turn)).Ended!.State);
    }

    [Fact]
    public async Task What_skills_note_is_there_in_the_next_turn_and_gone_with_a_replaced_one()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, Echo("x"));
        async Task<string> HeadlineAsync((Guid Conversation, Guid Turn) asked) =>
            AnswerSoFar.Of(await kit.FollowAsync(database.Ours, asked.Turn)).Parts.OfType<HeadlinePart>().Single().Markdown;

        var first = await kit.AskAsync(database.Ours, "one");
        Assert.Equal("x after nothing", await HeadlineAsync(first));
        Assert.Equal("x after x", await HeadlineAsync(await kit.AskAsync(database.Ours, "two", first.Conversation)));
        Assert.Equal("x after nothing", await HeadlineAsync(await kit.AskAsync(database.Ours, "one again", first.Conversation, replaces: first.Turn)));

        var view = await kit.Conversations.GetAsync(database.Ours, first.Conversation, default);
        Assert.Equal("one again", Assert.Single(view!.Turns).Question);
    }

    [Fact]
    public async Task A_tool_that_breaks_ends_the_turn_in_plain_words_without_its_secrets()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, new CallingModel("", ("fail", [])));
        var (_, turn) = await kit.AskAsync(database.Ours, "break");

        var updates = await kit.FollowAsync(database.Ours, turn);

        Assert.Equal(ClosingState.EngineError, AnswerSoFar.Of(updates).Ended!.State);
        Assert.True(AnswerSoFar.Of(updates).Parts.OfType<ClosingPart>().Single().CanRetry);
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM turn_events WHERE event::text LIKE '%secret%'"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("a\0b\ud800c")]
    [InlineData("مرحبا 😀 <script>alert(1)</script> '; DROP TABLE turns; --")]
    public async Task Any_text_can_be_asked_and_ends(string text)
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, Echo("fine"));
        var (_, turn) = await kit.AskAsync(database.Ours, text);

        var updates = await kit.FollowAsync(database.Ours, turn);

        Assert.IsType<TurnEnded>(updates[^1].Event);
    }

    [Fact]
    public async Task A_turn_that_takes_too_long_is_stopped_with_advice()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, Wait, options => options.Limit = TimeSpan.FromMilliseconds(200));
        var (_, turn) = await kit.AskAsync(database.Ours, "wait");

        Assert.Equal(ClosingState.EngineError, AnswerSoFar.Of(await kit.FollowAsync(database.Ours, turn)).Ended!.State);
    }

    [Fact]
    public async Task A_lost_connection_to_the_database_costs_a_reader_nothing()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, Wait);
        var (_, turn) = await kit.AskAsync(database.Ours, "wait");
        await kit.Probe.Waiting.Task;
        var following = kit.FollowAsync(database.Ours, turn);

        await database.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'assistant_app'");
        kit.Probe.Go.SetResult();

        Assert.Equal(ClosingState.Answered, AnswerSoFar.Of(await following).Ended!.State);
    }
}
