namespace Assistant.Skills.Sql.Parsing;

internal enum TokenKind : byte
{
    /// <summary>A keyword or an unquoted name.</summary>
    Word,

    /// <summary>A quoted name.</summary>
    Name,

    /// <summary>SQLite's double quotes: a name, or a text where there is no such column.</summary>
    NameOrText,
    Text,
    Number,
    Hexadecimal,
    Bits,
    Symbol,
    End,
}

/// <param name="Value">The name or text without quotes and escapes; for symbols, numbers and words what was written.</param>
/// <param name="Keyword">For words, in capitals when it is a known keyword; else empty.</param>
internal readonly record struct Token(TokenKind Kind, int Start, string Value, string Keyword = "")
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Value == symbol;
}

/// <summary>A text that cannot be read as a query; never leaves this folder.</summary>
internal sealed class SqlSyntaxException(ParseFailure kind, string why, int position) : Exception(why)
{
    public ParseFailure Kind { get; } = kind;
    public int Position { get; } = position;
}
