using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql.Parsing;

internal sealed partial class Parser
{
    private FromItem FromItem()
    {
        Enter();
        var item = TableItem();
        for (var joins = 0; JoinTail(item) is { } join; joins++)
        {
            if (joins > 200)
                throw Fail("The query joins too many tables.", ParseFailure.TooLarge);
            item = join;
        }
        _depth--;
        return item;
    }

    private Join? JoinTail(FromItem left)
    {
        var start = _at;
        var natural = TakeWord("NATURAL");
        var asof = IsDuckDb && TakeWord("ASOF");
        JoinKind kind;
        if (TakeWord("CROSS"))
            kind = JoinKind.Cross;
        else if (IsDuckDb && TakeWord("POSITIONAL"))
            kind = JoinKind.Positional;
        else if (IsDuckDb && TakeWord("SEMI"))
            kind = JoinKind.Semi;
        else if (IsDuckDb && TakeWord("ANTI"))
            kind = JoinKind.Anti;
        else if (TakeWord("INNER"))
            kind = JoinKind.Inner;
        else if (TakeWord("LEFT"))
            kind = JoinKind.Left;
        else if (TakeWord("RIGHT"))
            kind = JoinKind.Right;
        else if (TakeWord("FULL"))
            kind = JoinKind.Full;
        else if (At("JOIN") || IsMySql && At("STRAIGHT_JOIN"))
            kind = JoinKind.Inner;
        else if (_at == start)
            return null;
        else
            throw Unexpected();
        if (kind is JoinKind.Left or JoinKind.Right or JoinKind.Full)
            TakeWord("OUTER");
        if (!(IsMySql && TakeWord("STRAIGHT_JOIN")))
            ExpectWord("JOIN");
        var join = new Join(left, kind, TableItem()) { Natural = natural, Asof = asof };
        if (natural || kind is JoinKind.Cross or JoinKind.Positional)
            return join;
        // a JOIN b JOIN c ON x ON y: the second join is part of the first one's right side.
        // SQLite and MySQL know it as a row of joins, of which some have no condition.
        while (IsPostgresLike && !At("ON") && !At("USING") && JoinTail(join.Right) is { } inner)
            join = join with { Right = inner };
        if (TakeWord("ON"))
            return join with { On = Expression() };
        if (TakeWord("USING"))
        {
            join = join with { Using = Names() };
            return IsPostgres && TakeWord("AS") ? join with { UsingAlias = Name() } : join;
        }
        // SQLite and MySQL read a join without a condition as a cross join.
        return (IsSqlite || IsMySql) && kind == JoinKind.Inner ? join with { Kind = JoinKind.Cross } : throw Unexpected();
    }

    private FromItem TableItem()
    {
        var item = TablePrimary();
        while (true)
            if (IsDuckDb && At("PIVOT") && SymbolAfter(1, "("))
                item = PivotTable(item);
            else if (IsDuckDb && At("UNPIVOT"))
                item = UnpivotTable(item);
            else
                return item;
    }

    private FromItem TablePrimary()
    {
        var lateral = !IsSqlite && TakeWord("LATERAL");
        if (AtSymbol("("))
        {
            if (StartsQuery(_at + 1))
                return Derived(lateral);
            Enter();
            Expect("(");
            var inner = FromItem();
            // SQLite and MySQL: (a, b) is a cross join.
            while ((IsSqlite || IsMySql) && Take(","))
                inner = new Join(inner, JoinKind.Cross, FromItem());
            Expect(")");
            _depth--;
            return inner is Join { Alias: null } ? Alias(inner) : inner;
        }
        if (IsPostgres && TakeWords("ROWS", "FROM"))
        {
            Expect("(");
            var calls = Separated(() => NamedCall(Path()));
            Expect(")");
            return FunctionTail(new FunctionTable(calls) { Lateral = lateral, RowsFrom = true });
        }
        if (IsDuckDb && Now.Kind == TokenKind.Text)
            throw Fail("Files and addresses cannot be read by name: only the tables of the catalog can.", ParseFailure.NotARead);
        if (IsMySql && At("JSON_TABLE"))
            return JsonTable();
        if (IsDuckDb && At("VALUES"))
            throw Unexpected();
        var only = IsPostgres && TakeWord("ONLY");
        // DuckDB's alias: table.
        var prefix = IsDuckDb && Now.Kind is (TokenKind.Word or TokenKind.Name) && SymbolAfter(1, ":") ? Name() : null;
        if (prefix is not null)
            Expect(":");
        var path = Path();
        if (AtSymbol("(") && !only)
            return FunctionTail(new FunctionTable([NamedCall(path)]) { Lateral = lateral });
        if (lateral)
            throw Unexpected();
        if (IsPostgres && AtSymbol("*"))
            _at++;
        var table = (TableReference)Alias(new TableReference(path) { Alias = prefix, Only = only });
        return TakeWord("TABLESAMPLE") ? table with { Sample = TableSample() } : table;
    }

    private DerivedTable Derived(bool lateral)
    {
        Expect("(");
        var query = Query();
        Expect(")");
        var derived = (DerivedTable)Alias(new DerivedTable(query) { Lateral = lateral });
        return IsDuckDb && TakeWord("TABLESAMPLE") ? derived with { Sample = TableSample() } : derived;
    }

    private SqlList<string> Path()
    {
        var first = Name();
        if (!AtSymbol("."))
            return [first];
        List<string> path = [first];
        while (Take("."))
            path.Add(Now.Kind == TokenKind.Text ? throw Unexpected() : Label());
        return path.Count <= 4 ? [.. path] : throw Unexpected();
    }

    private FunctionTable FunctionTail(FunctionTable function)
    {
        if (TakeWords("WITH", "ORDINALITY"))
            function = function with { WithOrdinality = true };
        var named = TakeWord("AS");
        if (named && AtSymbol("("))
            return function with { Definitions = Definitions() };
        var alias = named ? Label() : BareAlias();
        if (alias is null)
            return function;
        function = function with { Alias = alias };
        if (!AtSymbol("("))
            return function;
        // t(a int, b text) has types, t(a, b) has none.
        var typed = !SymbolAfter(2, ",") && !SymbolAfter(2, ")");
        return typed ? function with { Definitions = Definitions() } : function with { Columns = Names() };
    }

    private SqlList<ColumnDefinition> Definitions()
    {
        Expect("(");
        var definitions = Separated(() => new ColumnDefinition(Name(), Type()));
        Expect(")");
        return definitions;
    }

    private FromItem Alias(FromItem item)
    {
        var alias = TakeWord("AS") ? Label() : BareAlias();
        if (alias is null)
            return item;
        return item with { Alias = alias, Columns = AtSymbol("(") ? Names() : [] };
    }

    /// <summary>TABLESAMPLE method (size) REPEATABLE (seed); DuckDB's TABLESAMPLE 10%.</summary>
    private Sample TableSample()
    {
        if (IsDuckDb && Now.Kind == TokenKind.Number)
            return UsingSample();
        var method = Now.Kind == TokenKind.Word && !AtSymbol("(") ? SampleMethod() : null;
        Expect("(");
        var size = Primary();
        var unit = SampleUnit();
        Expect(")");
        return Repeatable(new(method, size, unit));
    }

    private Sample Repeatable(Sample sample)
    {
        if (!TakeWord("REPEATABLE"))
            return sample;
        Expect("(");
        var seed = Primary();
        Expect(")");
        return sample with { Seed = seed };
    }

    private string SampleMethod() => Now.Keyword is "SYSTEM" or "BERNOULLI" or "RESERVOIR" ? tokens[_at++].Keyword : throw Unexpected();

    private string? SampleUnit() => Take("%") || TakeWord("PERCENT") ? "PERCENT" : TakeWord("ROWS") ? "ROWS" : null;

    /// <summary>DuckDB: 10%, 10 ROWS, 10 PERCENT (bernoulli, 42), reservoir(50 ROWS) REPEATABLE (42).</summary>
    private Sample UsingSample()
    {
        if (Now.Kind == TokenKind.Word)
            return TableSample();
        var sample = new Sample(null, Primary(), SampleUnit());
        if (Take("("))
        {
            sample = sample with { Method = SampleMethod() };
            if (Take(","))
                sample = sample with { Seed = Primary() };
            Expect(")");
        }
        return sample;
    }

    private JsonTable JsonTable()
    {
        _at++;
        Expect("(");
        var document = Expression();
        Expect(",");
        var path = Primary();
        var columns = JsonColumns();
        Expect(")");
        return (JsonTable)Alias(new JsonTable(document, path, columns));
    }

    private SqlList<JsonTableColumn> JsonColumns()
    {
        Enter();
        ExpectWord("COLUMNS");
        Expect("(");
        var columns = Separated(JsonColumn);
        Expect(")");
        _depth--;
        return columns;
    }

    private JsonTableColumn JsonColumn()
    {
        if (TakeWord("NESTED"))
        {
            TakeWord("PATH");
            var nested = Primary();
            return new(null, null, nested) { Nested = JsonColumns() };
        }
        var name = Name();
        if (TakeWords("FOR", "ORDINALITY"))
            return new(name, null, null) { Ordinality = true };
        var type = Type();
        var exists = TakeWord("EXISTS");
        ExpectWord("PATH");
        var column = new JsonTableColumn(name, type, Primary()) { Exists = exists };
        while (At("NULL") || At("ERROR") || At("DEFAULT"))
        {
            var word = TakeWord("NULL") ? "NULL" : TakeWord("ERROR") ? "ERROR" : null;
            var value = word is null && TakeWord("DEFAULT") ? Primary() : null;
            ExpectWord("ON");
            if (TakeWord("EMPTY"))
                column = column with { OnEmpty = word, DefaultOnEmpty = value };
            else
            {
                ExpectWord("ERROR");
                column = column with { OnError = word, DefaultOnError = value };
            }
        }
        return column;
    }
}
