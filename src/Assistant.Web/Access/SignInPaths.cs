namespace Assistant.Web.Access;

/// <summary>The addresses of signing in and out, and what the sign-in page is told about the attempt before (?problem=…).</summary>
public static class SignInPaths
{
    public const string Page = "/sign-in";

    /// <summary>Takes email, password and returnUrl as a form with an antiforgery token.</summary>
    public const string Post = "/access/sign-in";

    /// <summary>Takes a form with an antiforgery token.</summary>
    public const string SignOut = "/access/sign-out";

    public const string Wrong = "wrong", Expired = "expired", SignedOut = "signed-out", Ended = "ended";

    /// <summary>The page to show after signing in: only a path of this site, else the first page.</summary>
    public static string Local(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.Contains('\\', StringComparison.Ordinal)
        && !address.Any(char.IsControl) && !address.StartsWith(Page, StringComparison.OrdinalIgnoreCase) ? address : "/";
}
