namespace Assistant.Server.Access;

/// <summary>
/// A browser that carries our cookie may change things, and open sockets, only from our own pages (CSRF, and its like for WebSockets).
/// SameSite=Lax already keeps the cookie from other sites; this holds for neighbours on the same site and old browsers too.
/// Forms of pages have an antiforgery token besides.
/// </summary>
public sealed class SameOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        ChangesSomething(http) && SessionCookie.Read(http.Request) is not null && IsForeign(http.Request)
            ? Results.Problem(
                statusCode: StatusCodes.Status403Forbidden, title: "Refused: this came from another site.",
                detail: "Use the assistant's own pages, or an API key.").ExecuteAsync(http)
            : next(http);

    private static bool ChangesSomething(HttpContext http) =>
        http.WebSockets.IsWebSocketRequest
        || http.Request.Method is not ("GET" or "HEAD" or "OPTIONS" or "TRACE");

    // Programs that are no browsers send neither header.
    private static bool IsForeign(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => false,
        "" => request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)),
        _ => true,
    };
}
