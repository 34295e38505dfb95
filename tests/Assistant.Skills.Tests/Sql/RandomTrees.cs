using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;

namespace Assistant.Skills.Tests.Sql;

/// <summary>Makes syntax trees of every kind that the dialect knows.</summary>
internal sealed class RandomTrees(int seed, SqlDialect dialect)
{
    private static readonly string[] Names = ["a", "b", "total", "order", "Umsatz €", "x y", "select", "q\"q", "_1"];
    private readonly Random _random = new(seed);

    private bool IsPostgres => dialect == SqlDialect.PostgreSql;
    private bool IsDuckDb => dialect == SqlDialect.DuckDb;
    private bool IsSqlite => dialect == SqlDialect.Sqlite;

    public Query Query(int depth)
    {
        var query = new Query(Body(depth));
        if (depth > 0 && Chance(4))
            query = query with { With = new([.. Times(1, 2, () => CommonTable(depth - 1))], Chance(2)) };
        if (Chance(3))
            query = query with { OrderBy = [.. Times(1, 2, () => Order(depth))] };
        if (Chance(3))
            query = query with { Limit = new(Number(_random.Next(100)), Chance(2) ? Number(_random.Next(9)) : null) };
        return query is { IsBare: true, Body: NestedQuery nested } ? nested.Query : query;
    }

    private CommonTable CommonTable(int depth) => new(Name(), Query(depth))
    {
        Columns = Chance(3) ? [Name(), Name()] : [],
        Materialized = Chance(3) ? Chance(2) : null,
    };

    private QueryBody Body(int depth)
    {
        if (depth > 0 && Chance(5))
        {
            var kind = Pick(SetOperator.Union, SetOperator.Except, SetOperator.Intersect);
            // SQLite knows no parentheses here, so that only chains from the left can be said.
            return new SetOperation(kind, Body(depth - 1), IsSqlite ? Select(depth - 1) : Body(depth - 1), !IsSqlite && Chance(2));
        }
        if (!IsSqlite && depth > 0 && Chance(9) && Query(depth - 1) is { IsBare: false } nested)
            return new NestedQuery(nested);
        return Chance(9) ? new Values([.. Times(1, 2, () => (SqlList<Expression>)[Expression(1), Expression(1)])]) : Select(depth);
    }

    private Select Select(int depth) => new([.. Times(1, 3, () => new SelectItem(Chance(9) ? new Star([]) : Expression(depth), Chance(3) ? Name() : null) is var item && item.Value is Star ? item with { Alias = null } : item)])
    {
        Distinct = Chance(6),
        From = Chance(6) ? [] : [.. Times(1, 2, () => From(depth))],
        Where = Chance(2) ? Expression(depth) : null,
        GroupBy = Chance(4) ? [.. Times(1, 2, () => Group(depth))] : [],
        Having = Chance(8) ? Expression(1) : null,
        Windows = Chance(9) ? [new("w", Window(1))] : [],
        Qualify = IsDuckDb && Chance(9) ? Expression(1) : null,
    };

    private GroupItem Group(int depth) => IsSqlite || !Chance(3)
        ? new GroupExpression(Expression(depth))
        : new GroupingElement(Pick(GroupingKind.Rollup, GroupingKind.Cube, GroupingKind.Sets), [new GroupExpression(Column(Name())), new GroupExpression(new RowConstructor([Column(Name()), Column(Name())]))]);

    private FromItem From(int depth)
    {
        if (depth > 0 && Chance(3))
        {
            var kind = Pick(JoinKind.Inner, JoinKind.Left, JoinKind.Full, JoinKind.Cross);
            var join = new Join(From(depth - 1), kind, From(depth - 1)) { Alias = null };
            return kind == JoinKind.Cross ? join : Chance(3) ? join with { Using = [Name()] } : join with { On = Expression(depth - 1) };
        }
        if (depth > 0 && Chance(3))
            return new DerivedTable(Query(depth - 1)) { Alias = Name(), Columns = Chance(4) ? [Name()] : [], Lateral = !IsSqlite && Chance(4) };
        if (Chance(6))
            return new FunctionTable([Call("generate_series", Expression(1), Expression(1))]) { Alias = Name(), WithOrdinality = IsPostgres && Chance(2) };
        return Table(Chance(2) ? Name() : null, Name(), Chance(2) ? Name() : null);
    }

    private OrderItem Order(int depth) =>
        new(Expression(depth), Chance(2) ? Chance(2) : null, Chance(3) ? Pick(SortNulls.First, SortNulls.Last) : null);

    private Window Window(int depth) => new()
    {
        PartitionBy = Chance(2) ? [Expression(depth)] : [],
        OrderBy = Chance(2) ? [Order(depth)] : [],
        Frame = Chance(3) ? new(Pick(FrameUnit.Rows, FrameUnit.Range, FrameUnit.Groups), new(FrameBoundKind.Preceding, Number(2)), Chance(2) ? new(FrameBoundKind.CurrentRow) : null) : null,
    };

    public Expression Expression(int depth)
    {
        if (depth <= 0)
            return Leaf();
        Expression Next() => Expression(depth - 1);
        return _random.Next(26) switch
        {
            0 => Binary(Pick("AND", "OR"), Next(), Next()),
            1 => Binary(Pick("=", "<>", "<", ">=", "+", "-", "*", "/", "%", "||"), Next(), Next()),
            2 => Not(Next()),
            3 => new UnaryOperation(Pick("-", "~"), Next()),
            4 => new LikeOperation(Next(), Pick(LikeKind.Like, IsSqlite ? LikeKind.Glob : LikeKind.ILike), Next(), Chance(2)) { Escape = Chance(3) ? Text("!") : null },
            5 => new IsTest(Next(), TruthKind.Null, Chance(2)),
            6 => new Between(Next(), Next(), Next(), Chance(2)),
            7 => new InList(Next(), [Next(), Next()], Chance(2)),
            8 => new InQuery(Next(), Query(depth - 2), Chance(2)),
            9 => new Exists(Query(depth - 2)),
            10 => new SubQuery(Query(depth - 2)),
            11 => new Cast(Next(), Type(Pick("integer", "text", "date"))),
            12 => new Case(Chance(2) ? Next() : null, [new(Next(), Next())], Chance(2) ? Next() : null),
            13 => Call(Pick("sum", "coalesce", "lower"), Next()) with { Distinct = Chance(4), Filter = Chance(4) ? Next() : null, Over = Chance(3) ? Window(depth - 1) : null },
            14 => new Collate(Next(), ["nocase"]),
            15 => new RowConstructor([Next(), Next()]),
            16 => Call("f") with { OverName = Chance(2) ? "w" : null },
            17 when !IsSqlite => new AtTimeZone(Next(), Next()),
            18 when !IsSqlite => new Extract("year", Next()),
            19 when !IsSqlite => new ArrayLiteral([Next(), Next()]),
            20 when !IsSqlite => new Subscript(Next(), Next()),
            21 when !IsSqlite => new Slice(Next(), Next(), Chance(2) ? Next() : null),
            22 when IsPostgres => new Quantified(Next(), Pick("=", "<", "LIKE"), Chance(2), Chance(2) ? new SubQuery(Query(depth - 2)) : Next()),
            23 when !IsSqlite => new DistinctTest(Next(), Next(), Chance(2)),
            24 when IsDuckDb => new StructLiteral([new("k", Next())]),
            25 when IsPostgres => Binary(Pick("->", "->>", "@>", "~", "^", "#>>", "&&"), Next(), Next()),
            _ => Leaf(),
        };
    }

    private Expression Leaf() => _random.Next(9) switch
    {
        0 => Number(_random.Next(1000)),
        1 => new NumberLiteral("1.5e3"),
        2 => Text(Pick("", "it's", "back\\slash", "--;/*", "ünï🚀", "\n")),
        3 => Null,
        4 => Boolean(Chance(2)),
        5 when !IsSqlite => Date(new(2024, 2, 29)),
        6 when !IsSqlite => new IntervalLiteral(Text("1 day")),
        7 => Column(Name(), Name()),
        _ => Column(Name()),
    };

    private List<T> Times<T>(int least, int most, Func<T> make) => Enumerable.Range(0, least + _random.Next(most - least + 1)).Select(_ => make()).ToList();

    private string Name() => Names[_random.Next(Names.Length)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
}
