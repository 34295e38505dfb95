using Assistant.Skills;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Testing;

public static class AssistantServices
{
    /// <summary>The product's own wiring over a test's database; the clock stands where the test puts it.</summary>
    public static ServiceProvider Services(
        this AssistantDatabase database, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            {
                ["Database:Owner"] = database.OwnerConnectionString,
            }).Build());
        services.AddAssistantSkills();
        if (time is not null)
            services.Replace(ServiceDescriptor.Singleton(time));
        return services.BuildServiceProvider();
    }
}
