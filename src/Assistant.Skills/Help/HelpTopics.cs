using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Help;

/// <summary>A section of the documentation.</summary>
/// <param name="Link">Address of the section's page in the product.</param>
public sealed record HelpTopic(string Page, string Heading, string Text, string Link);

/// <summary>
/// The product's own documentation, by sections, and the search in it: BM25 (Robertson and Zaragoza 2009), headings weighing more than text.
/// </summary>
public sealed partial class HelpTopics
{
    private const double K = 1.2;
    private const double B = 0.6;
    private const int HeadingWeight = 3;

    private readonly List<(HelpTopic Topic, Dictionary<string, int> Words, int Length)> _indexed;
    private readonly Dictionary<string, double> _rarity;
    private readonly double _averageLength;

    public HelpTopics() : this(Embedded())
    {
    }

    /// <summary>Takes files as (path under docs/, Markdown).</summary>
    public HelpTopics(IEnumerable<(string Path, string Markdown)> files)
    {
        All = [.. files.SelectMany(file => Sections(file.Path, file.Markdown))];
        _indexed = [.. All.Select(Index)];
        _averageLength = _indexed.Count == 0 ? 1 : _indexed.Average(topic => topic.Length);
        _rarity = _indexed.SelectMany(topic => topic.Words.Keys).GroupBy(word => word)
            .ToDictionary(word => word.Key, word => Math.Log(1 + (_indexed.Count - word.Count() + 0.5) / (word.Count() + 0.5)));
    }

    public IReadOnlyList<HelpTopic> All { get; }

    /// <summary>The nearest sections, the best first; empty if no word of weight is found.</summary>
    public IReadOnlyList<HelpTopic> Find(string words, int count)
    {
        var wanted = Words(words).Distinct().ToList();
        return [.. _indexed
            .Select(topic => (topic.Topic, Score: wanted.Sum(word => Score(topic.Words.GetValueOrDefault(word), topic.Length, word))))
            .Where(found => found.Score > 1).OrderByDescending(found => found.Score).Take(count).Select(found => found.Topic)];
    }

    private double Score(int times, int length, string word) =>
        times == 0 ? 0 : _rarity[word] * times * (K + 1) / (times + K * (1 - B + B * length / _averageLength));

    private static (HelpTopic, Dictionary<string, int>, int) Index(HelpTopic topic)
    {
        var words = Words(topic.Text).Concat(Enumerable.Repeat(Words($"{topic.Page} {topic.Heading}"), HeadingWeight).SelectMany(heading => heading)).ToList();
        return (topic, words.GroupBy(word => word).ToDictionary(word => word.Key, word => word.Count()), words.Count);
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text.ToLowerInvariant())
        .Select(word => word.Value).Where(word => !Small.Contains(word)).Select(Stem);

    // Enough to make "connecting databases" and "connect a database" meet.
    private static string Stem(string word) => Ending().Replace(word, "") is { Length: >= 3 } stem ? stem : word;

    private static IEnumerable<HelpTopic> Sections(string path, string markdown)
    {
        var page = "";
        var heading = "";
        var text = new StringBuilder();
        foreach (var line in markdown.Split('\n').Append("## "))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                page = heading = line[2..].Trim();
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                if (text.ToString().Trim() is { Length: > 0 } body)
                    yield return new(page, heading, Linked(path, body), $"/help/{path[..^3]}{(heading == page ? "" : "#" + Anchor(heading))}");
                heading = line[3..].Trim();
                text.Clear();
            }
            else
                text.Append(line).Append('\n');
        }
    }

    /// <summary>Links from one file to another, as links from one page of the help to another.</summary>
    private static string Linked(string path, string text) => MarkdownLink().Replace(text, link =>
    {
        var target = new Uri(new Uri($"http://help/help/{path}"), link.Groups[1].Value);
        return $"]({target.AbsolutePath[..^".md".Length]}{target.Fragment})";
    });

    private static string Anchor(string heading) => NoWord().Replace(heading.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal), "-").Trim('-');

    private static IEnumerable<(string, string)> Embedded()
    {
        const string prefix = "docs/";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[prefix.Length..].Replace('\\', '/'), reader.ReadToEnd());
        }
    }

    private static readonly HashSet<string> Small =
        [.. "a an and are as at be by can could do does for from get has have help how i if in is it me my of on or please the this to us use we what when where which who why will with you your".Split(' ')];

    [GeneratedRegex(@"\]\(((?![a-z]+:|/|#)[^)\s]+\.md(?:#[^)\s]*)?)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex("(ions?|ing|ed|es|s|e)$")]
    private static partial Regex Ending();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();
}
