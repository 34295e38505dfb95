using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql.Parsing;

internal sealed partial class Parser
{
    private Query Query()
    {
        Enter();
        var with = At("WITH") ? With() : null;
        var body = Body();
        var query = new Query(body) { With = with };
        if (TakeWords("ORDER", "BY"))
            query = query with { OrderBy = Separated(OrderItem) };
        if (Limit() is { } limit)
            query = query with { Limit = limit };
        RefuseWritingTail();
        _depth--;
        // What stands in parentheses with nothing around them is the query itself.
        return query is { IsBare: true, Body: NestedQuery nested } ? nested.Query : query;
    }

    private void RefuseWritingTail()
    {
        if (At("FOR") || At("LOCK") || At("INTO") || At("PROCEDURE"))
            throw Fail($"'{Now.Value}' is not allowed: only queries that read are run, without locks and without storing results.", ParseFailure.NotARead);
    }

    private With With()
    {
        ExpectWord("WITH");
        var recursive = TakeWord("RECURSIVE");
        return new(Separated(CommonTable), recursive);
    }

    private CommonTable CommonTable()
    {
        var name = Name();
        var columns = AtSymbol("(") ? Names() : [];
        ExpectWord("AS");
        bool? materialized = TakeWord("MATERIALIZED") ? true : TakeWords("NOT", "MATERIALIZED") ? false : null;
        Expect("(");
        if (!StartsQuery(_at))
            throw NoQuery();
        var table = new CommonTable(name, Query()) { Columns = columns, Materialized = materialized };
        Expect(")");
        if (IsPostgres && At("SEARCH"))
            table = table with { Search = Search() };
        if (IsPostgres && At("CYCLE"))
            table = table with { Cycle = Cycle() };
        return table;
    }

    private SearchClause Search()
    {
        _at++;
        var depth = TakeWord("DEPTH");
        if (!depth)
            ExpectWord("BREADTH");
        ExpectWord("FIRST");
        ExpectWord("BY");
        var by = Separated(Name);
        ExpectWord("SET");
        return new(depth, by, Name());
    }

    private CycleClause Cycle()
    {
        _at++;
        var columns = Separated(Name);
        ExpectWord("SET");
        var mark = Name();
        Expression? value = null, other = null;
        if (TakeWord("TO"))
        {
            value = Mark();
            ExpectWord("DEFAULT");
            other = Mark();
        }
        ExpectWord("USING");
        return new(columns, mark, Name()) { MarkValue = value, MarkDefault = other };
    }

    /// <summary>PostgreSQL takes constants only.</summary>
    private Expression Mark() => Primary() is var mark and (TextLiteral or NumberLiteral or BooleanLiteral) ? mark : throw Unexpected();

    /// <summary>UNION and EXCEPT from the left; INTERSECT first, but not in SQLite.</summary>
    private QueryBody Body()
    {
        var left = IsSqlite ? Term() : Intersections();
        var branches = 0;
        while (true)
        {
            SetOperator? kind = At("UNION") ? SetOperator.Union : At("EXCEPT") || At("MINUS") && dialect >= SqlDialect.SqlServer ? SetOperator.Except
                : IsSqlite && At("INTERSECT") ? SetOperator.Intersect : null;
            if (kind is not { } @operator)
                return left;
            if (++branches > MaxSetBranches)
                throw Fail("The query has too many set operations.", ParseFailure.TooLarge);
            left = SetTail(@operator, left, IsSqlite ? Term : Intersections);
        }
    }

    private QueryBody Intersections()
    {
        var left = Term();
        for (var branches = 0; At("INTERSECT"); branches++)
        {
            if (branches > MaxSetBranches)
                throw Fail("The query has too many set operations.", ParseFailure.TooLarge);
            left = SetTail(SetOperator.Intersect, left, Term);
        }
        return left;
    }

    private SetOperation SetTail(SetOperator kind, QueryBody left, Func<QueryBody> right)
    {
        _at++;
        var all = TakeWord("ALL");
        if (!all)
            TakeWord("DISTINCT");
        var byName = IsDuckDb && TakeWords("BY", "NAME");
        return new(kind, left, right(), all) { ByName = byName };
    }

    private QueryBody Term()
    {
        if (AtSymbol("("))
        {
            if (IsSqlite && _depth > 0 && !StartsQuery(_at + 1))
                throw Unexpected();
            Expect("(");
            if (!StartsQuery(_at))
                throw NoQuery();
            var query = Query();
            Expect(")");
            return query.IsBare ? query.Body : new NestedQuery(query);
        }
        return Now.Keyword switch
        {
            "SELECT" => Select(),
            "VALUES" => Values(),
            "FROM" when IsDuckDb => FromFirst(),
            "PIVOT" when IsDuckDb => Pivot(),
            "UNPIVOT" when IsDuckDb => Unpivot(),
            _ => throw NoQuery(),
        };
    }

    private Values Values()
    {
        ExpectWord("VALUES");
        return new(Separated(() =>
        {
            if (IsMySql)
                TakeWord("ROW");
            Expect("(");
            var row = Separated(Expression);
            Expect(")");
            return row;
        }));
    }

    /// <summary>DuckDB: FROM t SELECT a, or FROM t alone.</summary>
    private Select FromFirst()
    {
        ExpectWord("FROM");
        var from = Separated(FromItem);
        var select = TakeWord("SELECT") ? SelectItems() : new Select([new(new Star([]))]);
        return Clauses(select with { From = from });
    }

    private Select Select()
    {
        ExpectWord("SELECT");
        var select = SelectItems();
        if (At("INTO"))
            RefuseWritingTail();
        if (TakeWord("FROM") && !(IsMySql && TakeWord("DUAL")))
            select = select with { From = Separated(FromItem) };
        return Clauses(select);
    }

    private Select SelectItems()
    {
        SqlList<Expression> on = [];
        var distinct = false;
        // Hints that change nothing of the result.
        while (IsMySql && Now.Kind == TokenKind.Word
            && Now.Value.ToUpperInvariant() is "SQL_NO_CACHE" or "SQL_SMALL_RESULT" or "SQL_BIG_RESULT" or "SQL_BUFFER_RESULT")
            _at++;
        if (IsMySql && Now.Kind == TokenKind.Word && Now.Value.Equals("DISTINCTROW", StringComparison.OrdinalIgnoreCase))
        {
            _at++;
            distinct = true;
        }
        else if (!TakeWord("ALL") && TakeWord("DISTINCT"))
        {
            distinct = true;
            if (IsPostgresLike && TakeWord("ON"))
            {
                Expect("(");
                on = Separated(Expression);
                Expect(")");
            }
        }
        // PostgreSQL allows a list without items: EXISTS (SELECT FROM t).
        var none = IsPostgres && (At("FROM") || At("WHERE") || AtSymbol(")") || Now.Kind == TokenKind.End || AtSymbol(";"));
        return new(none ? [] : Separated(SelectItem)) { Distinct = distinct && on.Count == 0, DistinctOn = on };
    }

    private SelectItem SelectItem()
    {
        // DuckDB's alias: value.
        if (IsDuckDb && Now.Kind is (TokenKind.Word or TokenKind.Name) && SymbolAfter(1, ":"))
        {
            var name = Name();
            Expect(":");
            return new(Expression(), name);
        }
        var value = Expression();
        if (TakeWord("AS"))
            return new(value, Label());
        return new(value, BareAlias());
    }

    private string? BareAlias()
    {
        if (Now.Kind is TokenKind.Name or TokenKind.NameOrText || Now.Kind == TokenKind.Word && !Keywords.CannotBeName(Now.Keyword, dialect))
            return tokens[_at++].Value;
        return Now.Kind == TokenKind.Text && (IsSqlite || IsMySql) && Now.Value.Length > 0 ? tokens[_at++].Value : null;
    }

    private Select Clauses(Select select)
    {
        if (TakeWord("WHERE"))
            select = select with { Where = Expression() };
        if (TakeWords("GROUP", "BY"))
        {
            var distinct = IsPostgres && TakeWord("DISTINCT");
            if (IsPostgres)
                TakeWord("ALL");
            select = select with { GroupBy = Groups(), GroupByDistinct = distinct };
        }
        if (TakeWord("HAVING"))
            select = select with { Having = Expression() };
        if (TakeWord("WINDOW"))
            select = select with { Windows = Separated(NamedWindow) };
        if (At("QUALIFY") && dialect is not (SqlDialect.PostgreSql or SqlDialect.Sqlite or SqlDialect.MySql) && TakeWord("QUALIFY"))
            select = select with { Qualify = Expression() };
        if (IsDuckDb && TakeWords("USING", "SAMPLE"))
            select = select with { Sample = UsingSample() };
        return select;
    }

    private NamedWindow NamedWindow()
    {
        var name = Name();
        ExpectWord("AS");
        return new(name, Window());
    }

    private SqlList<GroupItem> Groups()
    {
        if (IsDuckDb && TakeWord("ALL"))
            return [new GroupByAll()];
        var groups = Separated(GroupItem);
        return IsMySql && TakeWords("WITH", "ROLLUP") ? [new GroupingElement(GroupingKind.Rollup, groups)] : groups;
    }

    private GroupItem GroupItem()
    {
        GroupingKind? kind = At("ROLLUP") && SymbolAfter(1, "(") ? GroupingKind.Rollup
            : At("CUBE") && SymbolAfter(1, "(") ? GroupingKind.Cube
            : At("GROUPING") && KeywordAfter(1) == "SETS" ? GroupingKind.Sets
            : null;
        if (kind is not { } element)
            return new GroupExpression(TakeEmptyRow() ?? Expression());
        Enter();
        _at += element == GroupingKind.Sets ? 2 : 1;
        Expect("(");
        var items = Separated(GroupItem);
        Expect(")");
        _depth--;
        return new GroupingElement(element, items);
    }

    private RowConstructor? TakeEmptyRow()
    {
        if (!AtSymbol("(") || !SymbolAfter(1, ")"))
            return null;
        _at += 2;
        return new([]);
    }

    private OrderItem OrderItem()
    {
        var value = IsDuckDb && TakeWord("ALL") ? new AllColumns() : Expression();
        string? @operator = null;
        if (IsPostgres && TakeWord("USING"))
        {
            @operator = Now.Value is "<" or ">" or "<=" or ">=" ? Now.Value : throw Unexpected();
            _at++;
        }
        bool? descending = TakeWord("ASC") ? false : TakeWord("DESC") ? true : null;
        SortNulls? nulls = TakeWords("NULLS", "FIRST") ? SortNulls.First : TakeWords("NULLS", "LAST") ? SortNulls.Last : null;
        return new(value, descending, nulls) { UsingOperator = @operator };
    }

    private RowLimit? Limit()
    {
        Expression? count = null, offset = null;
        var (any, ties, percent) = (false, false, false);
        while (true)
        {
            if (count is null && TakeWord("LIMIT"))
            {
                any = true;
                if (TakeWord("ALL") || TakeWord("NULL"))
                    continue;
                percent = IsDuckDb && Now.Kind == TokenKind.Number && SymbolAfter(1, "%");
                count = percent ? new NumberLiteral(Now.Value) : Expression();
                _at += percent ? 2 : 0;
                // LIMIT offset, count
                if (offset is null && (IsSqlite || IsMySql) && Take(","))
                    (offset, count) = (count, Expression());
            }
            else if (offset is null && TakeWord("OFFSET"))
            {
                any = true;
                offset = Expression();
                if (!TakeWord("ROWS"))
                    TakeWord("ROW");
            }
            else if (count is null && At("FETCH") && !IsSqlite && !IsMySql)
            {
                any = true;
                (count, ties) = Fetch();
            }
            else
                return any ? new(count, offset) { WithTies = ties, Percent = percent } : null;
        }
    }

    private (Expression Count, bool Ties) Fetch()
    {
        _at++;
        if (!TakeWord("FIRST"))
            ExpectWord("NEXT");
        var count = At("ROW") || At("ROWS") ? new NumberLiteral("1") : Primary();
        if (!TakeWord("ROWS"))
            ExpectWord("ROW");
        if (TakeWord("ONLY"))
            return (count, false);
        ExpectWord("WITH");
        ExpectWord("TIES");
        return (count, true);
    }
}
