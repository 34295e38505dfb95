using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Skills.Questions.Values;

/// <summary>What people say for values that many data write in the same codes, such as states, countries and sexes (prompts/lexicon/codes.yaml).</summary>
internal sealed class KnownCodes
{
    /// <summary>Columns with more different values hold no codes of such a list.</summary>
    public const int MostValues = 400;

    private readonly List<Dictionary<string, List<string>>> _lists;

    private static readonly Lazy<KnownCodes> Loaded = new(() => new());

    private KnownCodes()
    {
        using var stream = typeof(KnownCodes).Assembly.GetManifestResourceStream("lexicon/codes.yaml") ?? throw new InvalidOperationException("The lexicon file codes.yaml is missing from the program.");
        using var reader = new StreamReader(stream);
        var file = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<CodesFile>(reader.ReadToEnd());
        _lists = [.. file.Lists.Select(list => list.Entries.SelectMany(e => e.Written.Select(w => (Key: ValueIndex.Normalize(w), e.Said)))
            .GroupBy(w => w.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Said, StringComparer.Ordinal))];
    }

    public static KnownCodes Default => Loaded.Value;

    /// <summary>For each value what else people say for it; empty unless nearly all values are of one list.</summary>
    /// <param name="values">The different values of one column.</param>
    public IReadOnlyList<(string Value, IReadOnlyList<string> Said)> Of(IReadOnlyCollection<string> values)
    {
        if (values.Count is 0 or > MostValues)
            return [];
        foreach (var list in _lists)
        {
            var known = values.Select(v => (Value: v, Said: list.GetValueOrDefault(ValueIndex.Normalize(v)))).Where(v => v.Said is not null).ToList();
            if (known.Count * 10 >= values.Count * 8 && (known.Count > 1 || values.First().Length > 1))
                return [.. known.Select(v => (v.Value, (IReadOnlyList<string>)[.. v.Said!.Where(s => ValueIndex.Normalize(s) != ValueIndex.Normalize(v.Value))]))];
        }
        return [];
    }

    private sealed class CodesFile
    {
        public List<CodeList> Lists { get; set; } = [];
    }

    private sealed class CodeList
    {
        public string Name { get; set; } = "";
        public List<CodeEntry> Entries { get; set; } = [];
    }

    private sealed class CodeEntry
    {
        public List<string> Written { get; set; } = [];
        public List<string> Said { get; set; } = [];
    }
}
