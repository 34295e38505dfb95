namespace Assistant.Server.Hosting;

/// <summary>A browser that asks for what is not there gets the page that says so, with status 404; programs get the bare status.</summary>
internal static class NotFoundAnswer
{
    public const string Page = "/not-found";

    public static IApplicationBuilder UseNotFoundPage(this IApplicationBuilder app) => app.UseStatusCodePages(async context =>
    {
        var http = context.HttpContext;
        if (http.Response.StatusCode != StatusCodes.Status404NotFound || !HttpMethods.IsGet(http.Request.Method)
            || http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return;
        var asked = http.Request.Path;
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        http.Request.Path = Page;
        await context.Next(http);
        http.Request.Path = asked;
    });
}
