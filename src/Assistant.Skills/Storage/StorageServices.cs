using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Skills.Storage;

public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<DatabaseOptions>().BindConfiguration("Database").ValidateDataAnnotations()
            .Configure<IConfiguration>((options, configuration) =>
                options.Owner = options.Owner != "" ? options.Owner : configuration["Assistant:Database"] ?? "");
        return services.AddSingleton<DatabaseMigrator>().AddSingleton<Database>();
    }
}
