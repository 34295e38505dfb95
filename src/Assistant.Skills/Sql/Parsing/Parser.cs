using System.Globalization;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql.Parsing;

/// <summary>
/// Recursive descent for queries and FROM, operator precedence for expressions: one grammar, with the dialects' differences where they
/// are. What it does not know it refuses.
/// </summary>
internal sealed partial class Parser(Token[] tokens, SqlDialect dialect, int maxDepth)
{
    private const int MaxChain = 1000, MaxSetBranches = 1000, MaxPrefixes = 20;

    private int _at;
    private int _depth;
    private int _prefixes;
    private int[]? _closing;

    private bool IsPostgres => dialect == SqlDialect.PostgreSql;
    private bool IsDuckDb => dialect == SqlDialect.DuckDb;
    private bool IsSqlite => dialect == SqlDialect.Sqlite;
    private bool IsMySql => dialect == SqlDialect.MySql;
    private bool IsPostgresLike => dialect is SqlDialect.PostgreSql or SqlDialect.DuckDb;

    private ref readonly Token Now => ref tokens[_at];

    /// <summary>One query, and at most one semicolon after it.</summary>
    public Query Statement()
    {
        if (Now.Kind == TokenKind.End)
            throw Fail("There is no query.");
        if (!StartsQuery(_at))
            throw NoQuery();
        var query = Query();
        Take(";");
        if (Now.Kind == TokenKind.End)
            return query;
        throw _at > 0 && tokens[_at - 1].Is(";") ? Fail("Only one statement can be run at a time.", ParseFailure.NotARead) : Unexpected();
    }

    public Expression WholeExpression()
    {
        var expression = Expression();
        return Now.Kind == TokenKind.End ? expression : throw Unexpected();
    }

    public TypeName WholeType()
    {
        var type = Type();
        return Now.Kind == TokenKind.End ? type : throw Unexpected();
    }

    private SqlSyntaxException NoQuery() => Keywords.StartsStatement(Now.Keyword) || Now.Is(";")
        ? Fail("Only queries that read are run: SELECT, WITH or VALUES, one at a time.", ParseFailure.NotARead)
        : Fail($"A query starts with SELECT, WITH or VALUES, not with '{Shown(Now)}'.");

    private SqlSyntaxException Fail(string why, ParseFailure kind = ParseFailure.NotUnderstood) => new(kind, why, Now.Start);

    private SqlSyntaxException Unexpected() => Now.Kind == TokenKind.End
        ? Fail("The query ends too early.")
        : Keywords.StartsStatement(Now.Keyword) || Now.Keyword == "INTO"
            ? Fail($"'{Now.Value}' is not allowed here: only queries that read are run.", ParseFailure.NotARead)
            : Fail($"'{Shown(Now)}' is not understood here.");

    private static string Shown(in Token token) => token.Value.Length <= 40 ? token.Value : token.Value[..40] + "…";

    /// <summary>Counts a level of nesting; paired with a decrement.</summary>
    private void Enter()
    {
        if (++_depth > maxDepth)
            throw Fail($"The query is nested more than {maxDepth} levels deep.", ParseFailure.TooLarge);
    }

    private bool At(string keyword) => ReferenceEquals(Now.Keyword, keyword) || Now.Keyword == keyword;

    private bool AtSymbol(string symbol) => Now.Is(symbol);

    private string KeywordAfter(int ahead) => _at + ahead < tokens.Length ? tokens[_at + ahead].Keyword : "";

    private bool SymbolAfter(int ahead, string symbol) => _at + ahead < tokens.Length && tokens[_at + ahead].Is(symbol);

    private bool TakeWord(string keyword)
    {
        if (!At(keyword))
            return false;
        _at++;
        return true;
    }

    private bool TakeWords(string first, string second)
    {
        if (!At(first) || KeywordAfter(1) != second)
            return false;
        _at += 2;
        return true;
    }

    private bool Take(string symbol)
    {
        if (!AtSymbol(symbol))
            return false;
        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unexpected();
    }

    private void ExpectWord(string keyword)
    {
        if (!TakeWord(keyword))
            throw Unexpected();
    }

    /// <summary>A name: any word that is not reserved, or a quoted one.</summary>
    private string Name()
    {
        if (Now.Kind is TokenKind.Name or TokenKind.NameOrText || Now.Kind == TokenKind.Word && !Keywords.CannotBeName(Now.Keyword, dialect))
            return tokens[_at++].Value;
        throw Unexpected();
    }

    /// <summary>After a point or AS any word is a name.</summary>
    private string Label()
    {
        if (Now.Kind is TokenKind.Name or TokenKind.NameOrText or TokenKind.Word)
            return tokens[_at++].Value;
        // SQLite, MySQL and DuckDB take a text as an alias.
        if (Now.Kind == TokenKind.Text && !IsPostgres && Now.Value.Length > 0)
            return tokens[_at++].Value;
        throw Unexpected();
    }

    private SqlList<string> Names()
    {
        Expect("(");
        var names = Separated(Name);
        Expect(")");
        return names;
    }

    private SqlList<T> Separated<T>(Func<T> read)
    {
        var first = read();
        if (!AtSymbol(","))
            return [first];
        List<T> items = [first];
        while (Take(","))
        {
            // DuckDB forgives a comma too many.
            if (IsDuckDb && (At("FROM") || AtSymbol(")") || AtSymbol("]") || AtSymbol("}")))
                break;
            items.Add(read());
        }
        return [.. items];
    }

    private int Integer()
    {
        if (Now.Kind == TokenKind.Number && int.TryParse(Now.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            _at++;
            return number;
        }
        throw Unexpected();
    }

    /// <summary>Is the token the start of a query, parentheses before it included?</summary>
    private bool StartsQuery(int at)
    {
        if (tokens[at].Keyword is "SELECT" or "WITH" || tokens[at].Keyword == "VALUES" && IsValues(at))
            return true;
        if (IsDuckDb && (tokens[at].Keyword == "FROM" || tokens[at].Keyword is ("PIVOT" or "UNPIVOT") && at > 0))
            return true;
        if (!tokens[at].Is("(") || !StartsQuery(at + 1))
            return false;
        // ((SELECT 1)) is a query, ((SELECT 1) + 1) is not: what follows the inner parenthesis tells.
        var after = tokens[Closing(at) + 1];
        return after.Kind == TokenKind.End || after.Is(")") || after.Is(";")
            || after.Keyword is "UNION" or "INTERSECT" or "EXCEPT" or "ORDER" or "LIMIT" or "OFFSET" or "FETCH" or "FOR" or "MINUS";
    }

    // VALUES(column) is a function in MySQL, a list of rows elsewhere.
    private bool IsValues(int at) => tokens[at + 1].Is("(") || tokens[at + 1].Keyword == "ROW";

    /// <summary>Where the parenthesis at this token is closed.</summary>
    private int Closing(int at)
    {
        _closing ??= Closings();
        return _closing[at] > 0 ? _closing[at] : throw Fail("A parenthesis is not closed.");
    }

    private int[] Closings()
    {
        var closings = new int[tokens.Length];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Length; i++)
            if (tokens[i].Is("("))
                open.Push(i);
            else if (tokens[i].Is(")") && open.TryPop(out var start))
                closings[start] = i;
        return closings;
    }
}
