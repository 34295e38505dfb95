using Assistant.Skills.Agents.Flows;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Agents;

public static class AgentsServices
{
    public static IServiceCollection AddAgents(this IServiceCollection services) => services
        .AddSingleton<AgentTables>().AddSingleton<AgentHub>()
        .AddSingleton<RuleCreation>().AddSingleton(provider => provider.GetRequiredService<RuleCreation>().Workflow)
        .AddSingleton<ContinuousImprovement>().AddSingleton(provider => provider.GetRequiredService<ContinuousImprovement>().Workflow);
}
