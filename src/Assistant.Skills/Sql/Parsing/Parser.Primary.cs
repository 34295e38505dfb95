using System.Globalization;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql.Parsing;

/// <summary>Literals, names, parentheses and CASE.</summary>
internal sealed partial class Parser
{
    private Expression Primary()
    {
        var token = Now;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _at++;
                return new NumberLiteral(token.Value);
            case TokenKind.Text:
                _at++;
                return new TextLiteral(token.Value);
            case TokenKind.Hexadecimal or TokenKind.Bits:
                _at++;
                return new BinaryLiteral(token.Value, token.Kind == TokenKind.Hexadecimal);
            case TokenKind.Symbol:
                return token.Value switch
                {
                    "(" => Parenthesis(),
                    "*" => Star([]),
                    "[" when IsDuckDb => ListLiteral(),
                    "{" when IsDuckDb => new StructLiteral(StructFields()),
                    _ => throw Unexpected(),
                };
            case TokenKind.NameOrText when !SymbolAfter(1, ".") && !SymbolAfter(1, "("):
                _at++;
                return new ColumnReference([token.Value]) { MayBeText = true };
            case TokenKind.Name or TokenKind.NameOrText:
                return NameOrCall();
            case TokenKind.Word:
                return (token.Keyword.Length > 0 ? KeywordExpression(token.Keyword) : null) ?? NameOrCall();
            default:
                throw Unexpected();
        }
    }

    private Expression? KeywordExpression(string keyword)
    {
        switch (keyword)
        {
            case "NULL": _at++; return new NullLiteral();
            case "TRUE": _at++; return new BooleanLiteral(true);
            case "FALSE": _at++; return new BooleanLiteral(false);
            case "CASE": return Case();
            case "EXISTS" when SymbolAfter(1, "("):
                _at += 2;
                if (!StartsQuery(_at))
                    throw NoQuery();
                var query = Query();
                Expect(")");
                return new Exists(query);
            case "ARRAY" when IsPostgresLike && SymbolAfter(1, "["):
                _at++;
                return ListLiteral();
            case "ARRAY" when IsPostgresLike && SymbolAfter(1, "("):
                _at += 2;
                var rows = Query();
                Expect(")");
                return new ArrayQuery(rows);
            case "ROW" when SymbolAfter(1, "(") && !IsSqlite:
                _at++;
                return Row();
            case "MAP" when IsDuckDb && SymbolAfter(1, "{"):
                _at++;
                return Map();
            case "INTERVAL": return Interval();
            case "LAMBDA" when IsDuckDb: return KeywordLambda();
            case "CURRENT_DATE" or "CURRENT_TIME" or "CURRENT_TIMESTAMP": return KeywordFunction(keyword);
            case "LOCALTIME" or "LOCALTIMESTAMP" or "CURRENT_USER" when !IsSqlite: return KeywordFunction(keyword);
            case "CURRENT_ROLE" or "CURRENT_CATALOG" or "CURRENT_SCHEMA" or "SESSION_USER" or "USER" or "SYSTEM_USER" when IsPostgres && !SymbolAfter(1, "."):
                return KeywordFunction(keyword);
            case "TIMESTAMP" or "TIME" when KeywordAfter(1) is "WITH" or "WITHOUT":
            case "DOUBLE" when KeywordAfter(1) == "PRECISION":
                return new TypedLiteral(Type(), LiteralText());
            case "DATE" or "TIME" or "TIMESTAMP" when !IsSqlite && tokens[_at + 1].Kind == TokenKind.Text:
                return new TypedLiteral(Type(), LiteralText());
            default:
                return SymbolAfter(1, "(") ? KeywordCall(keyword) : null;
        }
    }

    private string LiteralText() => Now.Kind == TokenKind.Text ? tokens[_at++].Value : throw Unexpected();

    private KeywordFunction KeywordFunction(string keyword)
    {
        _at++;
        if (!Take("("))
            return new(keyword);
        int? precision = AtSymbol(")") ? null : Integer();
        Expect(")");
        return new(keyword, precision);
    }

    private Expression Parenthesis()
    {
        Expect("(");
        if (StartsQuery(_at))
        {
            var query = Query();
            Expect(")");
            return new SubQuery(query);
        }
        var items = Separated(Expression);
        Expect(")");
        return items.Count == 1 ? items[0] : new RowConstructor(items);
    }

    private RowConstructor Row()
    {
        Expect("(");
        SqlList<Expression> items = AtSymbol(")") ? [] : Separated(Expression);
        Expect(")");
        return new(items, WithKeyword: true);
    }

    private Case Case()
    {
        ExpectWord("CASE");
        var operand = At("WHEN") ? null : Expression();
        List<When> whens = [];
        while (TakeWord("WHEN"))
        {
            var condition = Expression();
            ExpectWord("THEN");
            whens.Add(new(condition, Expression()));
        }
        var other = TakeWord("ELSE") ? Expression() : null;
        ExpectWord("END");
        return whens.Count > 0 ? new(operand, [.. whens], other) : throw Unexpected();
    }

    private Star Star(SqlList<string> qualifier)
    {
        Expect("*");
        var star = new Star(qualifier);
        if (!IsDuckDb)
            return star;
        LikeKind? kind = At("LIKE") ? LikeKind.Like : At("ILIKE") ? LikeKind.ILike : At("GLOB") ? LikeKind.Glob
            : At("SIMILAR") && KeywordAfter(1) == "TO" ? LikeKind.SimilarTo : null;
        if (kind is not null)
        {
            _at += kind == LikeKind.SimilarTo ? 2 : 1;
            star = star with { FilterKind = kind, Filter = Operators(InLevel + 1) };
        }
        if (TakeWord("EXCLUDE"))
            star = star with { Exclude = Enclosed(QualifiedColumn) };
        if (At("REPLACE") && TakeWord("REPLACE"))
            star = star with { Replace = Enclosed(SelectItem) };
        if (TakeWord("RENAME"))
            star = star with { Rename = Enclosed(Renamed) };
        return star;
    }

    private ColumnReference QualifiedColumn() => new(Path());

    private RenamedColumn Renamed()
    {
        var column = QualifiedColumn();
        ExpectWord("AS");
        return new(column, Label());
    }

    /// <summary>A list in parentheses, or one item without.</summary>
    private SqlList<T> Enclosed<T>(Func<T> read)
    {
        if (!Take("("))
            return [read()];
        var items = Separated(read);
        Expect(")");
        return items;
    }

    /// <summary>[1, 2], or a comprehension.</summary>
    private Expression ListLiteral()
    {
        Enter();
        Expect("[");
        if (Take("]"))
        {
            _depth--;
            return new ArrayLiteral([]);
        }
        var first = ListItem();
        if (IsDuckDb && TakeWord("FOR"))
        {
            var names = Separated(Name);
            ExpectWord("IN");
            var source = Expression();
            var filter = TakeWord("IF") ? Expression() : null;
            Expect("]");
            _depth--;
            return new ListComprehension(first, names, source, filter);
        }
        List<Expression> items = [first];
        while (Take(",") && !(IsDuckDb && AtSymbol("]")))
            items.Add(ListItem());
        Expect("]");
        _depth--;
        return new ArrayLiteral([.. items]);
    }

    // PostgreSQL: the inner brackets of ARRAY[[1, 2], [3, 4]].
    private Expression ListItem() => IsPostgres && AtSymbol("[") ? ListLiteral() : Expression();

    private SqlList<StructField> StructFields()
    {
        Expect("{");
        var fields = Separated(() =>
        {
            var name = Now.Kind == TokenKind.Text ? tokens[_at++].Value : Label();
            Expect(":");
            return new StructField(name, Expression());
        });
        Expect("}");
        return fields;
    }

    private MapLiteral Map()
    {
        Expect("{");
        SqlList<MapEntry> entries = AtSymbol("}") ? [] : Separated(() =>
        {
            var key = Expression();
            Expect(":");
            return new MapEntry(key, Expression());
        });
        Expect("}");
        return new(entries);
    }

    private Lambda KeywordLambda()
    {
        ExpectWord("LAMBDA");
        var names = Separated(Name);
        Expect(":");
        return new(names, Expression()) { WithKeyword = true };
    }

    private Expression? Interval()
    {
        var next = tokens[_at + 1];
        if (IsSqlite)
            return SymbolAfter(1, "(") ? KeywordCall("INTERVAL") : null;
        var hasUnit = !IsPostgres && (next.Kind == TokenKind.Number || IsMySql && !next.Is("(") && next.Kind != TokenKind.End || next.Is("-")
            || next.Is("(") && IsUnit(tokens[Closing(_at + 1) + 1].Value)
            || next.Kind is TokenKind.Word or TokenKind.Name && IsUnit(tokens[_at + 2].Value));
        if (next.Kind != TokenKind.Text && !hasUnit)
            return SymbolAfter(1, "(") ? KeywordCall("INTERVAL") : null;
        _at++;
        var value = IsMySql ? Operators(InLevel + 1) : IsDuckDb && AtSymbol("-") ? Prefix() : Primary();
        if (!IsUnit(Now.Value) || Now.Kind != TokenKind.Word)
            return IsMySql || value is not TextLiteral ? throw Unexpected() : new IntervalLiteral(value);
        var unit = tokens[_at++].Value.ToUpperInvariant();
        if (TakeWord("TO"))
            unit += IsUnit(Now.Value) ? " TO " + tokens[_at++].Value.ToUpperInvariant() : throw Unexpected();
        return new IntervalLiteral(value, unit);
    }

    private static bool IsUnit(string word) => word.Length < 20 && word.ToUpperInvariant() is
        "MICROSECOND" or "MICROSECONDS" or "MILLISECOND" or "MILLISECONDS" or "SECOND" or "SECONDS" or "MINUTE" or "MINUTES" or "HOUR" or "HOURS"
        or "DAY" or "DAYS" or "WEEK" or "WEEKS" or "MONTH" or "MONTHS" or "QUARTER" or "QUARTERS" or "YEAR" or "YEARS" or "DECADE" or "DECADES"
        or "CENTURY" or "CENTURIES" or "MILLENNIUM" or "MILLENNIA" or "SECOND_MICROSECOND" or "MINUTE_MICROSECOND" or "MINUTE_SECOND"
        or "HOUR_MICROSECOND" or "HOUR_SECOND" or "HOUR_MINUTE" or "DAY_MICROSECOND" or "DAY_SECOND" or "DAY_MINUTE" or "DAY_HOUR" or "YEAR_MONTH";

    private Expression NameOrCall()
    {
        var start = _at;
        if (Keywords.CannotBeName(Now.Keyword, dialect))
            throw Unexpected();
        List<string> path = [tokens[_at++].Value];
        while (AtSymbol("."))
        {
            _at++;
            if (AtSymbol("*"))
                return Star([.. path]);
            path.Add(Now.Kind == TokenKind.Text ? throw Unexpected() : Label());
            if (path.Count > 8)
                throw Unexpected();
        }
        if (AtSymbol("("))
            return path.Count > 1 && IsDuckDb && path[0] is not ("main" or "pg_catalog" or "system")
                ? CallTail([path[^1]], new ColumnReference([.. path[..^1]]))
                : NamedCall([.. path]);
        // date '2024-01-31': any type may stand before its text.
        if (Now.Kind == TokenKind.Text && IsPostgresLike && (tokens[start].Kind == TokenKind.Word || IsPostgres))
        {
            var type = new TypeName(path[^1].ToLower(CultureInfo.InvariantCulture)) { Schema = path.Count == 2 ? path[0] : null };
            return path.Count <= 2 ? new TypedLiteral(type, LiteralText()) : throw Unexpected();
        }
        return new ColumnReference([.. path]);
    }
}
