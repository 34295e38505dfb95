using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Help;

public static class HelpServices
{
    public static IServiceCollection AddHelp(this IServiceCollection services) => services
        .AddSingleton<HelpTopics>(_ => new HelpTopics()).AddSkill<HelpSkill>(skill => [skill.ExplainAsync, HelpSkill.StartAfresh]);
}
