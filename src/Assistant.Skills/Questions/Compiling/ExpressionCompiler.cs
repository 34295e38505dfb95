using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;
using SqlExpression = Assistant.Skills.Sql.Syntax.Expression;

namespace Assistant.Skills.Questions.Compiling;

/// <summary>Values and conditions of a plan in one dialect.</summary>
internal sealed class ExpressionCompiler(PlanCompiler plans, IReadOnlyDictionary<string, CatalogTable?> scope, SqlDialect dialect)
{
    public static SqlExpression Column(string alias, string column) => Make.Column(alias, column);

    private CatalogColumn? Find(PlanExpression value) =>
        value is ColumnValue c && scope.TryGetValue(c.Alias, out var table) ? table?.Find(c.Column) : null;

    /// <summary>What some values are called where the rows come from a query of their own.</summary>
    public IReadOnlyDictionary<PlanExpression, SqlExpression>? Named { get; set; }

    public SqlExpression Value(PlanExpression value) => Named?.GetValueOrDefault(value) ?? value switch
    {
        ColumnValue c => Column(c.Alias, c.Column),
        Literal l => LiteralOf(l),
        TimeGrain g => new DateCompiler(dialect).Grain(g.Grain, Value(g.Of), Find(g.Of)),
        Measure m => MeasureOf(m),
        Arithmetic { Operator: ArithmeticOperator.Divide } d => Divide(Value(d.Left), Value(d.Right)),
        Arithmetic a => Binary(a.Operator switch { ArithmeticOperator.Add => "+", ArithmeticOperator.Subtract => "-", _ => "*" }, Value(a.Left), Value(a.Right)),
        ShareOfTotal s => Divide(Value(s.Of), Call("sum", Value(s.Of)) with { Over = new Window() }),
        PreviousPeriod p => Call("lag", Value(p.Of)) with { Over = new Window { OrderBy = [Ascending(Value(p.Period))] } },
        RunningTotal r => Call("sum", Value(r.Of)) with { Over = new Window { OrderBy = [Ascending(Value(r.Period))] } },
        RankWithin r => Call("rank") with { Over = new Window { PartitionBy = [.. r.Partition.Select(Value)], OrderBy = [new(Value(r.By), r.Descending)] } },
        DaysBetween d => new DateCompiler(dialect).Days(Value(d.From), Find(d.From), Value(d.To), Find(d.To)),
        Computed c => new AliasedColumns(c.Alias).Of(Sql.SqlParser.ParseExpression(c.Formula, dialect) ?? new NullLiteral()),
        PlanValue p => new SubQuery(plans.Compile(p.Plan)),
        _ => Make.AllOf,
    };

    // Whole numbers would be divided without their rest.
    private static BinaryOperation Divide(SqlExpression left, SqlExpression right) =>
        Make.Divide(Multiply(left, new NumberLiteral("1.0")), Call("nullif", right, new NumberLiteral("0")));

    private static SqlExpression LiteralOf(Literal literal) => literal.Type switch
    {
        DataType.Integer or DataType.Number => decimal.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Number(number) : Text(literal.Text),
        DataType.Boolean => Make.Boolean(literal.Text == "true"),
        _ => Text(literal.Text),
    };

    private FunctionCall MeasureOf(Measure measure)
    {
        if (Argument(measure) is not { } argument)
            return CountRows();
        if (measure.Function == MeasureFunction.Median)
            return dialect is SqlDialect.DuckDb ? Call("median", argument) : Call("percentile_cont", new NumberLiteral("0.5")) with { WithinGroup = [Ascending(argument)] };
        return Call(NameOf(measure.Function), argument) with { Distinct = measure.Distinct };
    }

    /// <summary>What is measured of a row, empty where the row doesn't count; null when all rows are counted.</summary>
    public SqlExpression? Argument(Measure measure)
    {
        if (measure.Only is not { } only)
            return measure.Of is null ? null : Numeric(measure);
        return new Case(null, [new When(Condition(only)!, measure.Of is null ? new NumberLiteral("1") : Numeric(measure))]);
    }

    /// <summary>Text that holds numbers is read as numbers where they are added up.</summary>
    private SqlExpression Numeric(Measure measure)
    {
        var value = Value(measure.Of!);
        if (measure.Function is MeasureFunction.Count || Find(measure.Of!) is not { Type: DataType.Text, TextFormat: ['1', ..] format })
            return value;
        return AsNumber(value, format);
    }

    private static Cast AsNumber(SqlExpression value, string? format)
    {
        var plain = format switch
        {
            "1,234.5" => Call("replace", value, Text(","), Text("")),
            "1234,5" => Call("replace", value, Text(","), Text(".")),
            "1.234,5" => Call("replace", Call("replace", value, Text("."), Text("")), Text(","), Text(".")),
            _ => value,
        };
        return As(plain, "double precision");
    }

    public static string NameOf(MeasureFunction function) => function switch
    {
        MeasureFunction.Sum => "sum",
        MeasureFunction.Average => "avg",
        MeasureFunction.Min => "min",
        MeasureFunction.Max => "max",
        _ => "count",
    };

    public SqlExpression? Condition(PlanPredicate? predicate) => predicate switch
    {
        null => null,
        Compared c => ComparedOf(c),
        Ranged r => new Sql.Syntax.Between(Value(r.Of), Side(r.From, r.Of), Side(r.To, r.Of), r.Negated),
        InPeriod p => new DateCompiler(dialect).Period(p, Value(p.Of), Find(p.Of)),
        TextMatch t => TextMatchOf(t),
        IsMissing m => m.Negated ? IsNotNull(Value(m.Of)) : IsNull(Value(m.Of)),
        OneOf o => new InList(Value(o.Of), [.. o.Values.Select(v => Side(v, o.Of))], o.Negated),
        InPlan p => new InQuery(Value(p.Of), plans.Compile(p.Plan), p.Negated),
        AllOf a => And(a.Parts.Select(Condition)),
        AnyOf a => Or(a.Parts.Select(Condition)),
        Questions.Not n => Make.Not(Condition(n.Part)!),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private BinaryOperation ComparedOf(Compared compared)
    {
        var @operator = compared.Operator switch
        {
            Comparison.Equal => "=",
            Comparison.NotEqual => "<>",
            Comparison.Less => "<",
            Comparison.LessOrEqual => "<=",
            Comparison.Greater => ">",
            _ => ">=",
        };
        var left = Value(compared.Left);
        var right = Side(compared.Right, compared.Left);
        // Numbers kept as text are compared as numbers where order counts.
        if (compared.Operator is not (Comparison.Equal or Comparison.NotEqual) && Find(compared.Left) is { Type: DataType.Text } text && compared.Right is Literal { Type: DataType.Number or DataType.Text } literal
            && decimal.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            (left, right) = (AsNumber(left, text.TextFormat), Number(number));
        if (compared.IgnoreCase)
            (left, right) = (Call("lower", left), Call("lower", right));
        return Binary(@operator, left, right);
    }

    /// <summary>A literal in the form its column wants.</summary>
    private SqlExpression Side(PlanExpression value, PlanExpression column)
    {
        if (value is not Literal literal)
            return Value(value);
        var type = Find(column)?.Type;
        if (type is DataType.Text && literal.Type is DataType.Integer or DataType.Number && type is DataType.Text)
            return Text(literal.Text);
        if (type is DataType.Date or DataType.Timestamp && dialect != SqlDialect.Sqlite && literal.Type is DataType.Text or DataType.Date or DataType.Timestamp)
            return new TypedLiteral(Type(type is DataType.Date && literal.Text.Length <= 10 ? "date" : "timestamp"), literal.Text);
        return LiteralOf(literal);
    }

    private LikeOperation TextMatchOf(TextMatch match)
    {
        var escaped = match.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        var pattern = match.Kind switch
        {
            TextMatchKind.StartsWith => escaped + "%",
            TextMatchKind.EndsWith => "%" + escaped,
            _ => "%" + escaped + "%",
        };
        var value = Find(match.Of)?.Type is DataType.Text or null ? Value(match.Of) : As(Value(match.Of), "text");
        return new(value, dialect == SqlDialect.Sqlite ? LikeKind.Like : LikeKind.ILike, Text(pattern), match.Negated) { Escape = escaped == match.Text ? null : Text("\\") };
    }
}
