using Assistant.Skills.Changes;
using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.MissingData;

public static class MissingDataServices
{
    public static IServiceCollection AddMissingData(this IServiceCollection services) => services
        .AddSingleton<ColumnUsage>().AddSingleton<GapFinder>().AddSingleton<MissingFindings>().AddSingleton<MissingScans>().AddSingleton<ValueSources>().AddSingleton<OpenFindings>().AddSingleton<GapPresenter>().AddSingleton<ScanAfterChanges>()
        .AddSingleton(provider => new ChangeFollower(provider.GetRequiredService<ScanAfterChanges>().ChangedAsync))
        .AddSkill<MissingDataSkill>(skill => [skill.FindAsync, skill.FindGapsAsync, skill.FindSourcesAsync, skill.ShowRowsAsync, skill.DecideAsync, skill.SetCriticalityAsync]);
}
