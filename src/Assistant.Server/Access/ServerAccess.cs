using System.Globalization;
using Assistant.Server.Chat;
using Assistant.Skills.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.SignalR;

namespace Assistant.Server.Access;

/// <summary>
/// Who may come in. Every endpoint, hub and page requires a sign-in unless it says AllowAnonymous; some require a permission
/// (<see cref="Require"/>, or <c>[Authorize(Policy = nameof(Permission.X))]</c> on a page).
/// </summary>
public static class ServerAccess
{
    public static IServiceCollection AddServerAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication(CallerAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.Name, null);
        services.AddAuthorization(options =>
        {
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            foreach (var permission in Enum.GetNames<Permission>())
                options.AddPolicy(permission, policy => policy.RequireClaim(CallerIdentity.PermissionClaim, permission));
        });
        services.AddCascadingAuthenticationState();
        services.AddScoped<CircuitHandler, CallerCircuit>();
        // Only our own hub: pages' circuits are looked after by CallerCircuit, which can lead to sign-in. Options of one hub count only when
        // they are added by its builder.
        services.AddSignalR().AddHubOptions<AssistantHub>(options => options.AddFilter<CallerHubFilter>());

        services.AddAntiforgery(options => options.Cookie.Name = "assistant_form");
        // Forms' tokens must survive a restart and be known to every process of this data directory.
        services.AddDataProtection().SetApplicationName("assistant").PersistKeysToFileSystem(FormKeys(configuration));

        services.AddOptions<SignInLimit>().BindConfiguration("Access").ValidateDataAnnotations().ValidateOnStart();
        return services.AddRateLimiter(SignInLimit.Add);
    }

    /// <summary>Before anything that answers; the exception handler stands further out.</summary>
    public static IApplicationBuilder UseServerAccess(this IApplicationBuilder app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseRouting();
        app.UseWebSockets();
        app.UseMiddleware<SameOrigin>();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.Use(TellAsync);
        app.UseAuthorization();
        return app.UseAntiforgery();
    }

    public static void MapServerAccess(this IEndpointRouteBuilder app)
    {
        SignInEndpoints.Map(app);
        AccessEndpoints.Map(app);
    }

    /// <summary>The endpoint is for who has the permission.</summary>
    public static TBuilder Require<TBuilder>(this TBuilder builder, Permission permission) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(permission.ToString());

    private static DirectoryInfo FormKeys(IConfiguration configuration)
    {
        var directory = Path.Combine(configuration["Data:Directory"] ?? ".data", "form-keys");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(directory)
            : Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // The scope learns whose it is; numbers, dates and words are written their way. Who is not signed in yet is spoken to as the browser asks.
    private static Task TellAsync(HttpContext http, RequestDelegate next)
    {
        if (http.User.Entry() is { } entry)
        {
            http.RequestServices.GetRequiredService<CurrentCaller>().Set(entry);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(entry.Caller.Preferences.Culture);
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(entry.Caller.Preferences.Language);
        }
        else
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Languages.Wanted(http.Request.Headers.AcceptLanguage));
        return next(http);
    }
}
