using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Skills.Models;

public static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.TryAddSingleton<IChatClient, LocalModel>();
        return services.AddSingleton<PromptLibrary>().AddSingleton<ToolLoop>();
    }
}
