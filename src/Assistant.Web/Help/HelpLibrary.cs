using System.Reflection;
using System.Text.RegularExpressions;

namespace Assistant.Web.Help;

/// <summary>The Markdown files of docs/, built into the program, so that help is there wherever it runs.</summary>
public sealed partial class HelpLibrary
{
    private const string Prefix = "docs/";

    public HelpLibrary()
        : this(Embedded())
    {
    }

    /// <summary>Takes files as (path under docs/, Markdown).</summary>
    public HelpLibrary(IEnumerable<(string Path, string Markdown)> files) =>
        Articles = [.. files.Select(file => Read(file.Path, file.Markdown)).OrderBy(Rank).ThenBy(a => a.Path, StringComparer.Ordinal)];

    public IReadOnlyList<HelpArticle> Articles { get; }

    public HelpArticle? Find(string path) =>
        Articles.FirstOrDefault(a => string.Equals(a.Path, path.Trim('/'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Articles that hold all words, those with a word in the title first.</summary>
    public IReadOnlyList<HelpArticle> Search(string words)
    {
        var wanted = words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return wanted.Length == 0 ? Articles :
        [
            .. Articles
                .Where(a => wanted.All(w => Has(a.Title, w) || Has(a.Text, w)))
                .OrderByDescending(a => wanted.Count(w => Has(a.Title, w))),
        ];
    }

    /// <summary>The article's Markdown with its links to other articles leading to their help pages.</summary>
    public static string Shown(HelpArticle article) => MarkdownLink().Replace(article.Markdown, link => $"]({Link(article, link.Groups[1].Value)})");

    /// <summary>Turns a link of one article to another Markdown file into the address of its help page; others stay as they are.</summary>
    public static string Link(HelpArticle from, string link)
    {
        if (link.StartsWith('#'))
            return $"/help/{from.Path}{link}";   // a bare anchor would lead to the page at the base address
        if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith('/') || link.StartsWith("mailto:", StringComparison.Ordinal))
            return link;
        var (file, anchor) = link.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? (link[..at], link[at..]) : (link, "");
        if (!file.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
            return link;
        var folder = from.Path.LastIndexOf('/') is >= 0 and var slash ? from.Path[..slash] : "";
        var steps = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in file[..^3].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".." && steps.Count > 0)
                steps.RemoveAt(steps.Count - 1);
            else if (step is not ("." or ".."))
                steps.Add(step);
        }

        return $"/help/{string.Join('/', steps)}{anchor}";
    }

    // What one reads first stands first; why it was built like this, last.
    private static int Rank(HelpArticle article) => article switch
    {
        { Group: "", Path: "index" or "getting-started" } => 0,
        { Group: "guides" } => 1,
        { Group: "" } => 2,
        { Group: "decisions" } => 4,
        _ => 3,
    };

    private static HelpArticle Read(string file, string markdown)
    {
        var path = file[..^".md".Length];
        var title = TitleLine().Match(markdown) is { Success: true } line ? line.Groups[1].Value.Trim() : path;
        var text = Marks().Replace(Fences().Replace(markdown, " "), " ");
        var first = Fences().Replace(markdown, "").Split("\n\n").Select(p => p.Trim()).FirstOrDefault(p => p.Length > 0 && !Block().IsMatch(p)) ?? "";
        var group = path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : "";
        return new HelpArticle(path, group, Marks().Replace(title, ""), Marks().Replace(first, ""), markdown, text);
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.CurrentCultureIgnoreCase);

    private static IEnumerable<(string, string)> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[Prefix.Length..].Replace('\\', '/'), reader.ReadToEnd());
        }
    }

    [GeneratedRegex(@"^#\s+(.+)$", RegexOptions.Multiline)]
    private static partial Regex TitleLine();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    // A heading, list, table, quotation or picture: no sentence to begin with.
    [GeneratedRegex(@"\A([#>|*!-]|\d+\.)")]
    private static partial Regex Block();

    [GeneratedRegex(@"[*_`#>|]|!?\[|\]\([^)]*\)")]
    private static partial Regex Marks();
}
