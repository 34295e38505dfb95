namespace Assistant.Server.Hosting;

/// <summary>A browser that asks for what is not there gets the page that says so, with its status; programs get the bare status.</summary>
internal static class NotFoundAnswer
{
    public const string Page = "/not-found";

    public static IApplicationBuilder UseNotFoundPage(this IApplicationBuilder app) =>
        app.UseWhen(IsForPeople, branch => branch.UseStatusCodePagesWithReExecute(Page, createScopeForStatusCodePages: true));

    private static bool IsForPeople(HttpContext http) => HttpMethods.IsGet(http.Request.Method)
        && !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
