using Assistant.Server.Access;
using Assistant.Server.Agents;
using Assistant.Server.Changes;
using Assistant.Server.Chat;
using Assistant.Server.Curation;
using Assistant.Server.Dashboards;
using Assistant.Server.MissingData;
using Assistant.Server.Operations;
using Assistant.Server.Quality;
using Assistant.Server.Reconciliation;
using Assistant.Server.Semantics;
using Assistant.Server.Sources;
using Assistant.Server.Workbooks;
using Assistant.Server.Tasks;
using Assistant.Skills;
using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Assistant.Web;

namespace Assistant.Server.Hosting;

/// <summary>The rooms of the server, in order.</summary>
internal static class AssistantHosting
{
    public static WebApplicationBuilder AddAssistant(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();   // started from the build's output, not only from a publish
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Assistant.Server.Access", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);   // why it did not start is told by Startup, in words
        var services = builder.Services;
        services.AddAssistantSkills();
        services.AddAssistantWeb();
        services.AddServerAccess(builder.Configuration);
        services.AddSignalR().AddJsonProtocol(json => ConversationJson.Configure(json.PayloadSerializerOptions));
        services.ConfigureHttpJsonOptions(json =>
        {
            ConversationJson.Configure(json.SerializerOptions);
            RequestJson.Configure(json.SerializerOptions);
        });
        // What cannot be read is told in words, by PlainProblems, not by an empty answer.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddProblemDetails().AddExceptionHandler<PlainProblems>();
        services.AddOpenApi("v1");
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        return builder;
    }

    public static WebApplication UseAssistant(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/api"), pages => pages.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseServerAccess();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.MapHub<AssistantHub>(AssistantHub.Path);
        app.MapOperations();
        app.MapServerAccess();
        var api = app.MapGroup("/api/v1");
        api.MapConversations();
        api.MapTurns();
        api.MapResultFiles();
        api.MapResults();
        api.MapSources();
        api.MapSemantics();
        api.MapCuration();
        api.MapDashboards();
        api.MapQuality();
        api.MapMissingData();
        api.MapAgents();
        api.MapScripts();
        api.MapChanges();
        api.MapWorkbooks();
        api.MapTasks();
        api.MapReconciliation();
        return app;
    }
}
