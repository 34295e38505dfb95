using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql.Parsing;

/// <summary>Function calls and the forms that look like them.</summary>
internal sealed partial class Parser
{
    /// <summary>A keyword with a parenthesis after it: a form of its own, or an ordinary call.</summary>
    private Expression KeywordCall(string keyword)
    {
        switch (keyword)
        {
            case "CAST" or "TRY_CAST":
                _at += 2;
                var value = Expression();
                ExpectWord("AS");
                var type = Type();
                Expect(")");
                return new Cast(value, type, Try: keyword == "TRY_CAST");
            case "EXTRACT" when KeywordAfter(3) == "FROM" && !IsSqlite:
                return Extract();
            case "POSITION" or "SUBSTRING" or "TRIM" or "OVERLAY" when !IsSqlite:
                return SpecialCall(keyword);
            case "CONVERT" when IsMySql:
                return Convert();
            case "MATCH" when IsMySql:
                return MatchAgainst();
            case "LEFT" or "RIGHT" or "LIKE" or "GLOB" or "MATCH" or "REGEXP" or "RLIKE" or "MOD" or "VALUES" or "FILTER":
            case "ISNULL" when IsMySql:
                return NamedCall([tokens[_at++].Value]);
            default:
                return Keywords.CannotBeName(keyword, dialect) ? throw Unexpected() : NamedCall([tokens[_at++].Value]);
        }
    }

    private Extract Extract()
    {
        _at += 2;
        var field = Now.Kind is TokenKind.Word or TokenKind.Text or TokenKind.Name ? tokens[_at++].Value.ToLowerInvariant() : throw Unexpected();
        if (field.Length is 0 or > 30 || !field.All(c => c is >= 'a' and <= 'z' or '_'))
            throw Unexpected();
        ExpectWord("FROM");
        var source = Expression();
        Expect(")");
        return new(field, source);
    }

    /// <summary>Reads no argument twice: nested calls would take exponential time.</summary>
    private Expression SpecialCall(string keyword)
    {
        var name = tokens[_at].Value;
        if (SymbolAfter(2, ")") || KeywordAfter(2) == "DISTINCT")
            return NamedCall([tokens[_at++].Value]);
        Enter();
        _at += 2;
        TrimSide? side = keyword != "TRIM" ? null : TakeWord("BOTH") ? TrimSide.Both : TakeWord("LEADING") ? TrimSide.Leading
            : TakeWord("TRAILING") ? TrimSide.Trailing : null;
        var first = keyword == "TRIM" && At("FROM") ? null : keyword == "POSITION" ? Operators(InLevel + 1) : Expression();
        Expression? special = keyword switch
        {
            "POSITION" when TakeWord("IN") => new Position(first!, Operators(InLevel + 1)),
            "OVERLAY" when TakeWord("PLACING") => OverlayTail(first!),
            "SUBSTRING" when At("FROM") || At("FOR") => SubstringTail(first!),
            "SUBSTRING" when IsPostgres && TakeWord("SIMILAR") => SimilarTail(first!),
            "TRIM" when TakeWord("FROM") => new Trim(side, first, Expression()),
            "TRIM" when side is not null && AtSymbol(")") => new Trim(side, null, first!),
            _ => null,
        };
        if (side is not null && special is null)
            throw Unexpected();
        _depth--;
        if (special is null)
            return CallTail([name], first, receiverAlone: false);
        Expect(")");
        return special;
    }

    private Overlay OverlayTail(Expression value)
    {
        var replacement = Operators(InLevel + 1);
        ExpectWord("FROM");
        var from = Operators(InLevel + 1);
        return new(value, replacement, from, TakeWord("FOR") ? Operators(InLevel + 1) : null);
    }

    private Substring SubstringTail(Expression value)
    {
        Expression? from = null, length = null;
        while (true)
            if (from is null && TakeWord("FROM"))
                from = Operators(InLevel + 1);
            else if (length is null && TakeWord("FOR"))
                length = Operators(InLevel + 1);
            else
                return new(value, from, length);
    }

    private SubstringSimilar SimilarTail(Expression value)
    {
        var pattern = Operators(InLevel + 1);
        ExpectWord("ESCAPE");
        return new(value, pattern, Operators(InLevel + 1));
    }

    private Expression Convert()
    {
        _at += 2;
        var value = Expression();
        if (TakeWord("USING"))
        {
            var characterSet = Name();
            Expect(")");
            return new ConvertUsing(value, characterSet);
        }
        Expect(",");
        var type = Type();
        Expect(")");
        return new Cast(value, type);
    }

    private MatchAgainst MatchAgainst()
    {
        _at += 2;
        var columns = Separated(Expression);
        Expect(")");
        ExpectWord("AGAINST");
        Expect("(");
        var text = Operators(InLevel + 1);
        string? mode = null;
        if (At("IN") || At("WITH"))
        {
            var start = _at;
            while (Now.Kind == TokenKind.Word)
                _at++;
            mode = string.Join(' ', tokens[start.._at].Select(t => t.Value.ToUpperInvariant()));
            if (mode is not ("IN BOOLEAN MODE" or "IN NATURAL LANGUAGE MODE" or "WITH QUERY EXPANSION" or "IN NATURAL LANGUAGE MODE WITH QUERY EXPANSION"))
                throw Unexpected();
        }
        Expect(")");
        return new(columns, text, mode);
    }

    private FunctionCall NamedCall(SqlList<string> name) => AtSymbol("(") ? CallTail(name, null) : throw Unexpected();

    /// <param name="first">An argument that was read already: what a method is called on, or, when not alone, the first in the parentheses.</param>
    private FunctionCall CallTail(SqlList<string> name, Expression? first, bool receiverAlone = true)
    {
        Enter();
        var call = new FunctionCall(name, []);
        List<Expression> arguments = first is null ? [] : [first];
        var more = !receiverAlone ? Take(",") : false;
        if (receiverAlone)
        {
            Expect("(");
            if (TakeWord("DISTINCT"))
                call = call with { Distinct = true };
            else
                TakeWord("ALL");
            more = !AtSymbol(")") && !At("ORDER");
        }
        while (more)
        {
            if (IsPostgres && TakeWord("VARIADIC"))
                call = call with { Variadic = true };
            arguments.Add(Argument(name[^1]));
            more = Take(",");
        }
        call = call with { Arguments = [.. arguments] };
        if (TakeWords("ORDER", "BY"))
            call = call with { OrderBy = Separated(OrderItem) };
        if (IsMySql && TakeWord("SEPARATOR"))
            call = call with { Separator = Primary() };
        if (Nulls() is { } inside)
            call = call with { IgnoreNulls = inside };
        if (IsDuckDb && Limit() is { } limit)
            call = call with { Limit = limit };
        Expect(")");
        call = Tail(call);
        _depth--;
        return call;
    }

    private bool? Nulls() => TakeWords("IGNORE", "NULLS") ? true : TakeWords("RESPECT", "NULLS") ? false : null;

    private FunctionCall Tail(FunctionCall call)
    {
        if (At("WITHIN") && KeywordAfter(1) == "GROUP")
        {
            _at += 2;
            Expect("(");
            ExpectWord("ORDER");
            ExpectWord("BY");
            call = call with { WithinGroup = Separated(OrderItem) };
            Expect(")");
        }
        if (At("FILTER") && SymbolAfter(1, "(") && !IsMySql)
        {
            _at += 2;
            if (!IsDuckDb)
                ExpectWord("WHERE");
            else
                TakeWord("WHERE");
            call = call with { Filter = Expression() };
            Expect(")");
        }
        if (Nulls() is { } nulls)
            call = call with { IgnoreNulls = nulls };
        if (!TakeWord("OVER"))
            return call;
        return AtSymbol("(") ? call with { Over = Window() } : call with { OverName = Name() };
    }

    private Expression Argument(string function)
    {
        if (Now.Kind is TokenKind.Word or TokenKind.Name && (SymbolAfter(1, "=>") || SymbolAfter(1, ":=")) && !IsSqlite && !IsMySql)
        {
            var name = tokens[_at].Value;
            _at += 2;
            return new NamedArgument(name, Expression());
        }
        var value = Expression();
        if (IsDuckDb && TakesLambda(function) && value is BinaryOperation { Operator: "->" } arrow)
            return arrow.Left switch
            {
                ColumnReference { Path: [var one] } => new Lambda([one], arrow.Right),
                RowConstructor { Items: var names, WithKeyword: false } when names.All(n => n is ColumnReference { Path.Count: 1 }) =>
                    new Lambda(names.Select(n => ((ColumnReference)n).Name).ToSqlList(), arrow.Right),
                _ => value,
            };
        return value;
    }

    private static bool TakesLambda(string function) => function.ToLowerInvariant() is
        "list_transform" or "array_transform" or "list_apply" or "array_apply" or "apply" or "list_filter" or "array_filter" or "filter"
        or "list_reduce" or "array_reduce" or "reduce" or "columns";

    private Window Window()
    {
        Expect("(");
        var window = new Window();
        if (Now.Kind is TokenKind.Name or TokenKind.NameOrText || Now.Kind == TokenKind.Word && !(Now.Keyword is "PARTITION" or "ORDER" or "ROWS" or "RANGE" or "GROUPS"))
            window = window with { BaseName = Name() };
        if (TakeWords("PARTITION", "BY"))
            window = window with { PartitionBy = Separated(Expression) };
        if (TakeWords("ORDER", "BY"))
            window = window with { OrderBy = Separated(OrderItem) };
        FrameUnit? unit = TakeWord("ROWS") ? FrameUnit.Rows : TakeWord("RANGE") ? FrameUnit.Range : TakeWord("GROUPS") ? FrameUnit.Groups : null;
        if (unit is { } frameUnit)
            window = window with { Frame = Frame(frameUnit) };
        Expect(")");
        return window;
    }

    private WindowFrame Frame(FrameUnit unit)
    {
        var between = TakeWord("BETWEEN");
        var start = Bound();
        FrameBound? end = null;
        if (between)
        {
            ExpectWord("AND");
            end = Bound();
        }
        FrameExclusion? exclusion = null;
        if (TakeWord("EXCLUDE"))
            exclusion = TakeWords("CURRENT", "ROW") ? FrameExclusion.CurrentRow : TakeWord("GROUP") ? FrameExclusion.Group
                : TakeWord("TIES") ? FrameExclusion.Ties : TakeWords("NO", "OTHERS") ? FrameExclusion.NoOthers : throw Unexpected();
        return new(unit, start, end) { Exclude = exclusion };
    }

    private FrameBound Bound()
    {
        if (TakeWords("CURRENT", "ROW"))
            return new(FrameBoundKind.CurrentRow);
        if (TakeWord("UNBOUNDED"))
            return TakeWord("PRECEDING") ? new(FrameBoundKind.UnboundedPreceding)
                : TakeWord("FOLLOWING") ? new(FrameBoundKind.UnboundedFollowing) : throw Unexpected();
        var offset = Operators(InLevel + 1);
        return TakeWord("PRECEDING") ? new(FrameBoundKind.Preceding, offset)
            : TakeWord("FOLLOWING") ? new(FrameBoundKind.Following, offset) : throw Unexpected();
    }

    private TypeName Type()
    {
        Enter();
        var type = new TypeReader(this).Read();
        List<int?> dimensions = [];
        while (IsPostgresLike)
            if (Take("["))
            {
                dimensions.Add(AtSymbol("]") ? null : Integer());
                Expect("]");
            }
            else if (dimensions.Count == 0 && At("ARRAY"))
            {
                _at++;
                dimensions.Add(AtSymbol("[") ? Length() : null);
            }
            else
                break;
        _depth--;
        return dimensions.Count == 0 ? type : type with { Dimensions = [.. dimensions] };

        int Length()
        {
            Expect("[");
            var length = Integer();
            Expect("]");
            return length;
        }
    }
}
