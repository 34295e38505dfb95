using System.Globalization;

namespace Assistant.Skills.Sql.Parsing;

/// <summary>
/// Cuts a text into tokens as the engine of the dialect would. What it is not sure of it refuses: the gate runs the printed tree, but a
/// person and an engine must read the text alike.
/// </summary>
internal sealed partial class Lexer(string text, SqlDialect dialect, int maxDepth)
{
    private readonly List<Token> _tokens = new(text.Length / 4 + 4);
    private int _at;

    private bool IsPostgresLike => dialect is SqlDialect.PostgreSql or SqlDialect.DuckDb;

    public Token[] Read()
    {
        var depth = 0;
        while (true)
        {
            SkipBlanks();
            if (_at == text.Length)
                break;
            var start = _at;
            var c = text[_at];
            if (IsWordStart(c))
                Word(start);
            else if (char.IsAsciiDigit(c) || c == '.' && char.IsAsciiDigit(Peek(1)))
                Number(start);
            else if (c == '\'')
                Add(TokenKind.Text, start, QuotedText('\'', dialect is SqlDialect.MySql or SqlDialect.ClickHouse));
            else if (c == '"')
                DoubleQuoted(start);
            else if (c == '`' && dialect is (SqlDialect.MySql or SqlDialect.Sqlite or SqlDialect.ClickHouse))
                Add(TokenKind.Name, start, QuotedName('`', '`'));
            else if (c == '[' && dialect is (SqlDialect.Sqlite or SqlDialect.SqlServer))
                Add(TokenKind.Name, start, QuotedName('[', ']'));
            else if (c == '$' && IsPostgresLike)
                Add(TokenKind.Text, start, DollarQuoted());
            else
                Symbol(start);
            depth += _tokens[^1] is not { Kind: TokenKind.Symbol, Value: [var bracket] } ? 0 : bracket switch
            {
                '(' or '[' or '{' => 1,
                ')' or ']' or '}' => -1,
                _ => 0,
            };
            if (depth > maxDepth)
                throw new SqlSyntaxException(ParseFailure.TooLarge, $"The query is nested more than {maxDepth} levels deep.", start);
        }
        _tokens.Add(new(TokenKind.End, text.Length, ""));
        return [.. _tokens];
    }

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private void Add(TokenKind kind, int start, string value) => _tokens.Add(new(kind, start, value));

    private SqlSyntaxException Unsure(string why, int? at = null) => new(ParseFailure.NotUnderstood, why, at ?? _at);

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c is ' ' or '\t' or '\n' or '\r' or '\f')
                _at++;
            else if (c == '-' && Peek(1) == '-' && (dialect != SqlDialect.MySql || _at + 2 >= text.Length || Peek(2) <= ' '))
                LineComment();
            else if (c == '#' && dialect == SqlDialect.MySql)
                LineComment();
            else if (c == '/' && Peek(1) == '*')
                BlockComment();
            else
                return;
        }
    }

    private void LineComment()
    {
        while (_at < text.Length && text[_at] != '\n')
        {
            // Some engines end the comment here, some do not.
            if (text[_at] == '\r' && Peek(1) != '\n')
                throw Unsure("A comment contains a carriage return without a line feed.");
            Check(text[_at++]);
        }
    }

    private void BlockComment()
    {
        var start = _at;
        if (dialect is SqlDialect.MySql && (Peek(2) is '!' or '+' || Peek(2) == 'M' && Peek(3) == '!'))
            throw Unsure("Comments with code or hints in them are not supported.");
        var nests = dialect is not (SqlDialect.Sqlite or SqlDialect.MySql);
        var depth = 0;
        do
        {
            if (_at + 1 >= text.Length)
                throw Unsure("A comment is not closed.", start);
            if (text[_at] == '/' && Peek(1) == '*' && (nests || depth == 0))
                (depth, _at) = (depth + 1, _at + 2);
            else if (text[_at] == '*' && Peek(1) == '/')
                (depth, _at) = (depth - 1, _at + 2);
            else
                Check(text[_at++]);
        }
        while (depth > 0);
    }

    /// <summary>Outside of texts nothing invisible is taken: it makes a reader see another query than the engine.</summary>
    private void Check(char c)
    {
        if (c < ' ' && c is not ('\t' or '\n' or '\r' or '\f') || c is '\u007f')
            throw Unsure("The query contains a control character.");
        if (c < '\u0080')
            return;
        var category = CharUnicodeInfo.GetUnicodeCategory(c);
        if (category is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || c is '\u115f' or '\u1160' or '\u3164' or '\uffa0' or '\ufeff' or '\u034f' or '\u180b' or '\u180c' or '\u180d' or '\u180e')
            throw Unsure($"The query contains an invisible character (U+{(int)c:X4}) outside of a text.");
    }

    private bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= '\u0080' && IsLetter(c);

    private bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c >= '\u0080' && IsLetter(c);

    private bool IsLetter(char c)
    {
        Check(c);
        return CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.CurrencySymbol;
    }

    private void Word(int start)
    {
        while (_at < text.Length && IsWordPart(text[_at]))
            _at++;
        if (Peek(0) == '$')
            throw Unsure("Names with a dollar sign must be quoted.");
        var word = text.AsSpan(start, _at - start);
        if (Peek(0) == '\'' && word.Length <= 2 && PrefixedText(start, word))
            return;
        if (Peek(0) == '&' && Peek(1) is ('\'' or '"') && word is ("u" or "U"))
        {
            UnicodeEscaped(start);
            return;
        }
        var keyword = Keywords.Find(word);
        var value = dialect == SqlDialect.PostgreSql ? FoldAscii(word) : keyword.Length > 0 && word.SequenceEqual(keyword) ? keyword : word.ToString();
        CheckLength(value, start);
        _tokens.Add(new(TokenKind.Word, start, value, keyword));
    }

    /// <summary>PostgreSQL folds unquoted names, in multi-byte encodings only A to Z.</summary>
    private static string FoldAscii(ReadOnlySpan<char> word) => string.Create(word.Length, word, static (folded, source) =>
    {
        for (var i = 0; i < source.Length; i++)
            folded[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
    });

    /// <summary>PostgreSQL cuts longer names off without an error, so that they would mean another thing.</summary>
    private void CheckLength(string name, int start)
    {
        if (name.Length > 20 && System.Text.Encoding.UTF8.GetByteCount(name) > (dialect == SqlDialect.PostgreSql ? 63 : 255))
            throw Unsure("A name is too long.", start);
    }

    private void Number(int start)
    {
        if (text[_at] == '0' && Peek(1) is ('x' or 'X' or 'b' or 'B') && dialect is (SqlDialect.MySql or SqlDialect.Sqlite))
        {
            PrefixedNumber(start);
            return;
        }
        Digits();
        if (Peek(0) == '.' && Peek(1) != '.')
        {
            _at++;
            Digits();
        }
        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2))))
        {
            _at += 2;
            Digits();
        }
        if (_at < text.Length && (IsWordPart(text[_at]) || text[_at] == '$'))
            throw Unsure("A number is followed by a letter.");
        Add(TokenKind.Number, start, text[start.._at].Replace("_", "", StringComparison.Ordinal));
    }

    private void PrefixedNumber(int start)
    {
        var hexadecimal = text[_at + 1] is 'x' or 'X';
        _at += 2;
        while (char.IsAsciiHexDigit(Peek(0)))
            _at++;
        var digits = text[(start + 2).._at];
        var readable = hexadecimal || dialect == SqlDialect.MySql && digits.All(d => d is '0' or '1');
        if (!readable || digits.Length is 0 or > 1024 || _at < text.Length && IsWordPart(text[_at]))
            throw Unsure("A number is not written as one.", start);
        // For SQLite it is an integer, for MySQL bytes.
        if (dialect == SqlDialect.Sqlite)
            Add(TokenKind.Number, start, "0x" + digits);
        else
            Add(hexadecimal ? TokenKind.Hexadecimal : TokenKind.Bits, start, digits.Length % 2 == 1 && hexadecimal ? "0" + digits : digits);
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Peek(0)) || Peek(0) == '_' && dialect == SqlDialect.DuckDb && char.IsAsciiDigit(Peek(1)))
            _at++;
    }
}
