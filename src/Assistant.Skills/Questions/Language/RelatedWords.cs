using System.Globalization;
using System.Text;

namespace Assistant.Skills.Questions.Language;

/// <summary>
/// What people may say for a word of a name, from WordNet (prompts/lexicon/related.txt, made by scripts/related-words.py). The lines are
/// sorted and stay in the program's file: a look-up reads a few of them, nothing is kept in memory.
/// </summary>
internal static class RelatedWords
{
    /// <summary>Words and phrases, "sick person" for "patient", with how surely they mean the word, 0 to 1. Empty for words not known.</summary>
    public static IReadOnlyList<(string Said, double Strength)> Of(string word) =>
        Line(word) is { } line ? Read(line) : [];

    /// <summary>Whether it is one English word, which "classroom" is and "firstname" is not.</summary>
    public static bool IsWord(string word) => Line(word) is not null;

    private static string? Line(string word)
    {
        if (word.Length < 3 || !word.All(char.IsAsciiLetterLower))
            return null;
        using var lines = typeof(RelatedWords).Assembly.GetManifestResourceStream("lexicon/related.txt")
            ?? throw new InvalidOperationException("The lexicon file related.txt is missing from the program.");
        return Find(lines, word);
    }

    private static List<(string, double)> Read(string line)
    {
        var said = new List<(string, double)>();
        foreach (var part in line.Split(' ').Skip(1))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            said.Add((part[..colon].Replace('_', ' '), int.Parse(part.AsSpan(colon + 1), CultureInfo.InvariantCulture) / 100.0));
        }
        return said;
    }

    /// <summary>Binary search by position: the first line from the middle on tells which half holds the word.</summary>
    private static string? Find(Stream lines, string word)
    {
        var (low, high) = (0L, lines.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var line = LineAfter(lines, middle, out var start);
            if (start >= high || line is null)
            {
                high = middle;
                continue;
            }
            var order = string.CompareOrdinal(line[..Math.Max(line.IndexOf(' ', StringComparison.Ordinal), 0)], word);
            if (order == 0)
                return line;
            if (order < 0)
                low = start + Encoding.UTF8.GetByteCount(line);
            else
                high = middle;
        }
        return null;
    }

    /// <summary>The first line that starts at the position or after it.</summary>
    private static string? LineAfter(Stream lines, long position, out long start)
    {
        lines.Position = Math.Max(0, position - 1);
        while (position > 0 && lines.ReadByte() is not (-1 or '\n'))
        {
        }
        start = lines.Position;
        var line = new StringBuilder();
        for (int b; (b = lines.ReadByte()) is not (-1 or '\n');)
            line.Append((char)b);
        return line.Length == 0 ? null : line.ToString();
    }
}
