using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Questions.Language;

/// <summary>Cuts a question into words, numbers, quoted texts and punctuation marks.</summary>
internal static partial class Tokenizer
{
    /// <summary>Longer questions are cut: nothing sensible is longer, and the parser's time grows with it.</summary>
    public const int MaxTokens = 160;

    public static IReadOnlyList<Token> Tokenize(string question)
    {
        var tokens = new List<Token>();
        foreach (Match match in Pieces().Matches(question.Replace('’', '\'').Replace('‘', '\'').Replace('“', '"').Replace('”', '"')))
        {
            if (tokens.Count == MaxTokens)
                break;
            Add(tokens, match);
        }
        return tokens;
    }

    private static void Add(List<Token> tokens, Match match)
    {
        var text = match.Value;
        if (match.Groups["quoted"].Success)
        {
            var inner = text[1..^1].Trim().TrimEnd('.', ',', ';', '?', '!');
            if (inner.Length > 0)
                tokens.Add(new(TokenKind.Quoted, inner, inner.ToLowerInvariant(), inner.ToLowerInvariant(), match.Index, match.Length));
        }
        else if (match.Groups["number"].Success)
        {
            var plain = text.Replace(",", "", StringComparison.Ordinal);
            tokens.Add(new(TokenKind.Number, plain, plain, plain, match.Index, match.Length));
        }
        else if (match.Groups["mark"].Success)
        {
            tokens.Add(new(TokenKind.Mark, text, text, text, match.Index, match.Length));
        }
        else
        {
            var lower = text.ToLower(CultureInfo.InvariantCulture);
            tokens.Add(new(TokenKind.Word, text, lower, Lemmas.Of(lower), match.Index, match.Length));
        }
    }

    // A quote opens after a space or bracket only: the apostrophe of "doesn't" and "customers'" is no quote. That of O'Brien and D'Angelo is part of the name.
    [GeneratedRegex("""
        (?<quoted>"[^"]{1,200}"|`[^`]{1,200}`|(?<![\w])'[^'\s](?:[^']|'(?=\w)){0,200}'(?!\w))
        |(?<date>\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})
        |(?<number>(?<![\w.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w-])|(?<![\w])-?\d+(?:\.\d+)?(?![\w-]))
        |(?<word>(?:[OoDd]'(?=\p{L}{3}))?[\p{L}\p{N}]+(?:'(?:t|s|re|ve|ll|d|m))?)
        |(?<mark>[<>!]=|<>|[,;:.?!()%=<>+*])
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pieces();
}
