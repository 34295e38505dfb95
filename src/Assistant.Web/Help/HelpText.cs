using System.Net;
using System.Text.RegularExpressions;
using Assistant.Web.Parts;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Help;

/// <summary>An article as HTML: harmless as every Markdown here, with headings that links can lead to and code that keys can scroll.</summary>
public static partial class HelpText
{
    public static MarkupString Of(HelpArticle article)
    {
        var html = SafeMarkdown.ToHtml(HelpLibrary.Shown(article));
        html = Heading().Replace(html, found => $"<{found.Groups[1].Value} id=\"{Anchor(found.Groups[2].Value)}\">");
        return new(html.Replace("<pre>", "<pre tabindex=\"0\">", StringComparison.Ordinal));
    }

    /// <summary>Lower case, words joined by hyphens, as links to sections are written.</summary>
    private static string Anchor(string heading) => NoWord().Replace(
        WebUtility.HtmlDecode(Tag().Replace(heading, "")).ToLowerInvariant().Replace("'", "", StringComparison.Ordinal), "-").Trim('-');

    [GeneratedRegex(@"<(h[34])>(?=(.*?)</h[34]>)", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();
}
