using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Access;

public static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration("Access").ValidateDataAnnotations();
        services.AddOptions<DemoOptions>().BindConfiguration("Demo").ValidateDataAnnotations();
        return services
            .AddSingleton<SignIn>()
            .AddSingleton<Sessions>()
            .AddSingleton<ApiKeys>()
            .AddSingleton<Callers>()
            .AddSingleton<ServiceAccount>()
            .AddSingleton<Users>()
            .AddSingleton<Preferences>()
            .AddSingleton<Policies>()
            .AddSingleton<Audit>()
            .AddSingleton<AuditNames>()
            .AddSingleton<AuditChain>()
            .AddSingleton<SourcePeople>()
            .AddSingleton<Projects>()
            .AddSingleton<ProjectMembers>()
            .AddSingleton<DemoOrganization>()
            .AddScoped<CurrentCaller>();
    }
}
