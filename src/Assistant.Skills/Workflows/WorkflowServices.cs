using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Workflows;

public static class WorkflowServices
{
    /// <summary>The machinery; a capability adds its workflows as singletons of <see cref="Workflow"/>.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.AddOptions<WorkflowOptions>().BindConfiguration("Workflows").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<RunLedger>().AddSingleton<RunCheckpoints>().AddSingleton<RunEvents>().AddSingleton<RunWork>().AddSingleton<WorkflowRuns>()
            .AddSingleton<WorkflowSchedules>()
            .AddSingleton<WorkflowClock>().AddHostedService(provider => provider.GetRequiredService<WorkflowClock>())
            .AddHostedService<WorkflowRunner>();
    }
}
