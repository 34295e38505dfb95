namespace Assistant.Web.Access;

/// <summary>What a browser calls itself, in words a person knows.</summary>
public static class Device
{
    // In this order: Edge and Opera also say Chrome, Chrome also says Safari.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux")];

    /// <returns>E.g. "Firefox · Windows", or <paramref name="unknown"/>.</returns>
    public static string Name(string userAgent, string unknown)
    {
        var known = new[] { Browsers, Systems }
            .Select(names => names.FirstOrDefault(n => userAgent.Contains(n.Mark, StringComparison.Ordinal)).Name)
            .OfType<string>().ToList();
        return known.Count == 0 ? unknown : string.Join(" · ", known);
    }
}
