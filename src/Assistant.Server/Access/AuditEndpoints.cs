using System.Text;
using Assistant.Skills.Access;

namespace Assistant.Server.Access;

/// <summary>/api/v1/audit: the trail, as a file, and whether it is whole. Mapped in a group that only administrators reach.</summary>
internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder ruled)
    {
        ruled.MapGet("/audit", (HttpContext http, Audit audit, [AsParameters] AuditWish wish, CancellationToken cancellationToken, int count = 100) =>
            audit.ListAsync(http.User.Caller(), wish.Filter(), Math.Clamp(count, 1, 1000), cancellationToken))
            .WithName("ListAudit").WithSummary("Who did what, the latest first.");
        ruled.MapGet("/audit/file", async (HttpContext http, Audit audit, TimeProvider time, [AsParameters] AuditWish wish, CancellationToken cancellationToken) =>
            {
                var caller = http.User.Caller();
                var entries = await audit.ListAsync(caller, wish.Filter(), AuditExport.Most, cancellationToken);
                await audit.RecordAsync(caller, "audit exported", "", time.GetUtcNow(), new { entries = entries.Count }, cancellationToken);
                return TypedResults.Stream(async stream =>
                {
                    await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
                    await AuditExport.WriteAsync(entries, writer, cancellationToken);
                }, "text/csv; charset=utf-8", "audit.csv");
            })
            .WithName("TakeAudit").WithSummary("The trail as CSV.");
        ruled.MapGet("/audit/verify", (HttpContext http, AuditChain chain, CancellationToken cancellationToken) =>
            chain.VerifyAsync(http.User.Caller(), cancellationToken))
            .WithName("VerifyAudit").WithSummary("Whether an entry was edited, deleted, moved or cut off.");
    }
}

/// <summary>What of the trail is wanted; what is not given does not limit.</summary>
public sealed record AuditWish(string? Words = null, string? Action = null, Guid? Person = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, long? Before = null)
{
    internal AuditFilter Filter() => new(Words, Action, Person, From, Until, Before);
}
