using Assistant.Skills.Conversation;
using Assistant.Skills.Access;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Conversation;

public class ConversationsTests
{
    private static readonly CallingModel Echo = new("", ("echo", new() { ["text"] = "42 apples" }));

    [Fact]
    public async Task The_first_question_names_a_conversation_and_words_of_answers_find_it()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, Echo);
        var (id, turn) = await kit.AskAsync(database.Ours, "how many\n  apples?");
        await kit.FollowAsync(database.Ours, turn);
        await kit.AskAsync(database.Ours, "something else");

        Assert.Equal("how many apples?", (await kit.Conversations.GetAsync(database.Ours, id, default))!.Summary.Title);
        Assert.Contains(await kit.Conversations.ListAsync(database.Ours, "42 APP", default), found => found.Id == id);
        Assert.Empty(await kit.Conversations.ListAsync(database.Ours, "100%", default));
        Assert.Equal(2, (await kit.Conversations.ListAsync(database.Ours, null, default)).Count);
    }

    [Fact]
    public async Task It_can_be_renamed_pinned_archived_rated_exported_and_deleted()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, Echo);
        var (id, turn) = await kit.AskAsync(database.Ours, "apples?");
        await kit.FollowAsync(database.Ours, turn);
        var me = database.Ours;

        Assert.True(await kit.Conversations.RenameAsync(me, id, " Fruit ", default));
        Assert.True(await kit.Conversations.PinAsync(me, id, true, default));
        Assert.True(await kit.Conversations.RateAsync(me, turn, false, "wrong fruit", default));
        var view = (await kit.Conversations.GetAsync(me, id, default))!;
        Assert.Equal(("Fruit", true, (bool?)false, "wrong fruit"), (view.Summary.Title, view.Summary.Pinned, view.Turns[0].RatedUp, view.Turns[0].RatingReason));
        Assert.Contains("42 apples", await kit.Conversations.ExportMarkdownAsync(me, id, default));

        Assert.True(await kit.Conversations.ArchiveAsync(me, id, true, default));
        Assert.Empty(await kit.Conversations.ListAsync(me, null, default));
        Assert.True(await kit.Conversations.DeleteAsync(me, id, default));
        Assert.Equal("0", await database.ScalarAsync("SELECT (SELECT count(*) FROM turns) + (SELECT count(*) FROM turn_events) + (SELECT count(*) FROM messages)"));
    }

    [Fact]
    public async Task Another_organization_can_neither_see_nor_follow_nor_stop_nor_change_anything()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, new CallingModel("", ("wait", [])));
        var (id, turn) = await kit.AskAsync(database.Ours, "wait");
        await kit.Probe.Waiting.Task;

        await NothingIsThereAsync(kit, database.Theirs, id, turn);
        await NothingIsThereAsync(kit, await database.ColleagueAsync(database.Ours, Permission.ReadData), id, turn);
        Assert.Equal([turn], await kit.Turns.RunningAsync(database.Ours, id, default));
    }

    [Fact]
    public async Task A_shared_conversation_can_be_read_by_colleagues_but_not_changed()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var kit = await TurnKit.StartAsync(database, Echo);
        var (id, turn) = await kit.AskAsync(database.Ours, "apples?");
        var colleague = await database.ColleagueAsync(database.Ours, Permission.ReadData);
        Assert.True(await kit.Conversations.ShareAsync(database.Ours, id, true, default));

        Assert.NotEmpty(await kit.FollowAsync(colleague, turn));
        Assert.False(Assert.Single(await kit.Conversations.ListAsync(colleague, null, default)).Mine);
        Assert.IsType<StartOutcome.NotYours>(await kit.Turns.StartAsync(colleague, new(id, "more"), default));
        Assert.False(await kit.Conversations.DeleteAsync(colleague, id, default));
        Assert.Null(await kit.Conversations.GetAsync(database.Theirs, id, default));
    }

    private static async Task NothingIsThereAsync(TurnKit kit, Caller stranger, Guid id, Guid turn)
    {
        Assert.Null(await kit.Conversations.GetAsync(stranger, id, default));
        Assert.Empty(await kit.Conversations.ListAsync(stranger, null, default));
        Assert.Empty(await kit.FollowAsync(stranger, turn));
        Assert.Empty(await kit.Turns.RunningAsync(stranger, id, default));
        Assert.False(await kit.Turns.ExistsAsync(stranger, turn, default));
        Assert.False(await kit.Turns.StopAsync(stranger, turn, default));
        Assert.IsType<StartOutcome.NotYours>(await kit.Turns.StartAsync(stranger, new(id, "mine now"), default));
        Assert.False(await kit.Conversations.RenameAsync(stranger, id, "mine", default));
        Assert.False(await kit.Conversations.PinAsync(stranger, id, true, default));
        Assert.False(await kit.Conversations.ArchiveAsync(stranger, id, true, default));
        Assert.False(await kit.Conversations.ShareAsync(stranger, id, true, default));
        Assert.False(await kit.Conversations.RateAsync(stranger, turn, true, null, default));
        Assert.False(await kit.Conversations.DeleteAsync(stranger, id, default));
        Assert.Null(await kit.Conversations.ExportMarkdownAsync(stranger, id, default));
    }
}
