using System.Text;

namespace Assistant.Skills.Conversation;

/// <summary>Names and values from data, as Markdown that shows them as they are: a column may be called anything, a link or an image too.</summary>
public static class MarkdownText
{
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
            if (character is '\r' or '\n')
                plain.Append(' ');
            else if (char.IsAsciiLetterOrDigit(character) || character is ' ' or ',' or ';' or '\'' or '"' or '%' or '/' or '?' or '=' || character > 127)
                plain.Append(character);
            else if (character is '_' && plain.Length > 0 && char.IsLetterOrDigit(plain[^1]))
                plain.Append(character);   // within a word it means nothing
            else
                plain.Append('\\').Append(character);
        return plain.ToString();
    }
}
