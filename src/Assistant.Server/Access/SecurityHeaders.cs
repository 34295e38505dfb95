using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Assistant.Server.Access;

/// <summary>
/// What a browser is told it may do with our pages: everything comes from this server, no other site frames them, and answers of people
/// are not kept in caches.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            Write(http);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private static void Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "SAMEORIGIN";
        headers.ContentSecurityPolicy = ContentSecurityPolicy(http);
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
    }

    // Inline styles: Radzen and ECharts set style attributes. Inline scripts: only the import map, known by its hash.
    private static string ContentSecurityPolicy(HttpContext http) =>
        $"default-src 'self'; script-src 'self'{ImportMap(http)}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    private static string ImportMap(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<ImportMapDefinition>() is { } map
            ? $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map.ToString().ReplaceLineEndings("\n"))))}'"
            : "";
}
