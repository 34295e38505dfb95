using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Curation;

public static class CurationServices
{
    public static IServiceCollection AddCuration(this IServiceCollection services) => services
        .AddSingleton<AskedLately>()
        .AddSingleton<ModelReplays>()
        .AddSingleton<GapQueue>()
        .AddSingleton<Readiness>();
}
