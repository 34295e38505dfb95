using Assistant.Skills.Access;
using Assistant.Web.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Access;

/// <summary>What the sign-in page and the menu's sign-out post to.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        // Antiforgery is asked for in the handlers, not by the framework: a token that ran out leads back to the page with a word of why.
        app.MapPost(SignInPaths.Post, SignInAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(SignInLimit.Policy);
        app.MapPost(SignInPaths.SignOut, SignOutAsync).AllowAnonymous().DisableAntiforgery();
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? email, [FromForm] string? password, [FromForm] string? returnUrl,
        HttpContext http, IAntiforgery antiforgery, SignIn signIn, Sessions sessions, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var back = SignInPaths.Local(returnUrl);
        if (!await antiforgery.IsRequestValidAsync(http))
            return Page(SignInPaths.Expired, email, back);
        if (await signIn.VerifyAsync(email ?? "", password ?? "", cancellationToken) is not SignInOutcome.SignedIn user)
            return Page(SignInPaths.Wrong, email, back);

        await EndCurrentAsync(http, sessions, cancellationToken);
        SessionCookie.Set(http.Response, await BeginAsync(http, sessions, user, cancellationToken), options.Value);
        return Results.LocalRedirect(back);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, Sessions sessions, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.LocalRedirect("/");
        await EndCurrentAsync(http, sessions, cancellationToken);
        SessionCookie.Clear(http.Response);
        return Page(SignInPaths.SignedOut, null, "/");
    }

    internal static Task<string> BeginAsync(HttpContext http, Sessions sessions, SignInOutcome.SignedIn user, CancellationToken cancellationToken) =>
        sessions.BeginAsync(user, http.Request.Headers.UserAgent.ToString(), http.Connection.RemoteIpAddress?.ToString() ?? "", cancellationToken);

    private static async Task EndCurrentAsync(HttpContext http, Sessions sessions, CancellationToken cancellationToken)
    {
        if (http.User.Entry() is { SessionId: { } sessionId } entry)
            await sessions.RevokeAsync(entry.Caller, sessionId, cancellationToken);
    }

    private static IResult Page(string problem, string? email, string back) => Results.LocalRedirect(
        $"{SignInPaths.Page}?problem={problem}"
        + (string.IsNullOrEmpty(email) || email.Length > 320 ? "" : $"&email={Uri.EscapeDataString(email)}")
        + (back == "/" ? "" : $"&returnUrl={Uri.EscapeDataString(back)}"));
}
