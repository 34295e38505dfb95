using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Assistant.Web.Access;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Access;

/// <summary>Section "Access".</summary>
public sealed class SignInLimit
{
    public const string Policy = "sign-in";

    /// <summary>
    /// Attempts a minute from one address, over all accounts; the lock-out counts for each account. Checking a password is costly on purpose,
    /// so this also bounds what a stranger can make the server compute.
    /// </summary>
    [Range(1, 10_000)]
    public int SignInsPerMinute { get; set; } = 60;

    internal static void Add(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(Policy, http => RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = http.RequestServices.GetRequiredService<IOptions<SignInLimit>>().Value.SignInsPerMinute, Window = TimeSpan.FromMinutes(1),
            }));
        limiter.OnRejected = async (context, cancellationToken) =>
        {
            var http = context.HttpContext;
            if (http.Request.Path.Equals(SignInPaths.Post, StringComparison.OrdinalIgnoreCase))
            {
                http.Response.Redirect($"{SignInPaths.Page}?problem={SignInPaths.Wrong}");
                return;
            }
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                http.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Results.Problem(
                statusCode: StatusCodes.Status429TooManyRequests, title: "Too many attempts.", detail: "Wait a minute, then try again.").ExecuteAsync(http);
        };
    }
}
