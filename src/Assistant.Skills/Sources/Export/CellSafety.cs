using System.Globalization;
using System.Text;

namespace Assistant.Skills.Sources.Export;

/// <summary>
/// Which texts a spreadsheet might take for a formula. Spreadsheets trim, drop invisible characters and accept full-width signs, so the first
/// character that can be seen decides.
/// </summary>
public static class CellSafety
{
    private const string Starts = "=+-@|＝＋－＠";

    /// <summary>Whether the text, or a line of it, could be run when a spreadsheet opens it.</summary>
    public static bool IsRisky(string text) => AtStarts(text).Any();

    /// <summary>The text with an apostrophe before each place where a formula could begin: spreadsheets then read it as text.</summary>
    public static string Inert(string text)
    {
        var safe = new StringBuilder(text);
        foreach (var place in AtStarts(text).OrderDescending())
            safe.Insert(place, '\'');
        return safe.ToString();
    }

    // A cell begins at the start, after a line break and, for readers that split there, after a semicolon.
    private static IEnumerable<int> AtStarts(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] is '\n' or '\r' or ';')
            {
                if (Begins(text.AsSpan(start, i - start))) yield return start;
                start = i + 1;
            }
        }
        if (text is ['\t' or '\r' or '\n', ..] && !Begins(text.AsSpan(0, Math.Max(1, text.IndexOfAny(['\n', '\r', ';'])))))
            yield return 0;
    }

    private static bool Begins(ReadOnlySpan<char> cell)
    {
        foreach (var sign in cell)
        {
            if (Starts.Contains(sign, StringComparison.Ordinal)) return true;
            if (sign != '"' && !char.IsWhiteSpace(sign) && char.GetUnicodeCategory(sign) is not (UnicodeCategory.Format or UnicodeCategory.Control)) return false;
        }
        return false;
    }
}
