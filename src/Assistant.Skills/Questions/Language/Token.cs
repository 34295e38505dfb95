namespace Assistant.Skills.Questions.Language;

internal enum TokenKind { Word, Number, Quoted, Mark }

/// <param name="Text">As written; for quoted text without the quotes.</param>
/// <param name="Lower">Lower case, British spelling kept.</param>
/// <param name="Lemma">Singular, or base form of a verb.</param>
/// <param name="Start">Position in the question.</param>
internal sealed record Token(TokenKind Kind, string Text, string Lower, string Lemma, int Start, int Length)
{
    public bool IsCapitalized => Text.Length > 0 && char.IsUpper(Text[0]);
}
