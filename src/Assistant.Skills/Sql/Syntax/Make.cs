using System.Globalization;

namespace Assistant.Skills.Sql.Syntax;

/// <summary>Short names for building trees by hand: <c>using static Assistant.Skills.Sql.Syntax.Make</c>.</summary>
public static class Make
{
    public static NullLiteral Null { get; } = new();

    public static Star AllOf { get; } = new([]);

    public static ColumnReference Column(params ReadOnlySpan<string> path) => new(SqlList.Create(path));

    public static TextLiteral Text(string value) => new(value);

    public static BooleanLiteral Boolean(bool value) => new(value);

    /// <summary>A number as SQL; a negative one is a minus and its digits.</summary>
    public static Expression Number(decimal value) => value < 0
        ? new UnaryOperation("-", Number(-value))
        : new NumberLiteral(value.ToString(CultureInfo.InvariantCulture));

    public static TypedLiteral Date(DateOnly value) => new(Type("date"), value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static TypedLiteral Timestamp(DateTime value) =>
        new(Type("timestamp"), value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));

    public static TypeName Type(string name, params ReadOnlySpan<int> arguments)
    {
        var texts = new string[arguments.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = arguments[i].ToString(CultureInfo.InvariantCulture);
        return new(name) { Arguments = [.. texts] };
    }

    public static FunctionCall Call(string name, params ReadOnlySpan<Expression> arguments) => new([name], SqlList.Create(arguments));

    public static FunctionCall CountRows() => Call("count", AllOf);

    public static FunctionCall CountDistinct(Expression value) => Call("count", value) with { Distinct = true };

    public static Cast As(Expression value, string type) => new(value, Type(type));

    public static BinaryOperation Binary(string @operator, Expression left, Expression right) => new(@operator, left, right);

    public static BinaryOperation Equal(Expression left, Expression right) => new("=", left, right);

    public static BinaryOperation NotEqual(Expression left, Expression right) => new("<>", left, right);

    public static BinaryOperation Less(Expression left, Expression right) => new("<", left, right);

    public static BinaryOperation AtMost(Expression left, Expression right) => new("<=", left, right);

    public static BinaryOperation Greater(Expression left, Expression right) => new(">", left, right);

    public static BinaryOperation AtLeast(Expression left, Expression right) => new(">=", left, right);

    public static BinaryOperation Add(Expression left, Expression right) => new("+", left, right);

    public static BinaryOperation Subtract(Expression left, Expression right) => new("-", left, right);

    public static BinaryOperation Multiply(Expression left, Expression right) => new("*", left, right);

    public static BinaryOperation Divide(Expression left, Expression right) => new("/", left, right);

    public static UnaryOperation Not(Expression operand) => new("NOT", operand);

    public static IsTest IsNull(Expression value) => new(value, TruthKind.Null);

    public static IsTest IsNotNull(Expression value) => new(value, TruthKind.Null, Negated: true);

    public static LikeOperation Like(Expression value, Expression pattern) => new(value, LikeKind.Like, pattern);

    /// <summary>All of the conditions; null when there is none.</summary>
    public static Expression? And(params IEnumerable<Expression?> conditions) => Chain("AND", conditions);

    /// <summary>Any of the conditions; null when there is none.</summary>
    public static Expression? Or(params IEnumerable<Expression?> conditions) => Chain("OR", conditions);

    public static TableReference Table(string? schema, string name, string? alias = null) =>
        new(schema is null ? [name] : [schema, name]) { Alias = alias };

    public static DerivedTable Derived(Query query, string alias) => new(query) { Alias = alias };

    public static Join InnerJoin(FromItem left, FromItem right, Expression on) => new(left, JoinKind.Inner, right) { On = on };

    public static Join LeftJoin(FromItem left, FromItem right, Expression on) => new(left, JoinKind.Left, right) { On = on };

    public static OrderItem Ascending(Expression value) => new(value);

    public static OrderItem Descending(Expression value) => new(value, Descending: true);

    public static RowLimit Limit(long count) => new(new NumberLiteral(count.ToString(CultureInfo.InvariantCulture)));

    private static Expression? Chain(string @operator, IEnumerable<Expression?> conditions)
    {
        Expression? chain = null;
        foreach (var condition in conditions)
            if (condition is not null)
                chain = chain is null ? condition : new BinaryOperation(@operator, chain, condition);
        return chain;
    }
}
