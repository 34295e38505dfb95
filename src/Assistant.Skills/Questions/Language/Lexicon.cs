using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Skills.Questions.Language;

/// <param name="Kind">What the word does in a question, e.g. "aggregate"; see prompts/lexicon/words.yaml.</param>
/// <param name="Hints">Names that the column meant may have; "#" stands for a count.</param>
/// <param name="Against">Names of columns for which the direction turns around: who is older has the earlier birth date.</param>
internal sealed record LexiconEntry(string Kind, string Value, string Phrase, IReadOnlyList<string> Hints, IReadOnlyList<string> Against);

/// <summary>The words of the question language, read from prompts/lexicon.</summary>
internal sealed class Lexicon
{
    private sealed class Node
    {
        public Dictionary<string, Node> Next { get; } = new(StringComparer.Ordinal);
        public List<LexiconEntry> Entries { get; } = [];
    }

    private readonly Node _root = new();
    private readonly Dictionary<string, HashSet<string>> _synonyms = new(StringComparer.Ordinal);

    private static readonly Lazy<Lexicon> Loaded = new(Load);

    /// <summary>The lexicon that is part of the program.</summary>
    public static Lexicon Default => Loaded.Value;

    public IReadOnlyDictionary<string, string[]> Abbreviations { get; private init; } = new Dictionary<string, string[]>();

    /// <summary>Number words by position: "zero" first.</summary>
    public List<string> Numbers { get; private init; } = [];

    /// <summary>"first" first.</summary>
    public List<string> Ordinals { get; private init; } = [];

    /// <summary>Names of columns that tell which row is meant, best first.</summary>
    public IReadOnlyList<string> DisplayNames { get; private init; } = [];

    /// <summary>Beginnings of requests to change data, which are not answered.</summary>
    public IReadOnlySet<string> WriteWords { get; private init; } = new HashSet<string>();

    /// <summary>Words for a state with the word that denies it.</summary>
    public IReadOnlyDictionary<string, string> Opposites { get; private init; } = new Dictionary<string, string>();

    public IReadOnlySet<string> WeakWords { get; private init; } = new HashSet<string>();

    /// <summary>Entries that start at the token, with the number of tokens they take.</summary>
    public IEnumerable<(LexiconEntry Entry, int Length)> At(IReadOnlyList<Token> tokens, int start)
    {
        // A phrase word matches the word as written or its base form, so both branches are followed.
        var open = new List<Node> { _root };
        for (var i = start; i < tokens.Count && open.Count > 0; i++)
        {
            if (tokens[i].Kind == TokenKind.Quoted)
                yield break;
            var further = new List<Node>();
            foreach (var node in open)
            {
                if (node.Next.TryGetValue(tokens[i].Lower, out var asWritten))
                    further.Add(asWritten);
                if (tokens[i].Lemma != tokens[i].Lower && node.Next.TryGetValue(tokens[i].Lemma, out var asBase))
                    further.Add(asBase);
            }
            foreach (var node in further)
            {
                // "US" in capitals is a country, not a pronoun.
                foreach (var entry in node.Entries.Where(e => IsSaid(e, tokens[start])).Where(e => e.Kind is not "filler" || i > start || tokens[start].Text.Length < 2 || !tokens[start].Text.All(char.IsUpper) || !tokens.Any(t => t.Text.Any(char.IsLower))))
                    yield return (entry, i - start + 1);
            }
            open = further;
        }
    }

    // "orders by country" are things; "order by country" is a wish.
    private static bool IsSaid(LexiconEntry entry, Token first) => entry.Kind is not "order" || entry.Phrase.StartsWith(first.Lower, StringComparison.Ordinal);

    /// <summary>Words or phrases that name the same thing; the phrase itself is not among them.</summary>
    public IReadOnlySet<string> Synonyms(string phrase) => _synonyms.TryGetValue(phrase, out var found) ? found : Nothing;

    /// <summary>Words that stand by themselves in most companies' names.</summary>
    public IReadOnlySet<string> PlainWords { get; private set; } = new HashSet<string>();

    private static readonly HashSet<string> Nothing = [];

    private static Lexicon Load()
    {
        var deserializer = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        var words = deserializer.Deserialize<WordsFile>(Read("words.yaml"));
        var same = deserializer.Deserialize<SynonymsFile>(Read("synonyms.yaml"));
        var lexicon = new Lexicon
        {
            Abbreviations = same.Abbreviations.ToDictionary(a => a.Key, a => a.Value.ToArray()),
            Numbers = words.Numbers,
            Ordinals = words.Ordinals,
            Opposites = words.Opposites,
            WriteWords = words.Writes.ToHashSet(),
            DisplayNames = same.Names,
            WeakWords = same.Weak.ToHashSet(),
        };
        foreach (var entry in words.Entries)
        {
            foreach (var phrase in entry.Words)
                lexicon.Add(new(entry.Kind, entry.Value ?? "", phrase, entry.Hint, entry.Against));
        }
        foreach (var group in same.Groups)
        {
            foreach (var word in group)
            {
                var all = lexicon._synonyms.TryGetValue(word, out var known) ? known : lexicon._synonyms[word] = [];
                all.UnionWith(group.Where(other => other != word));
            }
        }
        lexicon.PlainWords = same.Groups.SelectMany(g => g).SelectMany(w => w.Split(' ', '-')).Concat(same.Weak).Concat(same.Abbreviations.Values.SelectMany(a => a)).ToHashSet();
        return lexicon;
    }

    private void Add(LexiconEntry entry)
    {
        var node = _root;
        foreach (var token in Tokenizer.Tokenize(entry.Phrase))
            node = node.Next.TryGetValue(token.Lower, out var next) ? next : node.Next[token.Lower] = new();
        if (node == _root)
            throw new InvalidOperationException($"The lexicon has a phrase without words: '{entry.Phrase}' of {entry.Kind}.");
        node.Entries.Add(entry);
    }

    private static string Read(string name)
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream($"lexicon/{name}")
            ?? throw new InvalidOperationException($"The lexicon file {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed class WordsFile
    {
        public List<WordsEntry> Entries { get; set; } = [];
        public List<string> Numbers { get; set; } = [];
        public List<string> Ordinals { get; set; } = [];
        public List<string> Writes { get; set; } = [];
        public Dictionary<string, string> Opposites { get; set; } = [];
    }

    private sealed class WordsEntry
    {
        public string Kind { get; set; } = "";
        public string? Value { get; set; }
        public List<string> Words { get; set; } = [];
        public List<string> Hint { get; set; } = [];
        public List<string> Against { get; set; } = [];
    }

    private sealed class SynonymsFile
    {
        public List<List<string>> Groups { get; set; } = [];
        public Dictionary<string, List<string>> Abbreviations { get; set; } = [];
        public List<string> Names { get; set; } = [];
        public List<string> Weak { get; set; } = [];
    }
}
