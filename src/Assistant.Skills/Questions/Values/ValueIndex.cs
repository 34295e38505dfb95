using System.Runtime.InteropServices;
using System.Text;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Values;

/// <summary>A value as it stands in the data.</summary>
internal sealed record IndexedValue(SchemaColumn Column, string Text)
{
    /// <summary>The words found are not the value's own but what people said it means.</summary>
    public bool Said { get; init; }

    /// <summary>How surely they mean it, 0 to 1.</summary>
    public double Sure { get; init; } = 1;
}

/// <summary>
/// The distinct values of the text columns of a source, for finding "in Germany" without being told the column. Holds no values of columns
/// that are personal or secret; kept in memory only, as bytes and numbers rather than as objects: a million values take about a hundred megabytes.
/// </summary>
/// <param name="further">Found beside its own: an index for one question rests on that of the source.</param>
internal sealed class ValueIndex(ValueIndex? further = null)
{
    private const int MaxLength = 80;
    private const int MostOfOneWord = 200;
    private const int MostShortened = 200;

    private readonly List<SchemaColumn> _columns = [];
    private readonly List<(int Column, int Start)> _values = [];
    private readonly TextPool _texts = new();
    private readonly Chains _whole = new();
    private readonly WordPostings _words = new();
    private readonly Dictionary<string, List<IndexedValue>> _meanings = new(StringComparer.Ordinal);
    private readonly List<(int Value, string[] Beginnings)> _shortened = [];

    public static ValueIndex Empty { get; } = new();

    public int Count => _values.Count + (further?.Count ?? 0);

    /// <summary>Values of one column come together: their order is kept.</summary>
    public void Add(SchemaColumn column, string value)
    {
        if (value.Length is 0 or > MaxLength)
            return;
        var key = Normalize(value);
        if (key.Length == 0)
            return;
        if (_columns.Count == 0 || _columns[^1] != column)
            _columns.Add(column);
        var number = _values.Count;
        _values.Add((_columns.Count - 1, _texts.Add(value)));
        _whole.Add(Hash(key), number);
        foreach (var word in key.Split(' ').Distinct())
        {
            if (word.Length >= 3)
                _words.Add(word, number, MostOfOneWord);
        }
        if (value.Contains('.', StringComparison.Ordinal) && _shortened.Count < MostShortened && key.Split(' ') is { Length: > 1 and <= 4 } parts && parts.All(p => p.All(char.IsLetter)) && value.Split('.').Count(p => p.Trim().Length >= 3) > 1)
            _shortened.Add((number, parts));
    }

    /// <summary>Values whose words are the beginnings of the given ones: "Comp. Sci." for "computer science".</summary>
    public IEnumerable<IndexedValue> Shortened(IReadOnlyList<string> words) =>
        _shortened.Where(s => s.Beginnings.Length == words.Count && s.Beginnings.Zip(words).All(p => p.Second.StartsWith(p.First, StringComparison.Ordinal))).Select(s => Value(s.Value));

    /// <summary>Words that people have for a value: "active" for "A".</summary>
    /// <param name="sure">How surely they mean it, 0 to 1.</param>
    public void AddMeanings(SchemaColumn column, string value, IEnumerable<string> meanings, double sure = 1)
    {
        foreach (var key in meanings.Select(Normalize).Where(k => k.Length > 0))
            (_meanings.TryGetValue(key, out var list) ? list : _meanings[key] = []).Insert(0, new(column, value) { Said = true, Sure = sure });
    }

    /// <summary>Gives back the room kept for more values.</summary>
    public void Trim()
    {
        _columns.TrimExcess();
        _values.TrimExcess();
        _texts.Trim();
        _whole.Trim();
        _words.Trim();
    }

    /// <summary>Values that equal the words, without regard to case and punctuation.</summary>
    public IReadOnlyList<IndexedValue> Whole(string normalized) =>
        normalized.Length == 0 ? [] : [.. further?.Whole(normalized) ?? [], .. _meanings.GetValueOrDefault(normalized, []), .. _whole.Of(Hash(normalized)).Select(Value).Where(v => Normalize(v.Text) == normalized)];

    /// <summary>Values in which the word stands.</summary>
    public IReadOnlyList<IndexedValue> WithWord(string word) => [.. further?.WithWord(word) ?? [], .. _words.Of(word).Select(Value)];

    /// <summary>Words of values one slip away from the given one; two for long words.</summary>
    public IEnumerable<string> Near(string word)
    {
        if (word.Length < 5)
            yield break;
        foreach (var known in further?.Near(word) ?? [])
            yield return known;
        var allowed = word.Length >= 9 ? 2 : 1;
        for (var length = word.Length - allowed; length <= word.Length + allowed; length++)
        {
            foreach (var candidate in _words.Shaped(word[0], length))
            {
                if (candidate != word && EditDistance.AtMost(word, candidate, allowed))
                    yield return candidate;
            }
        }
    }

    private IndexedValue Value(int number) => new(_columns[_values[number].Column], _texts.At(_values[number].Start));

    // Not string.GetHashCode, which differs from process to process: the order of values found must not.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;
        return hash;
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

    /// <summary>Short texts one after the other in UTF-8, each behind its length.</summary>
    private sealed class TextPool
    {
        private readonly List<byte> _bytes = [];

        public int Add(string text)
        {
            Span<byte> bytes = stackalloc byte[MaxLength * 3];
            var length = Encoding.UTF8.GetBytes(text, bytes);
            var start = _bytes.Count;
            _bytes.Add((byte)length);
            _bytes.AddRange(bytes[..length]);
            return start;
        }

        public string At(int start) => Encoding.UTF8.GetString(Bytes(start));

        public ReadOnlySpan<byte> Bytes(int start) => CollectionsMarshal.AsSpan(_bytes).Slice(start + 1, _bytes[start]);

        public void Trim() => _bytes.TrimExcess();
    }

    /// <summary>Numbers by hash, those of one hash in the order they came: two lists of numbers instead of a dictionary of lists.</summary>
    private sealed class Chains
    {
        private readonly List<int> _next = [];
        private readonly List<uint> _hashes = [];
        private int[] _last = Empty(1024);

        /// <param name="number">One more than the last one.</param>
        public void Add(uint hash, int number)
        {
            if (number >= _last.Length)
                Grow();
            _hashes.Add(hash);
            var slot = hash & (uint)(_last.Length - 1);
            _next.Add(_last[slot]);
            _last[slot] = number;
        }

        public List<int> Of(uint hash)
        {
            var found = new List<int>();
            for (var at = _last[hash & (uint)(_last.Length - 1)]; at >= 0; at = _next[at])
            {
                if (_hashes[at] == hash)
                    found.Add(at);
            }
            found.Reverse();
            return found;
        }

        public void Trim()
        {
            _next.TrimExcess();
            _hashes.TrimExcess();
        }

        private void Grow()
        {
            _last = Empty(_last.Length * 2);
            for (var number = 0; number < _hashes.Count; number++)
            {
                var slot = _hashes[number] & (uint)(_last.Length - 1);
                _next[number] = _last[slot];
                _last[slot] = number;
            }
        }

        private static int[] Empty(int length)
        {
            var slots = new int[length];
            Array.Fill(slots, -1);
            return slots;
        }
    }

    /// <summary>For each word the values in which it stands, the first ones.</summary>
    private sealed class WordPostings
    {
        private readonly TextPool _texts = new();
        private readonly Chains _chains = new();
        private readonly List<(int Start, int First, int Last, int Count)> _words = [];
        private readonly List<(int Value, int Next)> _postings = [];
        private readonly Dictionary<(char First, int Length), List<int>> _byShape = [];

        public void Add(string word, int value, int most)
        {
            if (Find(word) is not (>= 0 and var number))
            {
                number = _words.Count;
                _words.Add((_texts.Add(word), -1, -1, 0));
                _chains.Add(Hash(word), number);
                var shape = (word[0], word.Length);
                (_byShape.TryGetValue(shape, out var words) ? words : _byShape[shape] = []).Add(number);
            }
            var entry = _words[number];
            if (entry.Count == most)
                return;
            _postings.Add((value, -1));
            var at = _postings.Count - 1;
            if (entry.Last >= 0)
                _postings[entry.Last] = _postings[entry.Last] with { Next = at };
            _words[number] = (entry.Start, entry.First < 0 ? at : entry.First, at, entry.Count + 1);
        }

        public IEnumerable<int> Of(string word)
        {
            if (Find(word) is not (>= 0 and var number))
                yield break;
            for (var at = _words[number].First; at >= 0; at = _postings[at].Next)
                yield return _postings[at].Value;
        }

        public IEnumerable<string> Shaped(char first, int length) =>
            _byShape.TryGetValue((first, length), out var words) ? words.Select(number => _texts.At(_words[number].Start)) : [];

        public void Trim()
        {
            _texts.Trim();
            _chains.Trim();
            _words.TrimExcess();
            _postings.TrimExcess();
            foreach (var words in _byShape.Values)
                words.TrimExcess();
        }

        private int Find(string word)
        {
            if (word.Length > MaxLength)
                return -1;
            Span<byte> bytes = stackalloc byte[MaxLength * 3];
            var sought = bytes[..Encoding.UTF8.GetBytes(word, bytes)];
            foreach (var number in _chains.Of(Hash(word)))
            {
                if (_texts.Bytes(_words[number].Start).SequenceEqual(sought))
                    return number;
            }
            return -1;
        }
    }
}
