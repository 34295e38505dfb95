using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>Refuses recursive common tables that cannot end by their text: no condition, no limit, nothing read but themselves.</summary>
internal static class RecursionBounds
{
    private const double MaxSteps = 10_000_000;

    public static void Check(CommonTable table, Query query, StringComparer names)
    {
        if (table.Query is not { Limit: null, Body: SetOperation { Right: Select step } })
            return;
        var reads = step.From.SelectMany(Tables).ToList();
        if (!reads.Exists(t => names.Equals(t, table.Name)))
            return;
        var alone = reads.TrueForAll(t => names.Equals(t, table.Name));
        var endless = alone && step is { Having: null, GroupBy.Count: 0 } && !step.From.Any(HasCondition)
            && (step.Where is null || EndsNothing(step.Where, rising: step.Items.All(i => Rises(i.Value))));
        if (endless && query.Limit?.Count is null)
            throw RefusedException.TooCostly($"The recursive table {table.Name} has no condition that ends it.");
        if (step.Where is { } where && Bound(where) > MaxSteps)
            throw RefusedException.TooCostly($"The recursive table {table.Name} would take more than {MaxSteps:N0} steps.");
    }

    /// <summary>A condition that stays true: of constants, or a lower bound for what only rises.</summary>
    private static bool EndsNothing(Expression condition, bool rising) => condition switch
    {
        BooleanLiteral or NumberLiteral => true,
        BinaryOperation { Operator: "AND" or "OR" } both => EndsNothing(both.Left, rising) && EndsNothing(both.Right, rising),
        BinaryOperation { Left: NumberLiteral or TextLiteral, Right: NumberLiteral or TextLiteral } => true,
        BinaryOperation { Operator: ">" or ">=", Left: ColumnReference, Right: NumberLiteral or UnaryOperation } => rising,
        BinaryOperation { Operator: "<" or "<=", Left: NumberLiteral or UnaryOperation, Right: ColumnReference } => rising,
        IsTest { Kind: TruthKind.Null, Negated: true, Value: ColumnReference } => rising,
        _ => false,
    };

    private static bool Rises(Expression value) => value switch
    {
        ColumnReference or NumberLiteral or TextLiteral => true,
        BinaryOperation { Operator: "+" or "*" or "||", Left: var left, Right: var right } => Rises(left) && Rises(right),
        _ => false,
    };

    private static IEnumerable<string?> Tables(FromItem item) => item switch
    {
        TableReference { Path.Count: 1 } table => [table.Name],
        Join join => Tables(join.Left).Concat(Tables(join.Right)),
        _ => [null],
    };

    private static bool HasCondition(FromItem item) => item is Join join
        && (join.On is not (null or BooleanLiteral) || join.Using.Count > 0 || HasCondition(join.Left) || HasCondition(join.Right));

    /// <summary>The smallest upper bound that the conditions name.</summary>
    private static double? Bound(Expression condition) => condition switch
    {
        BinaryOperation { Operator: "AND" } both => Least(Bound(both.Left), Bound(both.Right)),
        BinaryOperation { Operator: "<" or "<=" or "<>" } less => Constants.Number(less.Right),
        BinaryOperation { Operator: ">" or ">=" } greater => Constants.Number(greater.Left),
        _ => null,
    };

    private static double? Least(double? one, double? other) =>
        one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;
}
