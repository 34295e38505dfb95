using System.Text.RegularExpressions;
using Assistant.Skills.Questions.Language;

namespace Assistant.Skills.Questions.Linking;

/// <summary>Cuts names such as "custFName", "ORDER_DT" or "No_of_Pages" into plain words.</summary>
internal sealed partial class NameWords
{
    private readonly Lexicon _lexicon;
    private readonly HashSet<string> _known;

    /// <param name="names">All names of the source: their words tell where "unitprice" is to be cut.</param>
    public NameWords(Lexicon lexicon, IEnumerable<string> names)
    {
        _lexicon = lexicon;
        _known = [.. names.SelectMany(Split).Select(Lemmas.Of).Concat(lexicon.PlainWords).Where(w => w.Length >= 2)];
    }

    /// <summary>Words as written, in lower case.</summary>
    public static IReadOnlyList<string> Split(string name) =>
        [.. Parts().Matches(name).Select(m => m.Value.ToLowerInvariant())];

    /// <summary>Base forms, abbreviations written out; little words left out.</summary>
    public IReadOnlyList<string> Plain(string name)
    {
        var words = new List<string>();
        foreach (var part in Split(name))
        {
            if (part is "of" or "the" or "in" or "a" or "and" or "to" or "for")
                continue;
            if (_lexicon.Abbreviations.TryGetValue(part, out var full))
                words.AddRange(full);
            else if (Cut(part) is var (head, tail))
                words.AddRange([head, tail]);
            else
                words.Add(Lemmas.Of(part));
        }
        return words.Count > 0 ? words : [name.ToLowerInvariant()];
    }

    /// <summary>Two known words written as one; null when the word is known itself or cannot be cut.</summary>
    private (string, string)? Cut(string word)
    {
        if (word.Length < 6 || _lexicon.PlainWords.Contains(Lemmas.Of(word)))
            return null;
        for (var at = word.Length - 2; at >= 3; at--)
        {
            var (head, tail) = (word[..at], Lemmas.Of(word[at..]));
            if (_known.Contains(head) && head.Length >= 3 && _known.Contains(tail) && (tail.Length >= 3 || tail is "id"))
                return (Lemmas.Of(head), tail);
        }
        return null;
    }

    /// <summary>A name as people would say it, e.g. "order date".</summary>
    public static string Spoken(string name) => string.Join(' ', Split(name));

    /// <summary>Many of it: "loans" for "loan". A name whose last word is many already stays.</summary>
    public static string Plural(string spoken)
    {
        var last = spoken[(spoken.LastIndexOf(' ') + 1)..];
        if (last.Length < 3 || !char.IsAsciiLetterLower(last[^1]) || last[^1] == 's' && last[^2] != 's' || Uncounted.Contains(last) || Lemmas.Of(last) != last)
            return spoken;
        return last switch
        {
            "person" => spoken[..^6] + "people",
            "child" => spoken + "ren",
            _ when last.EndsWith("man", StringComparison.Ordinal) => spoken[..^2] + "en",
            [.., 'y'] when !"aeiou".Contains(last[^2], StringComparison.Ordinal) => spoken[..^1] + "ies",
            [.., 's' or 'x' or 'z'] or [.., 'c' or 's', 'h'] => spoken + "es",
            _ => spoken + "s",
        };
    }

    /// <summary>English nouns without a plural that tables are named after.</summary>
    private static readonly HashSet<string> Uncounted =
        ["equipment", "information", "data", "staff", "furniture", "stock", "inventory", "news", "series", "species", "people", "children", "money", "software", "hardware", "traffic", "feedback", "personnel", "merchandise", "payroll", "history", "content", "aircraft", "weather"];

    [GeneratedRegex(@"\p{Lu}{2,}(?=\p{Lu}\p{Ll}|[^\p{L}]|$)|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+|[\p{L}-[\p{Lu}\p{Ll}]]+")]
    private static partial Regex Parts();
}
