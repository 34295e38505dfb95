using System.Security.Claims;
using Assistant.Skills.Access;

namespace Assistant.Server.Access;

/// <summary>The signed-in person as ASP.NET Core sees one: it carries our caller along, into hubs and circuits as well.</summary>
public sealed class CallerIdentity(Entry entry, string scheme) : ClaimsIdentity(
    [
        new(ClaimTypes.NameIdentifier, entry.Caller.UserId.ToString()),
        new(ClaimTypes.Name, entry.Caller.Name),
        // Where it is a matter of a project, whoever does it asks again.
        .. Enum.GetValues<Permission>().Where(entry.Caller.MaySomewhere).Select(permission => new Claim(PermissionClaim, permission.ToString())),
    ], scheme)
{
    public const string PermissionClaim = "permission";

    public Entry Entry { get; } = entry;
}

/// <summary>From what the framework calls a user to what we call a caller.</summary>
public static class CallerAccessor
{
    /// <summary>Null when nobody is signed in.</summary>
    public static Entry? Entry(this ClaimsPrincipal? user) => (user?.Identity as CallerIdentity)?.Entry;

    /// <summary>For endpoints and hub methods, which require a sign-in unless they say otherwise.</summary>
    public static Caller Caller(this ClaimsPrincipal user) =>
        user.Entry()?.Caller ?? throw new InvalidOperationException("This was reached without a sign-in.");
}
