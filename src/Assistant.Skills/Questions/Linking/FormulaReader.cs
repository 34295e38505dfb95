using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Questions.Linking;

/// <summary>Reads the formula of a measure: arithmetic over columns as such, so that it can be told in words; anything else as it is written.</summary>
internal static class FormulaReader
{
    /// <summary>The value for a table's alias; null when the text is no expression.</summary>
    public static Func<string, PlanExpression>? Read(string formula, CatalogTable table, SqlDialect dialect)
    {
        if (SqlParser.ParseExpression(formula, dialect) is not { } expression)
            return null;
        if (Arithmetic(expression, table, "") is not null)
            return alias => Arithmetic(expression, table, alias)!;
        var columns = table.Columns.Where(c => formula.Contains(c.Name, StringComparison.OrdinalIgnoreCase)).Select(c => c.Name).ToList();
        return columns.Count == 0 ? null : alias => new Computed(alias, formula, columns);
    }

    private static PlanExpression? Arithmetic(Expression expression, CatalogTable table, string alias) => expression switch
    {
        ColumnReference { Path: [var name] } => table.Find(name) is { } column ? new ColumnValue(alias, column.Name) : null,
        NumberLiteral number => new Literal(number.Text, number.Text.All(char.IsAsciiDigit) ? DataType.Integer : DataType.Number),
        BinaryOperation { Operator: "+" or "-" or "*" or "/" } b when Arithmetic(b.Left, table, alias) is { } left && Arithmetic(b.Right, table, alias) is { } right =>
            new Arithmetic(b.Operator switch { "+" => ArithmeticOperator.Add, "-" => ArithmeticOperator.Subtract, "*" => ArithmeticOperator.Multiply, _ => ArithmeticOperator.Divide }, left, right),
        _ => null,
    };
}
