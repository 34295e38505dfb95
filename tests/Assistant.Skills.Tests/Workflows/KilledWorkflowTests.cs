using Assistant.Skills.Conversation;
using Assistant.Skills.Workflows;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Workflows;

/// <summary>Processes that really die, and what the next one makes of their runs.</summary>
public sealed class KilledWorkflowTests
{
    [Theory]
    [InlineData("one/begin")]
    [InlineData("one/inside")]
    [InlineData("one/after")]
    [InlineData("two/begin")]
    [InlineData("two/inside")]
    [InlineData("two/after")]
    [InlineData("three/begin")]
    [InlineData("three/inside")]
    [InlineData("three/after")]
    public async Task A_run_killed_anywhere_is_gone_on_with_and_nothing_is_done_twice(string dieAt)
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await FlowKit.MakeEffectsAsync(database);
        Guid run;
        await using (var asking = await FlowKit.StartAsync(database.OwnerConnectionString, [FlowNode.Counting("")], null, ("Workflows:Runs", "false")))
            run = await asking.AskAsync(database.Ours, "counting");
        Assert.Equal(137, await FlowNode.KilledAsync(database.OwnerConnectionString, dieAt));   // 128 + SIGKILL
        Assert.Equal("Running", await database.ScalarAsync("SELECT state FROM workflow_runs"));

        await using var kit = await FlowKit.StartAsync(database.OwnerConnectionString, [FlowNode.Counting("")]);
        var told = await kit.FollowAsync(database.Ours, run);

        Assert.Equal(ClosingState.Answered, told.Ended!.State);
        Assert.Equal("one,three,two", await database.ScalarAsync("SELECT string_agg(step, ',' ORDER BY step) FROM public.effects"));
        var done = await kit.RunAsync(database.Ours, run);
        Assert.Equal((RunState.Done, "three is done"), (done.State, done.Summary));
        var died = dieAt.Split('/')[0];
        Assert.All(done.Steps, step => Assert.Equal((StepState.Done, step.Name == died ? 2 : 1), (step.State, step.Attempts)));
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM workflow_events e WHERE number <> (SELECT count(*) FROM workflow_events b WHERE b.number <= e.number)"));
    }

    [Fact]
    public async Task A_step_that_brings_down_every_process_fails_its_run_instead_of_all_of_them()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await FlowKit.MakeEffectsAsync(database);
        await using var asking = await FlowKit.StartAsync(database.OwnerConnectionString, [FlowNode.Counting("")], null, ("Workflows:Runs", "false"));
        var run = await asking.AskAsync(database.Ours, "counting");
        await FlowNode.KilledAsync(database.OwnerConnectionString, "two/begin");
        await FlowNode.KilledAsync(database.OwnerConnectionString, "two/begin");

        await using var kit = await FlowKit.StartAsync(database.OwnerConnectionString, [FlowNode.Counting("")], null, ("Workflows:Attempts", "2"));
        await kit.FollowAsync(database.Ours, run);

        var failed = await kit.RunAsync(database.Ours, run);
        Assert.Equal(RunState.Failed, failed.State);
        Assert.Contains("brought the server down 2 times", failed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_taken_for_dead_that_wakes_up_can_do_nothing_more()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await FlowKit.MakeEffectsAsync(database);
        var (asleep, wake) = (new TaskCompletionSource(), new TaskCompletionSource());
        var tooLate = new TaskCompletionSource<Exception>();
        var sleeping = new Workflow("counting", "Counting", "1d", [new("one", "One", async (context, _) =>
        {
            asleep.SetResult();
            await wake.Task;
            try { return await FlowKit.Counting("one").RunAsync(context, default); }
            catch (Exception lost) { tooLate.SetResult(lost); throw; }
        })]);
        // Its pulse is so slow that it counts as dead between two of them.
        await using var sleeper = await FlowKit.StartAsync(database.OwnerConnectionString, [sleeping], null, ("Turns:Pulse", "00:01:00"), ("Workflows:Look", "00:05:00"));
        var run = await sleeper.AskAsync(database.Ours, "counting");
        await asleep.Task;

        await using var other = await FlowKit.StartAsync(database.OwnerConnectionString, [new Workflow("counting", "Counting", "1d", [FlowKit.Counting("one")])]);
        await other.FollowAsync(database.Ours, run);
        wake.SetResult();

        Assert.IsType<RunLostException>(await tooLate.Task);
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM public.effects"));
        Assert.Equal(("Done", "2"), (await database.ScalarAsync("SELECT state FROM workflow_runs"), await database.ScalarAsync("SELECT token FROM workflow_runs")));
    }

    [Fact]
    public async Task A_server_told_to_stop_puts_its_run_back_and_the_next_goes_on_with_it()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await FlowKit.MakeEffectsAsync(database);
        var reached = new TaskCompletionSource();
        Workflow Waiting(bool waits) => new("counting", "Counting", "1d", [FlowKit.Counting("one"), new("two", "Two", async (context, cancelled) =>
        {
            if (waits)
            {
                reached.SetResult();
                await Task.Delay(Timeout.Infinite, cancelled);
            }
            return await FlowKit.Counting("two").RunAsync(context, cancelled);
        })]);
        Guid run;
        await using (var first = await FlowKit.StartAsync(database.OwnerConnectionString, [Waiting(true)]))
        {
            run = await first.AskAsync(database.Ours, "counting");
            await reached.Task;
        }
        Assert.Equal("Queued", await database.ScalarAsync("SELECT state FROM workflow_runs"));

        await using var second = await FlowKit.StartAsync(database.OwnerConnectionString, [Waiting(false)]);
        await second.FollowAsync(database.Ours, run);
        Assert.Equal("one,two", await database.ScalarAsync("SELECT string_agg(step, ',' ORDER BY step) FROM public.effects"));
        Assert.All((await second.RunAsync(database.Ours, run)).Steps, step => Assert.Equal(1, step.Attempts));   // a planned stop is no failure
    }
}
