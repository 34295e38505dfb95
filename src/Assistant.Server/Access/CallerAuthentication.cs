using System.Security.Claims;
using System.Text.Encodings.Web;
using Assistant.Skills.Access;
using Assistant.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Access;

/// <summary>
/// Knows people by the session in their cookie, and programs by <c>Authorization: Bearer</c> with an API key or a session's token. Each
/// request is looked up: a session that was ended, or a role taken away, counts from the next request on.
/// </summary>
public sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Callers callers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Assistant";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : SessionCookie.Read(Request);
        if (string.IsNullOrEmpty(token))
            return AuthenticateResult.NoResult();
        return await callers.FindAsync(token, Context.RequestAborted) is { } entry
            ? AuthenticateResult.Success(new(new ClaimsPrincipal(new CallerIdentity(entry, Name)), Name))
            : AuthenticateResult.Fail("No live session or API key.");
    }

    /// <summary>Pages lead to sign-in and back; programs are told 401.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!IsPage(Request))
        {
            Response.Headers.WWWAuthenticate = "Bearer";
            await Results.Problem(
                statusCode: StatusCodes.Status401Unauthorized, title: "Sign in first.",
                detail: "Send an API key or a session's token as 'Authorization: Bearer ...', or sign in with the browser.").ExecuteAsync(Context);
            return;
        }
        var back = Uri.EscapeDataString(Request.PathBase + Request.Path + Request.QueryString);
        var ended = SessionCookie.Read(Request) is null ? "" : $"&problem={SignInPaths.Ended}";
        SessionCookie.Clear(Response);
        Response.Redirect($"{Request.PathBase}{SignInPaths.Page}?returnUrl={back}{ended}");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Results.Problem(
        statusCode: StatusCodes.Status403Forbidden, title: "Your role does not allow this.",
        detail: "Ask an administrator of your organization, or use an API key that has the permission.").ExecuteAsync(Context);

    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
