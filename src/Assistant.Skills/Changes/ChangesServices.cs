using Assistant.Skills.Changes.Writing;
using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Changes;

public static class ChangesServices
{
    public static IServiceCollection AddChanges(this IServiceCollection services) => services
        .AddSingleton<ChangeWriters>().AddSingleton<SourceWriting>().AddSingleton<ChangeStore>().AddSingleton<ChangeSight>().AddSingleton<ChangeSets>()
        .AddSingleton<ChangeRecovery>().AddHostedService(provider => provider.GetRequiredService<ChangeRecovery>())
        .AddSkill<ChangeSkill>(skill => [skill.ListAsync, skill.ShowAsync, skill.DecideAsync]);
}
