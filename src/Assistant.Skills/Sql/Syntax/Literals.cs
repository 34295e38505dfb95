namespace Assistant.Skills.Sql.Syntax;

/// <param name="Text">Digits as written, with point and exponent, never a sign.</param>
public sealed record NumberLiteral(string Text) : Expression;

/// <param name="Value">The text itself, all escapes resolved.</param>
public sealed record TextLiteral(string Value) : Expression;

/// <summary>X'1f' or B'101'.</summary>
public sealed record BinaryLiteral(string Digits, bool Hexadecimal) : Expression;

public sealed record BooleanLiteral(bool Value) : Expression;

public sealed record NullLiteral : Expression;

/// <summary>DATE '2024-01-31', TIMESTAMP '...'.</summary>
public sealed record TypedLiteral(TypeName Type, string Value) : Expression;

/// <summary>INTERVAL '1 day'; with a unit as in INTERVAL '1' DAY, or DuckDB's and MySQL's INTERVAL 1 DAY.</summary>
/// <param name="Unit">In capitals, e.g. "DAY", "YEAR TO MONTH".</param>
public sealed record IntervalLiteral(Expression Value, string? Unit = null) : Expression;

/// <param name="Name">In lower case for built-in types, several words with one space: "timestamp with time zone".</param>
public sealed record TypeName(string Name) : SqlNode
{
    public string? Schema { get; init; }

    /// <summary>Lengths, precisions; for DuckDB's ENUM its labels as written.</summary>
    public SqlList<string> Arguments { get; init; } = [];

    /// <summary>Fields of DuckDB's STRUCT(a INTEGER) and the like.</summary>
    public SqlList<ColumnDefinition> Fields { get; init; } = [];

    /// <summary>Element types of DuckDB's MAP(k, v).</summary>
    public SqlList<TypeName> Elements { get; init; } = [];

    /// <summary>One entry a dimension: its length, or null as in integer[].</summary>
    public SqlList<int?> Dimensions { get; init; } = [];
}
