namespace Assistant.Skills.Models;

/// <summary>An intent that a text was understood as, with what its slots hold.</summary>
/// <param name="Score">1 for a command or an example word for word, 0 for nothing in common.</param>
public sealed record RankedIntent(Intent Intent, IReadOnlyDictionary<string, string> Slots, double Score);

/// <summary>
/// Finds the intent whose examples are nearest to a text: weighted Dice overlap of words, rare words weighing more (inverse frequency
/// over all examples), or an example with slots that fits as a pattern.
/// </summary>
public sealed class IntentRanker
{
    /// <summary>Below it an intent does not clearly claim a text, and the fallback takes it.</summary>
    public const double Clear = 0.72;

    private const int LongestSlot = 8;

    private readonly IReadOnlyList<Intent> _intents;
    private readonly Dictionary<string, double> _weights;
    private readonly double _unknown;
    private readonly List<(Intent Intent, string[] Words)> _examples;

    public IntentRanker(IReadOnlyList<Intent> intents)
    {
        _intents = intents;
        _examples = [.. intents.SelectMany(intent => intent.Examples.Select(example => (intent, Words(example, keepSlots: true))))];
        var count = _examples.Count + 1.0;
        _weights = _examples.SelectMany(example => example.Words.Distinct()).GroupBy(word => word)
            .ToDictionary(word => word.Key, word => Math.Log(1 + count / word.Count()));
        _unknown = Math.Log(1 + count);   // a word no example has is most likely one of the person's data
    }

    /// <summary>The intent that clearly claims the text, or the fallback.</summary>
    public RankedIntent Choose(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith('/') && Command(trimmed) is { } command)
            return command;
        var words = Words(trimmed, keepSlots: false);
        var best = new RankedIntent(_intents.First(intent => intent.Fallback), Whole(trimmed, ""), 0);
        foreach (var (intent, example) in _examples)
        {
            var candidate = Array.Exists(example, IsSlot) ? Fit(intent, example, words, trimmed) : Compare(intent, example, words, trimmed);
            if (candidate is not null && candidate.Score >= Clear && candidate.Score > best.Score)
                best = candidate;
        }
        return best;
    }

    private RankedIntent? Command(string text)
    {
        var end = text.IndexOfAny([' ', '\n', '\t']);
        var (name, rest) = end < 0 ? (text, "") : (text[..end], text[end..].Trim());
        return _intents.FirstOrDefault(intent => intent.Commands.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } intent
            ? new(intent, Whole(text, rest), 1) : null;
    }

    private RankedIntent Compare(Intent intent, string[] example, string[] words, string text)
    {
        var common = words.Intersect(example).Sum(Weight);
        var both = words.Distinct().Sum(Weight) + example.Distinct().Sum(Weight);
        return new(intent, Whole(text, ""), both == 0 ? 0 : 2 * common / both);
    }

    /// <summary>The example's words in order with at least one word in each slot; nothing left over.</summary>
    private static RankedIntent? Fit(Intent intent, string[] example, string[] words, string text)
    {
        var slots = new Dictionary<string, string>();
        // The more words are the example's own, the less is left to the slots to swallow.
        return Fits(example, words, slots) ? new(intent, Whole(text, "").Concat(slots).ToDictionary(), 0.8 + 0.15 * (example.Length - slots.Count) / words.Length) : null;
    }

    private static bool Fits(ReadOnlySpan<string> example, ReadOnlySpan<string> words, Dictionary<string, string> slots)
    {
        if (example.IsEmpty)
            return words.IsEmpty;
        if (words.IsEmpty)
            return false;
        if (!IsSlot(example[0]))
            return example[0] == words[0] && Fits(example[1..], words[1..], slots);
        for (var length = 1; length <= Math.Min(LongestSlot, words.Length); length++)
        {
            if (!Fits(example[1..], words[length..], slots))
                continue;
            slots[example[0]] = string.Join(' ', words[..length]!);
            return true;
        }
        return false;
    }

    private double Weight(string word) => _weights.GetValueOrDefault(word, _unknown);

    private static Dictionary<string, string> Whole(string text, string rest) => new() { ["{all}"] = text, ["{rest}"] = rest };

    private static bool IsSlot(string word) => word[0] == '{';

    private static string[] Words(string text, bool keepSlots)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (keepSlots && text[i] == '{' && text.IndexOf('}', i) is >= 0 and var close)
                i = close + 1;
            else
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '\''))
                    i++;
            if (i == start)
                i++;
            else
                words.Add(text[start..i].ToLowerInvariant());
        }
        return [.. words];
    }
}
