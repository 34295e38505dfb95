using System.Buffers;
using System.Globalization;
using System.Text;

namespace Assistant.Skills.Sql.Parsing;

internal sealed partial class Lexer
{
    private void DoubleQuoted(int start)
    {
        if (dialect is SqlDialect.MySql)
            Add(TokenKind.Text, start, QuotedText('"', escapes: true));
        else
            Add(dialect == SqlDialect.Sqlite ? TokenKind.NameOrText : TokenKind.Name, start, QuotedName('"', '"'));
    }

    /// <summary>The text between quotes; a doubled quote is one. PostgreSQL joins texts that only a new line divides, MySQL any.</summary>
    private string QuotedText(char quote, bool escapes)
    {
        var value = new StringBuilder();
        while (true)
        {
            var start = _at++;
            while (true)
            {
                if (_at == text.Length)
                    throw Unsure("A text is not closed.", start);
                var c = text[_at++];
                if (c == '\0')
                    throw Unsure("The query contains a NUL character.");
                if (c == '\\' && escapes)
                    Escape(value);
                else if (c == '\\' && dialect is (SqlDialect.Trino or SqlDialect.SqlServer))
                    throw Unsure("Backslashes in texts are read differently by different engines.");
                else if (c != quote)
                    value.Append(c);
                else if (Peek(0) == quote)
                    value.Append(text[_at++]);
                else
                    break;
            }
            if (!Continues(quote))
                return value.ToString();
        }
    }

    private bool Continues(char quote)
    {
        if (dialect is not (SqlDialect.PostgreSql or SqlDialect.DuckDb or SqlDialect.MySql))
            return false;
        var end = _at;
        SkipBlanks();
        var between = text.AsSpan(end, _at - end);
        if (Peek(0) == quote && (dialect == SqlDialect.MySql || between.ContainsAny('\n', '\r')))
        {
            if (between.Contains("/*", StringComparison.Ordinal))
                throw Unsure("A text is interrupted by a comment.");
            return true;
        }
        _at = end;
        return false;
    }

    private void Escape(StringBuilder value)
    {
        if (_at == text.Length)
            throw Unsure("A text is not closed.");
        var c = text[_at++];
        if (dialect == SqlDialect.MySql)
        {
            // \% and \_ keep the backslash: LIKE reads it.
            value.Append(c switch { 'n' => "\n", 't' => "\t", 'r' => "\r", 'b' => "\b", 'Z' => "\u001a", '%' => "\\%", '_' => "\\_", _ => c.ToString() });
            if (c is '0' or '\0')
                throw Unsure("The query contains a NUL character.");
            return;
        }
        switch (c)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'x' when char.IsAsciiHexDigit(Peek(0)): value.Append(CodePoint(1, 2, 16, maximum: 0x7f)); break;
            case 'u': value.Append(CodePoint(4, 4, 16, 0x10ffff)); break;
            case 'U': value.Append(CodePoint(8, 8, 16, 0x10ffff)); break;
            case >= '0' and <= '7':
                _at--;
                value.Append(CodePoint(1, 3, 8, maximum: 0x7f));
                break;
            case '\0': throw Unsure("The query contains a NUL character.");
            default: value.Append(c); break;
        }
    }

    /// <summary>Bytes above 127 would have to be put together to characters of the engine's encoding; nobody writes so by hand.</summary>
    private string CodePoint(int least, int most, int radix, int maximum)
    {
        var (number, digits) = (0, 0);
        while (digits < most && (radix == 16 ? char.IsAsciiHexDigit(Peek(0)) : Peek(0) is >= '0' and <= '7'))
        {
            number = number * radix + Convert.ToInt32(text[_at++].ToString(), 16);
            digits++;
        }
        if (digits < least || number == 0 || number > maximum || number is >= 0xd800 and <= 0xdfff)
            throw Unsure("An escape in a text is not a character.");
        return char.ConvertFromUtf32(number);
    }

    private string QuotedName(char open, char close)
    {
        var start = _at++;
        var value = new StringBuilder();
        while (true)
        {
            if (_at == text.Length)
                throw Unsure("A quoted name is not closed.", start);
            var c = text[_at];
            Check(c);
            if (c == '\\' && dialect == SqlDialect.ClickHouse)
                throw Unsure("A quoted name contains a backslash.");
            _at++;
            if (c != close)
                value.Append(c);
            else if (Peek(0) == close && open == close)
            {
                value.Append(c);
                _at++;
            }
            else
                break;
        }
        if (value.Length == 0)
            throw Unsure("A quoted name is empty.", start);
        // A double-quoted text of SQLite may be long; as a name it is looked up and not found.
        if (dialect != SqlDialect.Sqlite)
            CheckLength(value.ToString(), start);
        return value.ToString();
    }

    /// <summary>E'..', B'..', X'..', N'..'.</summary>
    private bool PrefixedText(int start, ReadOnlySpan<char> prefix)
    {
        var letter = prefix.Length == 1 ? char.ToUpperInvariant(prefix[0]) : '\0';
        switch (letter)
        {
            case 'E' when IsPostgresLike:
                Add(TokenKind.Text, start, QuotedText('\'', escapes: true));
                return true;
            case 'N' when dialect is SqlDialect.PostgreSql or SqlDialect.MySql or SqlDialect.SqlServer:
                Add(TokenKind.Text, start, QuotedText('\'', escapes: dialect == SqlDialect.MySql));
                return true;
            case 'X' or 'B' when dialect is not SqlDialect.ClickHouse:
                var digits = QuotedText('\'', escapes: false);
                if (!digits.All(d => letter == 'X' ? char.IsAsciiHexDigit(d) : d is '0' or '1'))
                    throw Unsure("A binary literal has other characters than its digits.", start);
                Add(letter == 'X' ? TokenKind.Hexadecimal : TokenKind.Bits, start, digits);
                return true;
            default:
                throw Unsure("A text directly follows a name.", start);
        }
    }

    /// <summary>PostgreSQL's U&amp;'..' and U&amp;"..", without UESCAPE.</summary>
    private void UnicodeEscaped(int start)
    {
        if (dialect != SqlDialect.PostgreSql)
            throw Unsure("Texts with Unicode escapes are not supported.");
        _at++;
        var isName = text[_at] == '"';
        var raw = isName ? QuotedName('"', '"') : QuotedText('\'', escapes: false);
        var after = _at;
        SkipBlanks();
        if (text.AsSpan(_at).StartsWith("uescape", StringComparison.OrdinalIgnoreCase))
            throw Unsure("UESCAPE is not supported.");
        _at = after;
        var value = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                value.Append(raw[i]);
                continue;
            }
            if (i + 1 < raw.Length && raw[i + 1] == '\\')
            {
                value.Append('\\');
                i++;
                continue;
            }
            var (from, length) = i + 1 < raw.Length && raw[i + 1] == '+' ? (i + 2, 6) : (i + 1, 4);
            if (from + length > raw.Length || !int.TryParse(raw.AsSpan(from, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || code is 0 or > 0x10ffff)
                throw Unsure("A Unicode escape is not a character.", start);
            // Two escapes may be the halves of one character.
            if (code > 0xffff)
                value.Append(char.ConvertFromUtf32(code));
            else
                value.Append((char)code);
            i = from + length - 1;
        }
        if (isName)
            foreach (var c in value.ToString())
                Check(c);
        Add(isName ? TokenKind.Name : TokenKind.Text, start, value.ToString());
    }

    private string DollarQuoted()
    {
        var start = _at;
        var end = _at + 1;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_' || end > start + 1 && char.IsAsciiDigit(text[end])))
            end++;
        if (end == text.Length || text[end] != '$')
            throw Unsure("Parameters are not supported.");
        var tag = text[start..(end + 1)];
        var close = text.IndexOf(tag, end + 1, StringComparison.Ordinal);
        if (close < 0)
            throw Unsure("A text is not closed.", start);
        var value = text[(end + 1)..close];
        if (value.Contains('\0'))
            throw Unsure("The query contains a NUL character.");
        _at = close + tag.Length;
        // $a$..$a$b is a name glued to a text: read differently by different tools.
        if (_at < text.Length && (IsWordPart(text[_at]) || text[_at] == '$'))
            throw Unsure("A text is followed by a letter.");
        return value;
    }

    private void Symbol(int start)
    {
        Check(text[_at]);
        var rest = text.AsSpan(_at);
        var length = IsPostgresLike ? PostgresOperator(rest) : 0;
        if (length == 0)
            foreach (var symbol in dialect switch
            {
                SqlDialect.PostgreSql or SqlDialect.DuckDb => (ReadOnlySpan<string>)["::", ":=", "(", ")", "[", "]", "{", "}", ",", ";", ".", ":"],
                SqlDialect.Sqlite => ["->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "!=", "==", "(", ")", ",", ";", ".", "+", "-", "*", "/", "%", "&", "|", "~", "<", ">", "="],
                SqlDialect.MySql => ["<=>", "->>", "->", "||", "&&", "<<", ">>", "<=", ">=", "<>", "!=", "(", ")", ",", ";", ".", "+", "-", "*", "/", "%", "&", "|", "~", "^", "!", "<", ">", "="],
                _ => ["||", "<=", ">=", "<>", "!=", "->", "=>", "::", "(", ")", "[", "]", ",", ";", ".", "+", "-", "*", "/", "%", "<", ">", "="],
            })
                if (rest.StartsWith(symbol, StringComparison.Ordinal))
                {
                    length = symbol.Length;
                    break;
                }
        if (length == 0)
            throw Unsure(rest[0] is '?' or '@' or '$' or ':'
                ? "Parameters and variables are not supported."
                : $"The character '{rest[0]}' is not understood here.");
        _at += length;
        Add(TokenKind.Symbol, start, Interned(rest[..length]));
    }

    private static readonly SearchValues<char> Special = SearchValues.Create("~!@#%^&|`?");

    private static string Interned(ReadOnlySpan<char> symbol) => symbol switch
    {
        "(" => "(", ")" => ")", "," => ",", "." => ".", "=" => "=", "*" => "*", "::" => "::", "||" => "||", "<" => "<", ">" => ">", "-" => "-", "+" => "+",
        _ => symbol.ToString(),
    };

    /// <summary>PostgreSQL's rule: the longest run of operator characters without a comment in it, not ending in + or - unless special.</summary>
    private int PostgresOperator(ReadOnlySpan<char> rest)
    {
        var operators = dialect == SqlDialect.DuckDb ? "+-*/<>=~!@#%^&|?" : "+-*/<>=~!@#%^&|`?";
        var length = 0;
        while (length < rest.Length && operators.Contains(rest[length])
            && !(length > 0 && rest[length..] is (['-', '-', ..] or ['/', '*', ..])))
            length++;
        if (!rest[..length].ContainsAny(Special))
            while (length > 1 && rest[length - 1] is ('+' or '-'))
                length--;
        if (length > 63)
            throw Unsure("An operator is too long.");
        return length;
    }
}
