using System.Text;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Values;

/// <summary>A value as it stands in the data.</summary>
internal sealed record IndexedValue(SchemaColumn Column, string Text)
{
    /// <summary>The words found are not the value's own but what people said it means.</summary>
    public bool Said { get; init; }
}

/// <summary>
/// The distinct values of the text columns of a source, for finding "in Germany" without being told the column. Holds no values of columns
/// marked personal or secret beyond what the catalog allows; kept in memory only.
/// </summary>
internal sealed class ValueIndex
{
    private const int MaxLength = 80;
    private readonly Dictionary<string, List<IndexedValue>> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IndexedValue>> _byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<(char First, int Length), List<string>> _wordsByShape = [];

    public static ValueIndex Empty { get; } = new();

    public int Count { get; private set; }

    public void Add(SchemaColumn column, string value)
    {
        if (value.Length is 0 or > MaxLength)
            return;
        var key = Normalize(value);
        if (key.Length == 0)
            return;
        var indexed = new IndexedValue(column, value);
        Count++;
        (_whole.TryGetValue(key, out var list) ? list : _whole[key] = []).Add(indexed);
        foreach (var word in key.Split(' ').Distinct())
        {
            if (word.Length < 3)
                continue;
            if (!_byWord.TryGetValue(word, out var values))
            {
                values = _byWord[word] = [];
                var shape = (word[0], word.Length);
                (_wordsByShape.TryGetValue(shape, out var words) ? words : _wordsByShape[shape] = []).Add(word);
            }
            if (values.Count < 200)
                values.Add(indexed);
        }
    }

    /// <summary>Words that people have for a value: "active" for "A".</summary>
    public void AddMeanings(SchemaColumn column, string value, IEnumerable<string> meanings)
    {
        foreach (var key in meanings.Select(Normalize).Where(k => k.Length > 0))
            (_whole.TryGetValue(key, out var list) ? list : _whole[key] = []).Insert(0, new(column, value) { Said = true });
    }

    /// <summary>Values that equal the words, without regard to case and punctuation.</summary>
    public IReadOnlyList<IndexedValue> Whole(string normalized) => _whole.TryGetValue(normalized, out var found) ? found : [];

    /// <summary>Values in which the word stands.</summary>
    public IReadOnlyList<IndexedValue> WithWord(string word) => _byWord.TryGetValue(word, out var found) ? found : [];

    /// <summary>Words of values one slip away from the given one; two for long words.</summary>
    public IEnumerable<string> Near(string word)
    {
        if (word.Length < 5)
            yield break;
        var allowed = word.Length >= 9 ? 2 : 1;
        for (var length = word.Length - allowed; length <= word.Length + allowed; length++)
        {
            if (!_wordsByShape.TryGetValue((word[0], length), out var candidates))
                continue;
            foreach (var candidate in candidates)
            {
                if (candidate != word && EditDistance.AtMost(word, candidate, allowed))
                    yield return candidate;
            }
        }
    }

    /// <summary>Lower case, letters and digits only, single spaces between.</summary>
    public static string Normalize(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                builder.Append(char.ToLowerInvariant(c));
            else if (c is not '\'' and not '’' && builder.Length > 0 && builder[^1] != ' ')
                builder.Append(' ');
        }
        return builder.ToString().TrimEnd();
    }
}
