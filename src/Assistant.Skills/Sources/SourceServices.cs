using Assistant.Skills.Sources.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Sources;

public static class SourceServices
{
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.AddOptions<SourceOptions>().Configure(options => options.IsolateSqlite = true).BindConfiguration("Files").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DataOptions>().BindConfiguration("Data").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<QueryGate>();
        return services
            .AddSingleton(provider => new SourceOpener(provider.GetRequiredService<IOptions<SourceOptions>>().Value))
            .AddSingleton<CatalogProfiler>().AddSingleton<SecretBox>().AddSingleton<OpenSources>().AddSingleton<SourceRows>().AddSingleton<SourceFiles>()
            .AddSingleton<DataSources>().AddSingleton<SourcePolicies>()
            .AddSingleton<SourceSchedule>().AddHostedService(provider => provider.GetRequiredService<SourceSchedule>())
            .AddSingleton<SourceProfiling>().AddHostedService(provider => provider.GetRequiredService<SourceProfiling>());
    }
}
