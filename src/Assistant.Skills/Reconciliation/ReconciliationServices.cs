using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Reconciliation;

public static class ReconciliationServices
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services) => services
        .AddSingleton<Reconciler>().AddSingleton<Comparisons>().AddSingleton<DifferenceReport>().AddSkill<ReconciliationSkill>(skill => [skill.CompareAsync]);
}
