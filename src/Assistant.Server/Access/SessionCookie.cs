using Assistant.Skills.Access;

namespace Assistant.Server.Access;

/// <summary>Where a browser keeps its session's token: out of reach of scripts, and not sent along from other sites.</summary>
public static class SessionCookie
{
    public const string Name = "assistant_session";

    public static string? Read(HttpRequest request) => request.Cookies[Name];

    public static void Set(HttpResponse response, string token, AccessOptions options) =>
        response.Cookies.Append(Name, token, Options(response, TimeSpan.FromDays(options.SessionDays)));

    public static void Clear(HttpResponse response) => response.Cookies.Delete(Name, Options(response, null));

    private static CookieOptions Options(HttpResponse response, TimeSpan? maxAge) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = response.HttpContext.Request.IsHttps, Path = "/", MaxAge = maxAge, IsEssential = true,
    };
}
