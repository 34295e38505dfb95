using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Conversation;

public static class ConversationServices
{
    public static IServiceCollection AddConversation(this IServiceCollection services)
    {
        services.AddOptions<TurnOptions>().BindConfiguration("Turns").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<Conversations>().AddSingleton<Turns>().AddSingleton<TurnLog>().AddSingleton<TurnSignals>()
            .AddSingleton<Results>().AddSingleton<ResultCache>()
            .AddSingleton<TurnHistory>().AddSingleton<TurnInterruptions>().AddSingleton<TurnRunner>().AddSingleton<RunningTurns>()
            .AddHostedService<TurnPulse>()
            .AddHostedService(provider => provider.GetRequiredService<RunningTurns>());
    }
}
