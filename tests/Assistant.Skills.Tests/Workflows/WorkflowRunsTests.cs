using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Workflows;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Workflows;

public sealed class WorkflowRunsTests
{
    [Fact]
    public async Task Two_processes_do_each_run_once_and_never_more_than_four_at_a_time()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await FlowKit.MakeEffectsAsync(database);
        await database.RunAsync("CREATE TABLE public.seen (running int); GRANT INSERT ON public.seen TO assistant_app");
        // Each step notes, as the owner, how many runs are at work while it is.
        var steps = FlowKit.Counting("one", async place =>
        {
            if (place == "after")
                await database.RunAsync("INSERT INTO public.seen SELECT count(*) FROM workflow_runs WHERE state = 'Running'");
        });
        Workflow[] flows = [.. Enumerable.Range(0, 12).Select(i => new Workflow($"flow-{i}", "Flow", "1d", [steps]))];
        await using var first = await FlowKit.StartAsync(database.OwnerConnectionString, flows);
        await using var second = await FlowKit.StartAsync(database.OwnerConnectionString, flows);

        var runs = new List<(Caller, Guid)>();
        foreach (var caller in new[] { database.Ours, database.Theirs })
            foreach (var flow in flows)
                runs.Add((caller, await (runs.Count % 2 == 0 ? first : second).AskAsync(caller, flow.Name)));
        foreach (var (caller, run) in runs)
            Assert.Equal(ClosingState.Answered, (await first.FollowAsync(caller, run)).Ended!.State);

        Assert.Equal("24", await database.ScalarAsync("SELECT count(*) FROM public.effects"));
        Assert.Equal("24", await database.ScalarAsync("SELECT count(DISTINCT run) FROM public.effects"));
        Assert.InRange(int.Parse((await database.ScalarAsync("SELECT max(running) FROM public.seen"))!, null), 1, 4);
    }

    [Fact]
    public async Task A_workflow_does_not_overlap_itself_in_an_organization_but_organizations_do_not_wait_for_each_other()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        var go = new TaskCompletionSource();
        await using var kit = await FlowKit.StartAsync(database.OwnerConnectionString, [new("waits", "Waits", "1d", [new("wait", "Wait", async (_, cancelled) =>
        {
            await go.Task.WaitAsync(cancelled);
            return new StepOutcome.Done();
        })])]);
        var run = await kit.AskAsync(database.Ours, "waits");
        Assert.Equal(run, Assert.IsType<AskOutcome.Open>(await kit.Runs.AskAsync(database.Ours, "waits", default)).RunId);
        var theirs = await kit.AskAsync(database.Theirs, "waits");
        await FlowKit.UntilAsync(async () => await database.ScalarAsync("SELECT count(*) FROM workflow_runs WHERE state = 'Running'") == "2");
        Assert.Null(await kit.Runs.GetAsync(database.Ours, theirs, default));
        go.SetResult();
        await kit.FollowAsync(database.Ours, run);
        await kit.AskAsync(database.Ours, "waits");
    }

    [Fact]
    public async Task A_failing_step_is_tried_again_after_a_wait_that_doubles_with_a_share_of_chance()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        var clock = new SetClock();
        await using var kit = await FlowKit.StartAsync(database.OwnerConnectionString, [new("falls", "Falls", "1d", [new("fall", "Fall", (context, _) =>
            Task.FromResult<StepOutcome>(context.Attempt < 3 ? new StepOutcome.Failed("The source does not answer.", true) : new StepOutcome.Done(Detail: "At last")))])], clock);
        var run = await kit.AskAsync(database.Ours, "falls");
        for (var attempt = 1; attempt < 3; attempt++)
        {
            await FlowKit.UntilAsync(async () => (await kit.RunAsync(database.Ours, run)) is { State: RunState.Queued, Steps: [{ State: StepState.Failed } fallen] } && fallen.Attempts == attempt);
            var waiting = await kit.RunAsync(database.Ours, run);
            var wait = Backoff.After(attempt, run, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10));
            Assert.InRange(wait, TimeSpan.FromSeconds(5 << attempt - 1), TimeSpan.FromSeconds(10 << attempt - 1));
            Assert.Equal(wait.TotalMilliseconds, (waiting.DueAt - clock.GetUtcNow()).TotalMilliseconds, 1.0);
            Assert.Equal("The source does not answer.", Assert.Single(waiting.Steps).Problem);
            clock.Advance(wait + TimeSpan.FromMilliseconds(1));
        }
        await kit.FollowAsync(database.Ours, run);
        Assert.Equal((RunState.Done, "At last", 3), (await kit.RunAsync(database.Ours, run)) is var done ? (done.State, done.Summary, done.Steps[0].Attempts) : default);
    }

    [Fact]
    public async Task A_run_that_failed_says_why_and_trying_it_again_goes_on_where_it_ended()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await FlowKit.MakeEffectsAsync(database);
        var broken = true;
        await using var kit = await FlowKit.StartAsync(database.OwnerConnectionString, [new("falls", "Falls", "1d", [FlowKit.Counting("one"), new("two", "Two", async (context, cancelled) =>
            broken ? new StepOutcome.Failed("The password of the source is wrong. Enter it on the page Sources.", false)
                : new StepOutcome.Done(Detail: $"One handed on {await Task.FromResult(context.Output<int>("one"))}"))])]);
        var run = await kit.AskAsync(database.Ours, "falls");
        var told = await kit.FollowAsync(database.Ours, run);
        Assert.Equal("The password of the source is wrong. Enter it on the page Sources.", Assert.Single(told.Parts.OfType<ClosingPart>()).Why);

        broken = false;
        var again = Assert.IsType<AskOutcome.Asked>(await kit.Runs.RetryAsync(database.Ours, run, default)).RunId;
        await kit.FollowAsync(database.Ours, again);
        var done = await kit.RunAsync(database.Ours, again);
        Assert.Equal((RunState.Done, RunCause.Retry, "One handed on 3"), (done.State, done.Cause, done.Summary));
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM public.effects"));
        var figures = Assert.Single(await kit.Runs.FiguresAsync(database.Ours, default));
        Assert.Equal((1, 1, 0.5), (figures.Done, figures.Failed, figures.SuccessRate));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_is_cancelled_from_any_process_whether_it_runs_or_waits(bool running)
    {
        await using var database = await AssistantDatabase.CreateAsync();
        Workflow[] waits = [new("waits", "Waits", "1d", [new("wait", "Wait", async (_, cancelled) =>
        {
            await Task.Delay(Timeout.Infinite, cancelled);
            return new StepOutcome.Done();
        })])];
        await using var other = await FlowKit.StartAsync(database.OwnerConnectionString, waits, null, ("Workflows:Runs", "false"));
        await using var runner = await FlowKit.StartAsync(database.OwnerConnectionString, waits, null, ("Workflows:Runs", running ? "true" : "false"));
        var run = await other.AskAsync(database.Ours, "waits");
        if (running)
            await FlowKit.UntilAsync(async () => (await other.RunAsync(database.Ours, run)).Steps.Count == 1);
        Assert.Null(await other.Runs.CancelAsync(database.Ours, run, default));
        var told = await other.FollowAsync(database.Ours, run);
        Assert.Equal(ClosingState.Stopped, told.Ended!.State);
        Assert.Equal(RunState.Cancelled, (await other.RunAsync(database.Ours, run)).State);
        Assert.Equal("The run has ended already.", await other.Runs.CancelAsync(database.Ours, run, default));
    }

    [Fact]
    public async Task Events_are_followed_from_any_number_and_others_than_administrators_see_only_what_their_sources_are_about()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        var (open, closed) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var source in new[] { open, closed })
            await database.RunAsync($"INSERT INTO data_sources (organization_id, id, name, kind, address, connection, state, catalog, created_by, created_at) VALUES ('{database.Ours.OrganizationId}', '{source}', '{source}', 'PostgreSql', '', '', 'Ready', '{{}}', '{database.Ours.UserId}', now())");
        await database.RunAsync($"INSERT INTO source_people (organization_id, source_id, role) VALUES ('{database.Ours.OrganizationId}', '{closed}', 'analyst')");
        await using var kit = await FlowKit.StartAsync(database.OwnerConnectionString, [new("reads", "Reads", "1d", [new("read", "Read", async (context, cancelled) =>
        {
            foreach (var source in new[] { open, closed })
                await context.RememberAsync($"{source}", () => Task.FromResult(1), _ => source == open ? "of the open" : "of the closed", source, cancelled);
            return new StepOutcome.Done(Detail: "12 rules of two sources");
        })])]);
        var run = await kit.AskAsync(database.Ours, "reads");
        var all = await kit.FollowAsync(database.Ours, run);
        Assert.Equal(["of the open", "of the closed"], all.Parts.OfType<TextPart>().Select(t => t.Markdown));
        Assert.Single((await kit.Runs.FollowAsync(database.Ours, run, (await kit.RunAsync(database.Ours, run)).LastNumber - 1, default).ToListAsync()));

        var viewer = await database.ColleagueAsync(database.Ours, Permission.ReadData);
        var seen = await kit.FollowAsync(viewer, run);
        Assert.Equal("of the open", Assert.Single(seen.Parts.OfType<TextPart>()).Markdown);
        Assert.DoesNotContain("12 rules", string.Join(' ', seen.Parts), StringComparison.Ordinal);
        Assert.Null((await kit.RunAsync(viewer, run)).Summary);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => kit.Runs.AskAsync(viewer, "reads", default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => kit.Runs.CancelAsync(viewer, run, default));
        Assert.Empty(await kit.Runs.FollowAsync(database.Theirs, run, 0, default).ToListAsync());
    }

    [Fact]
    public async Task Workflows_run_as_an_account_that_an_administrator_sees_and_can_disable_and_that_nobody_signs_in_as()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        var who = new TaskCompletionSource<Caller>();
        await using var kit = await FlowKit.StartAsync(database.OwnerConnectionString, [new("looks", "Looks", "1d", [new("look", "Look", (context, _) =>
        {
            who.TrySetResult(context.Caller);
            return Task.FromResult<StepOutcome>(new StepOutcome.Done());
        })])]);
        await kit.FollowAsync(database.Ours, await kit.AskAsync(database.Ours, "looks"));
        var agents = await who.Task;
        Assert.Equal([Permission.ReadData, Permission.ManageSources], agents.Permissions.Order());

        var users = (Users)kit.Services.GetService(typeof(Users))!;
        Assert.Contains(await users.ListAsync(database.Ours, default), u => u.Id == agents.UserId && u.Email == ServiceAccount.Email);
        Assert.IsType<NewPassword.Refused>(await users.ResetPasswordAsync(database.Ours, agents.UserId, default));
        Assert.Null(await users.ChangeAsync(database.Ours, agents.UserId, OrganizationRole.Analyst, disabled: true, default));
        var refused = await kit.AskAsync(database.Ours, "looks");
        await kit.FollowAsync(database.Ours, refused);
        Assert.Contains("disabled", (await kit.RunAsync(database.Ours, refused)).Problem, StringComparison.Ordinal);
    }
}
