using System.Text.RegularExpressions;
using Assistant.Skills.Questions.Language;

namespace Assistant.Skills.Questions.Linking;

/// <summary>Cuts names such as "custFName", "ORDER_DT" or "No_of_Pages" into plain words.</summary>
internal static partial class NameWords
{
    /// <summary>Words as written, in lower case.</summary>
    public static IReadOnlyList<string> Split(string name) =>
        [.. Parts().Matches(name).Select(m => m.Value.ToLowerInvariant())];

    /// <summary>Base forms, abbreviations written out; little words left out.</summary>
    public static IReadOnlyList<string> Plain(string name, Lexicon lexicon)
    {
        var words = new List<string>();
        foreach (var part in Split(name))
        {
            if (part is "of" or "the" or "in" or "a" or "and" or "to" or "for")
                continue;
            if (lexicon.Abbreviations.TryGetValue(part, out var full))
                words.AddRange(full);
            else
                words.Add(Lemmas.Of(part));
        }
        return words.Count > 0 ? words : [name.ToLowerInvariant()];
    }

    /// <summary>A name as people would say it, e.g. "order date".</summary>
    public static string Spoken(string name) => string.Join(' ', Split(name));

    [GeneratedRegex(@"\p{Lu}{2,}(?=\p{Lu}\p{Ll}|[^\p{L}]|$)|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+|[\p{L}-[\p{Lu}\p{Ll}]]+")]
    private static partial Regex Parts();
}
