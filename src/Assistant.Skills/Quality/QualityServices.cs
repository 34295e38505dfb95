using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Quality;

public static class QualityServices
{
    public static IServiceCollection AddQuality(this IServiceCollection services) => services
        .AddSingleton<QualityChecks>().AddSingleton<RuleSight>().AddSingleton<QualityRules>().AddSingleton<QualityTables>().AddSingleton<RuleReviews>().AddSingleton<QualityNotes>()
        .AddSingleton<RuleVersions>().AddSingleton<RuleLabels>().AddSingleton<RuleTrials>().AddSingleton<RuleChallengers>().AddSingleton<QualityRounds>().AddSingleton<QualityLoads>().AddSingleton<ShownRows>().AddSingleton<RuleChanges>()
        .AddSkill<QualitySkill>(skill => [skill.InspectAsync, skill.ProposeAsync, skill.CheckAsync, skill.TellAsync, skill.DecideAsync, skill.ShowRowsAsync])
        .AddSkill<LoadSkill>(skill => [skill.CheckAsync, skill.ExpectAsync])
        .AddSkill<ProfileSkill>(skill => [skill.ProfileAsync])
        .AddSkill<TrialSkill>(skill => [skill.TestAsync, skill.CompareAsync, skill.EndAsync, skill.RollBackAsync, skill.LabelAsync])
        .AddSkill<RuleChangeSkill>(skill => [skill.ChangeAsync, skill.RewriteAsync, skill.ListAsync]);
}
