using Assistant.Skills.Agents.Flows;
using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Agents;

public static class AgentsServices
{
    public static IServiceCollection AddAgents(this IServiceCollection services) => services
        .AddSingleton<AgentTables>().AddSingleton<AgentHub>().AddSingleton<AgentScripts>()
        .AddSingleton<RuleCreation>().AddSingleton(provider => provider.GetRequiredService<RuleCreation>().Workflow)
        .AddSingleton<MissingDataResolution>().AddSingleton(provider => provider.GetRequiredService<MissingDataResolution>().Workflow)
        .AddSingleton<ContinuousImprovement>().AddSingleton(provider => provider.GetRequiredService<ContinuousImprovement>().Workflow)
        .AddSkill<AgentSkill>(skill => [skill.ShowAsync, skill.NextAsync, skill.RunAsync, skill.CancelAsync, skill.SwitchAsync, skill.ScheduleAsync]);
}
