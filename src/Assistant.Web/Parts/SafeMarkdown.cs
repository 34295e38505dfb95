using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Markdig;

namespace Assistant.Web.Parts;

/// <summary>
/// Markdown of an answer as HTML that can do nothing but be read. Text may come from a model or hold values of the data, so only listed
/// elements stay; of links only those to a cell (a figure) and to pages of the product; nothing is loaded from anywhere.
/// </summary>
public static partial class SafeMarkdown
{
    private const string Figure = "cell:";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras().Build();

    private static readonly HashSet<string> Allowed =
        ["p", "strong", "em", "del", "code", "pre", "ul", "ol", "li", "br", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "hr", "a"];

    /// <summary>Blocks: paragraphs, lists, tables.</summary>
    public static string ToHtml(string markdown)
    {
        var body = new HtmlParser().ParseDocument("<body>" + Markdown.ToHtml(markdown, Pipeline)).Body!;
        foreach (var element in body.QuerySelectorAll("*").ToList())
            Clean(element);
        return body.InnerHtml;
    }

    /// <summary>One line: what stands inside its paragraphs.</summary>
    public static string ToLine(string markdown)
    {
        var body = new HtmlParser().ParseDocument("<body>" + ToHtml(markdown)).Body!;
        return string.Join(' ', body.Children.Select(child => child.InnerHtml));
    }

    private static void Clean(IElement element)
    {
        var name = element.LocalName is "h1" or "h2" ? "h3" : element.LocalName;
        if (name is "script" or "style")
            element.Remove();
        else if (name == "img")
            element.Replace(element.Owner!.CreateTextNode(element.GetAttribute("alt") ?? ""));
        else if (!Allowed.Contains(name))
            element.Replace(element.ChildNodes.ToArray());
        else if (name == "a")
            CleanLink(element);
        else if (element.LocalName != name)
            Rename(element, name);
        else
            Bare(element);
    }

    private static void CleanLink(IElement link)
    {
        var address = link.GetAttribute("href") ?? "";
        Bare(link);
        if (address.StartsWith(Figure, StringComparison.OrdinalIgnoreCase) && Cell().IsMatch(address[Figure.Length..]))
        {
            link.SetAttribute("class", "fig");
            link.SetAttribute("href", "#");
            link.SetAttribute("data-for", address[Figure.Length..].ToLowerInvariant());
        }
        else if (Page().IsMatch(address))
            link.SetAttribute("href", address);
        else
            link.Replace(link.ChildNodes.ToArray());
    }

    private static void Rename(IElement element, string name)
    {
        var renamed = element.Owner!.CreateElement(name);
        renamed.Append(element.ChildNodes.ToArray());
        element.Replace(renamed);
    }

    private static void Bare(IElement element)
    {
        foreach (var attribute in element.Attributes.Select(a => a.Name).ToList())
            element.RemoveAttribute(attribute);
    }

    [GeneratedRegex(@"\A[0-9a-fA-F]{32}/\d{1,9}/\d{1,9}\z")] private static partial Regex Cell();

    // A path of this product without a query: "//host" and "/\host" lead elsewhere, a query could carry data.
    [GeneratedRegex(@"\A/(?![/\\])[\w\-./]*(#[\w\-]*)?\z")] private static partial Regex Page();
}
