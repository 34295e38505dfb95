using System.Text.RegularExpressions;
using Assistant.Skills.Questions.Language;

namespace Assistant.Skills.Questions.Linking;

/// <summary>Cuts names such as "custFName", "ORDER_DT" or "No_of_Pages" into plain words.</summary>
internal sealed partial class NameWords
{
    private readonly Lexicon _lexicon;
    private readonly HashSet<string> _known;
    private readonly string _prefix;
    private readonly Dictionary<string, bool> _english = new(StringComparer.Ordinal);

    /// <param name="names">All names of the source: their words tell where "unitprice" is to be cut.</param>
    /// <param name="tables">What all of them begin with says nothing: "sb" of sbCustomer and sbOrder.</param>
    public NameWords(Lexicon lexicon, IEnumerable<string> names, IReadOnlyList<string> tables)
    {
        _lexicon = lexicon;
        _prefix = Prefix(tables);
        _known = [.. names.Select(n => _prefix.Length > 0 && n.StartsWith(_prefix, StringComparison.OrdinalIgnoreCase) ? n[_prefix.Length..] : n).SelectMany(Split).Select(Lemmas.Of).Concat(lexicon.PlainWords).Where(w => w.Length >= 2)];
    }

    private static string Prefix(IReadOnlyList<string> tables)
    {
        if (tables.Count < 3)
            return "";
        var length = 0;
        while (length < 5 && tables.All(t => t.Length > length + 2 && char.ToLowerInvariant(t[length]) == char.ToLowerInvariant(tables[0][length])))
            length++;
        return length >= 2 ? tables[0][..length] : "";
    }

    /// <summary>Words as written, in lower case.</summary>
    public static IReadOnlyList<string> Split(string name) =>
        [.. Parts().Matches(name).Select(m => m.Value.ToLowerInvariant())];

    /// <summary>
    /// What all columns of a table begin with without saying anything, "ord" of ordid, orddate, ordtotal: what is left of each must be made of
    /// English words, which fewer are when it stays. Empty where there is none.
    /// </summary>
    public string PrefixOf(IReadOnlyList<string> columns)
    {
        if (columns.Count < 3)
            return "";
        var bare = columns.Select(Bare).ToList();
        for (var length = Math.Min(8, bare.Min(b => b.Length) - 2); length >= 2; length--)
        {
            var prefix = bare[0][..length];
            if (!bare.All(b => b.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) || RelatedWords.IsWord(prefix.TrimEnd('_').ToLowerInvariant()))
                continue;
            var (left, whole) = (bare.Count(b => IsSpoken(b[length..])), bare.Count(IsSpoken));
            if (left * 3 >= bare.Count * 2 && left > whole)
                return prefix;
        }
        return "";
    }

    /// <summary>Units of length: "dist_km" is a distance, where "dist_name" is a district.</summary>
    private static readonly HashSet<string> Ways = ["km", "kilometer", "kilometers", "mi", "mile", "miles", "m", "meter", "meters", "tot", "total", "ft"];

    private bool IsSpoken(string name) => Split(name).All(part => part is "id" || part.Length > 2 && (IsEnglish(Lemmas.Of(part)) || _lexicon.Abbreviations.ContainsKey(part) || Cut(part, true) is not null));

    private bool IsEnglish(string word)
    {
        if (!_english.TryGetValue(word, out var known))
            _english[word] = known = _lexicon.PlainWords.Contains(word) || RelatedWords.IsWord(word);
        return known;
    }

    private string Bare(string name) =>
        _prefix.Length > 0 && name.Length > _prefix.Length + 1 && name.StartsWith(_prefix, StringComparison.OrdinalIgnoreCase) ? name[_prefix.Length..].TrimStart('_') : name;

    /// <summary>Base forms, abbreviations written out; little words left out.</summary>
    /// <param name="prefix">See <see cref="PrefixOf"/>.</param>
    public IReadOnlyList<string> Plain(string name, string prefix = "")
    {
        var words = new List<string>();
        var bare = Bare(name);
        if (prefix.Length > 0 && bare.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            bare = bare[prefix.Length..].TrimStart('_');
        foreach (var part in Split(bare))
        {
            if (part is "of" or "the" or "in" or "a" or "and" or "to" or "for")
                continue;
            if (part is "dist" && Split(bare).Any(Ways.Contains))
                words.Add("distance");
            else if (_lexicon.Abbreviations.TryGetValue(part, out var full))
                words.AddRange(full);
            else if (Cut(part, prefix.Length > 0) is { } pieces)
                words.AddRange(pieces);
            else
                words.Add(Lemmas.Of(part));
        }
        return words.Count > 0 ? words : [name.ToLowerInvariant()];
    }

    /// <summary>Known words written as one; null when the word is known itself or cannot be cut.</summary>
    /// <param name="english">Any English words, not only those of this source: for names that are surely written as one.</param>
    private List<string>? Cut(string word, bool english)
    {
        if (word.Length < 5 || IsEnglish(Lemmas.Of(word)))
            return null;
        var found = Pieces(word, 4, english);
        return found is { Count: > 1 } && found.Any(p => p.Length >= 4) ? found : null;
    }

    private List<string>? Pieces(string word, int most, bool english)
    {
        if (word.Length == 0)
            return [];
        for (var length = most == 0 ? 0 : word.Length; length >= 2; length--)
        {
            var piece = word[..length];
            var known = length >= 3 && _known.Contains(Lemmas.Of(piece)) || piece is "id" || length >= 3 && _lexicon.Abbreviations.ContainsKey(piece) || english && length >= 4 && IsEnglish(Lemmas.Of(piece));
            if (!known || length == word.Length && most == 4 || Pieces(word[length..], most - 1, english) is not { } rest)
                continue;
            return [.. _lexicon.Abbreviations.TryGetValue(piece, out var full) ? full : [Lemmas.Of(piece)], .. rest];
        }
        return null;
    }

    /// <summary>A name as people would say it, e.g. "order date".</summary>
    public static string Spoken(string name) => string.Join(' ', Split(name));

    /// <summary>Many of it: "loans" for "loan". A name whose last word is many already stays.</summary>
    public static string Plural(string spoken)
    {
        var last = spoken[(spoken.LastIndexOf(' ') + 1)..];
        if (last.Length < 3 || !char.IsAsciiLetterLower(last[^1]) || last[^1] == 's' && last[^2] != 's' || last.EndsWith("ed", StringComparison.Ordinal) || Uncounted.Contains(last) || Lemmas.Of(last) != last)
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
