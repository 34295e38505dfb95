using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Testing;

/// <summary>
/// The real turns on a real database, with a model that the test scripts and the tools of <see cref="ProbeSkill"/>. Two kits on one
/// database are two server processes.
/// </summary>
public sealed class TurnKit : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TurnKit(ServiceProvider services) => _services = services;

    public Turns Turns => _services.GetRequiredService<Turns>();
    public Conversations Conversations => _services.GetRequiredService<Conversations>();
    public ProbeSkill Probe => _services.GetRequiredService<ProbeSkill>();
    public IServiceProvider Services => _services;

    public static async Task<TurnKit> StartAsync(AssistantDatabase database, IChatClient model, Action<TurnOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddSingleton(TimeProvider.System).AddLogging();
        services.AddSingleton(model).AddConversation().AddModels();
        services.AddSkill<ProbeSkill>(probe => [ProbeSkill.Echo, probe.WaitAsync, ProbeSkill.Manage, ProbeSkill.Fail]);
        services.AddSingleton(database.Storage);
        services.Configure<TurnOptions>(options =>
        {
            options.Pulse = TimeSpan.FromMilliseconds(100);
            configure?.Invoke(options);
        });
        var kit = new TurnKit(services.BuildServiceProvider());
        foreach (var service in kit._services.GetServices<IHostedService>())
            await service.StartAsync(default);
        return kit;
    }

    /// <summary>Asks in a conversation of the caller's own, made for it if none is given.</summary>
    public async Task<(Guid Conversation, Guid Turn)> AskAsync(Caller caller, string text, Guid? conversation = null, Guid? replaces = null)
    {
        var id = conversation ?? await Conversations.CreateAsync(caller, default);
        return (id, ((StartOutcome.Started)await Turns.StartAsync(caller, new(id, text, null, replaces), default)).TurnId);
    }

    /// <summary>All events of a turn until it has ended.</summary>
    public async Task<IReadOnlyList<TurnUpdate>> FollowAsync(Caller caller, Guid turn, int after = 0)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Turns.FollowAsync(caller, turn, after, patience.Token).ToListAsync(patience.Token);
    }

    /// <summary>Ends as a server does that is told to.</summary>
    public async Task StopAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }
}
