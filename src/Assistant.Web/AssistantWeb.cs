using Assistant.Web.Chat;
using Assistant.Web.Help;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace Assistant.Web;

/// <summary>The pages and all they need.</summary>
public static class AssistantWeb
{
    // A question of 10,000 characters must fit into one message of the circuit, escaped as JSON.
    private const int LongestMessage = 1 << 20;

    public static IServiceCollection AddAssistantWeb(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = LongestMessage);
        services.Configure<CircuitOptions>(circuit => circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3));
        services.AddSingleton<HelpLibrary>(_ => new HelpLibrary());
        services.AddScoped<ConversationList>();
        return services.AddRadzenComponents();
    }
}
