using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql.Parsing;

/// <summary>Operators by precedence climbing, each dialect with its own table.</summary>
internal sealed partial class Parser
{
    private const int ArrowLevel = 5, OrLevel = 10, XorLevel = 15, AndLevel = 20, NotLevel = 30, IsLevel = 40, OpLevel = 70, AddLevel = 80, MultiplyLevel = 90,
        PowerLevel = 100, ZoneLevel = 110, CollateLevel = 120, SignLevel = 130;

    // SQLite and MySQL have IS, =, IN, LIKE on one level.
    private int EqualLevel => IsSqlite || IsMySql ? 40 : 50;
    private int LessLevel => IsMySql ? 40 : 50;
    private int InLevel => IsSqlite || IsMySql ? 40 : 60;

    private Expression Expression() => Operators(0);

    private Expression Operators(int least)
    {
        Enter();
        var left = Prefix();
        for (var links = 0; Infix(left, least) is { } next; links++)
        {
            if (links > MaxChain)
                throw Fail($"An expression has more than {MaxChain} operators in a row.", ParseFailure.TooLarge);
            left = next;
        }
        _depth--;
        return left;
    }

    private Expression Prefix()
    {
        if (TakeWord("NOT"))
        {
            // Nobody means a long row of them.
            if (++_prefixes > MaxPrefixes)
                throw Fail($"An expression starts with more than {MaxPrefixes} operators.", ParseFailure.TooLarge);
            var operand = Operators(NotLevel);
            _prefixes--;
            return new UnaryOperation("NOT", operand);
        }
        if (IsMySql && At("BINARY") && !SymbolAfter(1, "("))
        {
            _at++;
            return new Cast(Operators(SignLevel), new("binary"));
        }
        if (Now.Kind != TokenKind.Symbol)
            return Primary();
        switch (Now.Value)
        {
            case "-" or "+":
                return new UnaryOperation(tokens[_at++].Value, Operators(SignLevel));
            case "~" when IsSqlite || IsMySql:
                return new UnaryOperation(tokens[_at++].Value, Operators(SignLevel));
            case "!" when IsMySql:
                _at++;
                return new UnaryOperation("NOT", Operators(SignLevel));
            case "*" when IsDuckDb && KeywordAfter(1) == "COLUMNS":
                _at++;
                return new UnaryOperation("*", Primary());
            case "#" when IsDuckDb:
                _at++;
                return new ColumnPosition(Integer());
            case "~" or "@" or "|/" or "||/" or "@@" or "!!" when IsPostgresLike:
                return new UnaryOperation(tokens[_at++].Value, Operators(OpLevel));
            default:
                return Primary();
        }
    }

    /// <summary>The expression with one more operator, or null when what follows binds less or is none.</summary>
    private Expression? Infix(Expression left, int least)
    {
        if (Now.Kind == TokenKind.Symbol)
            return SymbolInfix(left, least);
        if (Now.Kind != TokenKind.Word || Now.Keyword.Length == 0)
            return null;
        switch (Now.Keyword)
        {
            case "OR" when least <= OrLevel:
                return Binary("OR", left, OrLevel);
            case "XOR" when IsMySql && least <= XorLevel:
                return Binary("XOR", left, XorLevel);
            case "AND" when least <= AndLevel:
                return Binary("AND", left, AndLevel);
            case "IS" when least <= IsLevel:
                return Is(left);
            case "ISNULL" when least <= IsLevel && !IsMySql:
                _at++;
                return new IsTest(left, TruthKind.Null);
            case "NOTNULL" when least <= IsLevel && !IsMySql:
                _at++;
                return new IsTest(left, TruthKind.Null, Negated: true);
            case "NOT" when least <= InLevel && IsSqlite && KeywordAfter(1) == "NULL":
                _at += 2;
                return new IsTest(left, TruthKind.Null, Negated: true);
            case "NOT" when least <= InLevel && KeywordAfter(1) is "IN" or "LIKE" or "ILIKE" or "SIMILAR" or "BETWEEN" or "GLOB" or "REGEXP" or "RLIKE" or "MATCH":
                _at++;
                return Membership(left, negated: true) ?? throw Unexpected();
            case "DIV" or "MOD" when IsMySql && least <= MultiplyLevel:
                return Binary(Now.Keyword == "MOD" ? "%" : "DIV", left, MultiplyLevel);
            case "OVERLAPS" when IsPostgresLike && least <= OpLevel:
                return Binary("OVERLAPS", left, OpLevel);
            case "OPERATOR" when IsPostgres && SymbolAfter(1, "(") && least <= OpLevel:
                return QualifiedOperator(left);
            case "AT" when KeywordAfter(1) == "TIME" && KeywordAfter(2) == "ZONE" && least <= ZoneLevel && !IsSqlite && !IsMySql:
                _at += 3;
                return new AtTimeZone(left, Operators(ZoneLevel + 1));
            case "COLLATE" when least <= CollateLevel:
                _at++;
                return new Collate(left, Path());
            default:
                return least <= InLevel ? Membership(left, negated: false) : null;
        }
    }

    private BinaryOperation Binary(string @operator, Expression left, int level)
    {
        _at++;
        return new(@operator, left, Operators(level + 1));
    }

    private Expression? SymbolInfix(Expression left, int least)
    {
        var symbol = Now.Value;
        if (symbol == "::" && (IsPostgresLike || dialect >= SqlDialect.SqlServer))
        {
            _at++;
            return new Cast(left, Type());
        }
        if (symbol is "[" && IsPostgresLike)
            return Bracket(left);
        if (symbol is "." && IsPostgresLike && left is not NumberLiteral)
            return Field(left);
        var level = symbol switch
        {
            "=" or "<>" or "!=" or "==" => EqualLevel,
            "<=>" when IsMySql => EqualLevel,
            "<" or ">" or "<=" or ">=" => LessLevel,
            "+" or "-" => AddLevel,
            "*" or "/" or "%" => MultiplyLevel,
            "=>" or ":=" or "," or ")" or "(" or "]" or "[" or "{" or "}" or ";" or ":" or "." or "::" or "!" => -1,
            "->" when IsDuckDb => ArrowLevel,
            "//" when IsDuckDb => MultiplyLevel,
            "^" or "**" => PowerLevel,
            "||" when IsMySql => OrLevel,
            "&&" when IsMySql => AndLevel,
            "||" or "->" or "->>" when IsSqlite || IsMySql => PowerLevel,
            "|" when IsMySql => 52,
            "&" when IsMySql => 54,
            "~" when IsMySql || IsSqlite => -1,
            "<<" or ">>" or "&" or "|" when IsSqlite || IsMySql => 60,
            _ => OpLevel,
        };
        if (level < least || level < 0)
            return null;
        _at++;
        if (symbol == "<=>" && IsMySql)
            return new DistinctTest(left, Operators(level + 1), Negated: true);
        symbol = symbol switch
        {
            "!=" => "<>",
            "==" => "=",
            "||" when IsMySql => "OR",
            "&&" when IsMySql => "AND",
            _ => symbol,
        };
        if (Now.Keyword is ("ANY" or "SOME" or "ALL") && SymbolAfter(1, "("))
            return QuantifiedTail(left, symbol);
        return new BinaryOperation(symbol, left, Operators(level + 1));
    }

    /// <summary>OPERATOR(pg_catalog.>), and no other schema's.</summary>
    private Expression QualifiedOperator(Expression left)
    {
        _at += 2;
        if (Now is { Kind: TokenKind.Word, Value: "pg_catalog" } && SymbolAfter(1, "."))
            _at += 2;
        var symbol = Now.Kind == TokenKind.Symbol && Now.Value[0] is not ('(' or ')' or ',' or ';' or '.' or '[' or ']' or ':') ? tokens[_at++].Value : throw Unexpected();
        Expect(")");
        symbol = symbol == "!=" ? "<>" : symbol;
        return Now.Keyword is ("ANY" or "SOME" or "ALL") && SymbolAfter(1, "(")
            ? QuantifiedTail(left, symbol)
            : new BinaryOperation(symbol, left, Operators(OpLevel + 1));
    }

    private Quantified QuantifiedTail(Expression left, string @operator)
    {
        var all = At("ALL");
        _at++;
        Expect("(");
        var right = StartsQuery(_at) ? new SubQuery(Query()) : Expression();
        Expect(")");
        return new(left, @operator, all, right);
    }

    private Expression Is(Expression left)
    {
        _at++;
        var negated = TakeWord("NOT");
        if (TakeWords("DISTINCT", "FROM"))
            return new DistinctTest(left, Operators(IsLevel + 1), negated);
        TruthKind? kind = TakeWord("NULL") ? TruthKind.Null : TakeWord("TRUE") ? TruthKind.True : TakeWord("FALSE") ? TruthKind.False
            : !IsSqlite && TakeWord("UNKNOWN") ? TruthKind.Unknown : null;
        if (kind is { } test)
            return new IsTest(left, test, negated);
        // SQLite's IS compares any two values.
        return IsSqlite ? new DistinctTest(left, Operators(IsLevel + 1), !negated) : throw Unexpected();
    }

    private Expression? Membership(Expression left, bool negated)
    {
        LikeKind? like = Now.Keyword switch
        {
            "LIKE" => LikeKind.Like,
            "ILIKE" when !IsSqlite && !IsMySql => LikeKind.ILike,
            "SIMILAR" when IsPostgresLike && KeywordAfter(1) == "TO" => LikeKind.SimilarTo,
            "GLOB" when IsSqlite || IsDuckDb => LikeKind.Glob,
            "REGEXP" when IsSqlite || IsMySql => LikeKind.Regexp,
            "RLIKE" when IsMySql => LikeKind.Regexp,
            "MATCH" when IsSqlite => LikeKind.Match,
            _ => null,
        };
        if (like is { } kind)
        {
            _at += kind == LikeKind.SimilarTo ? 2 : 1;
            if (IsPostgresLike && Now.Keyword is ("ANY" or "SOME" or "ALL") && SymbolAfter(1, "(") && kind is (LikeKind.Like or LikeKind.ILike))
                return QuantifiedTail(left, (negated ? "NOT " : "") + (kind == LikeKind.Like ? "LIKE" : "ILIKE"));
            var pattern = Operators(InLevel + 1);
            return new LikeOperation(left, kind, pattern, negated) { Escape = TakeWord("ESCAPE") ? Operators(InLevel + 1) : null };
        }
        if (TakeWord("BETWEEN"))
        {
            var symmetric = IsPostgres && TakeWord("SYMMETRIC");
            if (IsPostgres)
                TakeWord("ASYMMETRIC");
            var low = Operators(InLevel + 1);
            ExpectWord("AND");
            return new Between(left, low, Operators(InLevel + 1), negated) { Symmetric = symmetric };
        }
        return TakeWord("IN") ? In(left, negated) : null;
    }

    private Expression In(Expression left, bool negated)
    {
        if (!AtSymbol("("))
        {
            // SQLite: x IN table. DuckDB: x IN list.
            if (IsSqlite && Now.Kind is not (TokenKind.Text or TokenKind.Number))
                return new InQuery(left, new(new Select([new(new Star([]))]) { From = [new TableReference(Path())] }), negated);
            return IsDuckDb ? new InArray(left, Operators(InLevel + 1), negated) : throw Unexpected();
        }
        _at++;
        if (StartsQuery(_at))
        {
            var query = Query();
            Expect(")");
            return new InQuery(left, query, negated);
        }
        if (IsSqlite && Take(")"))
            return new InList(left, [], negated);
        var items = Separated(Expression);
        Expect(")");
        return new InList(left, items, negated);
    }

    private Expression Bracket(Expression value)
    {
        Expect("[");
        if (Take(":"))
            return SliceTail(value, null);
        var index = Expression();
        if (Take(":"))
            return SliceTail(value, index);
        Expect("]");
        return new Subscript(value, index);
    }

    private Slice SliceTail(Expression value, Expression? low)
    {
        Expression? high = null, step = null;
        if (AtSymbol("-") && SymbolAfter(1, ":"))
            _at++;
        else if (!AtSymbol("]") && !AtSymbol(":"))
            high = Expression();
        if (IsDuckDb && Take(":"))
            step = Expression();
        Expect("]");
        return new(value, low, high) { Step = step };
    }

    private Expression Field(Expression value)
    {
        Expect(".");
        if (Take("*"))
            return new FieldStar(value);
        var field = Label();
        return IsDuckDb && AtSymbol("(") ? CallTail([field], value) : new FieldAccess(value, field);
    }
}
