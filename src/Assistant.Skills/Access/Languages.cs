namespace Assistant.Skills.Access;

/// <summary>The languages that the product's own words exist in, as BCP 47 names; English first.</summary>
public static class Languages
{
    public const string English = "en";

    public static IReadOnlyList<string> All { get; } = [English, "de"];

    /// <summary>The first of ours that a browser's Accept-Language asks for, in its order; English when it asks for none.</summary>
    public static string Wanted(string? acceptLanguage) => (acceptLanguage ?? "").Split(',')
        .Select(range => range.Split(';')[0].Trim().Split('-')[0].ToLowerInvariant()).FirstOrDefault(All.Contains) ?? English;
}
