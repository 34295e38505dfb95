using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Workflows;
using Assistant.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Assistant.Skills.Tests.Workflows;

/// <summary>The real workflows on a real database with steps that the test writes. Two kits on one database are two server processes.</summary>
internal sealed class FlowKit : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _stopped;

    private FlowKit(ServiceProvider services) => _services = services;

    public WorkflowRuns Runs => _services.GetRequiredService<WorkflowRuns>();

    public IServiceProvider Services => _services;

    /// <param name="settings">Beside those that make the kit quick; schedules are off unless the test turns them on.</param>
    public static async Task<FlowKit> StartAsync(
        string database, IEnumerable<Workflow> workflows, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Owner"] = database, ["Turns:Pulse"] = "00:00:00.100", ["Turns:Lease"] = "00:00:01.500", ["Workflows:Look"] = "00:00:00.050",
            ["Workflows:Schedules"] = "false",
        }).AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
        services.AddAssistantSkills();
        services.RemoveAll<Workflow>();
        foreach (var workflow in workflows)
            services.AddSingleton(workflow);
        if (time is not null)
            services.Replace(ServiceDescriptor.Singleton(time));
        var kit = new FlowKit(services.BuildServiceProvider());
        foreach (var service in kit._services.GetServices<IHostedService>())
            await service.StartAsync(default);
        return kit;
    }

    /// <summary>A table that counts: what is done twice stands in it twice.</summary>
    public static Task MakeEffectsAsync(AssistantDatabase database) => database.RunAsync(
        "CREATE TABLE public.effects (run uuid, step text, at timestamptz DEFAULT clock_timestamp()); GRANT SELECT, INSERT ON public.effects TO assistant_app");

    /// <summary>A step that adds one row to the effects, once.</summary>
    public static WorkflowStep Counting(string name, Func<string, Task>? at = null) => new(name, $"Step {name}", async (context, cancelled) =>
    {
        await (at?.Invoke("begin") ?? Task.CompletedTask);
        await context.OnceAsync("effect", async tenant =>
        {
            await using var insert = new NpgsqlCommand("INSERT INTO public.effects (run, step) VALUES ($1, $2)", tenant.Connection) { Parameters = { new() { Value = context.RunId }, new() { Value = name } } };
            await insert.ExecuteNonQueryAsync(cancelled);
            await (at?.Invoke("inside") ?? Task.CompletedTask);
            return 1;
        }, cancelled);
        await (at?.Invoke("after") ?? Task.CompletedTask);
        return new StepOutcome.Done(name.Length, $"{name} is done");
    });

    public async Task<Guid> AskAsync(Caller caller, string workflow) => Assert.IsType<AskOutcome.Asked>(await Runs.AskAsync(caller, workflow, default)).RunId;

    /// <summary>All events until the run has ended.</summary>
    public async Task<AnswerSoFar> FollowAsync(Caller caller, Guid run, int after = 0)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return AnswerSoFar.Of(await Runs.FollowAsync(caller, run, after, patience.Token).ToListAsync(patience.Token));
    }

    public async Task<WorkflowRun> RunAsync(Caller caller, Guid run) => (await Runs.GetAsync(caller, run, default))!;

    /// <summary>What another process does is seen by looking.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Ends as a server does that is told to.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }
}
