using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>Counts how many tables the conditions of a WHERE tie together.</summary>
internal static class Connections
{
    /// <summary>Do the conditions tie enough of so many tables that no large cross product remains? Rough: it counts the conditions between two.</summary>
    public static bool Of(Expression where, int tables) => Count(where) >= tables - 2 && Count(where) > 0;

    private static int Count(Expression condition) => condition switch
    {
        BinaryOperation { Operator: "AND" } both => Count(both.Left) + Count(both.Right),
        BinaryOperation { Left: not (NumberLiteral or TextLiteral), Right: not (NumberLiteral or TextLiteral) } comparison
            when Qualifier(comparison.Left) is var left && Qualifier(comparison.Right) is var right && (left is null || right is null || left != right) => 1,
        LikeOperation or InQuery or Exists => 1,
        _ => 0,
    };

    private static string? Qualifier(Expression expression) => expression is ColumnReference { Path: [.., var table, _] } ? table : null;
}
