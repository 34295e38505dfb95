using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Dashboards;

public static class DashboardsServices
{
    public static IServiceCollection AddDashboards(this IServiceCollection services) => services
        .AddSingleton<Boards>()
        .AddSingleton<Widgets>()
        .AddSingleton<LiveWidgets>();
}
