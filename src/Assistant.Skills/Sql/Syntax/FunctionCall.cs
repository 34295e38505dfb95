namespace Assistant.Skills.Sql.Syntax;

/// <summary>A function, aggregate or window function; count(*) has a <see cref="Star"/> as its argument.</summary>
/// <param name="Name">Schema and name, or the name alone.</param>
public sealed record FunctionCall(SqlList<string> Name, SqlList<Expression> Arguments) : Expression
{
    public bool Distinct { get; init; }

    /// <summary>PostgreSQL's VARIADIC before the last argument.</summary>
    public bool Variadic { get; init; }
    public SqlList<OrderItem> OrderBy { get; init; } = [];
    public RowLimit? Limit { get; init; }

    /// <summary>WITHIN GROUP (ORDER BY ...).</summary>
    public SqlList<OrderItem> WithinGroup { get; init; } = [];
    public Expression? Filter { get; init; }

    /// <summary>IGNORE NULLS when true, RESPECT NULLS when false.</summary>
    public bool? IgnoreNulls { get; init; }

    /// <summary>MySQL's SEPARATOR in GROUP_CONCAT.</summary>
    public Expression? Separator { get; init; }
    public Window? Over { get; init; }

    /// <summary>OVER name.</summary>
    public string? OverName { get; init; }

    public string SimpleName => Name[^1];
}

/// <summary>CURRENT_DATE and its kin, which take no parentheses; with a precision at most.</summary>
/// <param name="Name">In capitals.</param>
public sealed record KeywordFunction(string Name, int? Precision = null) : Expression;

/// <summary>name := value, or name => value.</summary>
public sealed record NamedArgument(string Name, Expression Value) : Expression;

/// <summary>EXTRACT(field FROM source).</summary>
/// <param name="Field">In lower case.</param>
public sealed record Extract(string Field, Expression Source) : Expression;

/// <summary>POSITION(part IN whole).</summary>
public sealed record Position(Expression Part, Expression Whole) : Expression;

/// <summary>SUBSTRING(value FROM start FOR length), either may be missing.</summary>
public sealed record Substring(Expression Value, Expression? From, Expression? For) : Expression;

/// <summary>SUBSTRING(value SIMILAR pattern ESCAPE escape).</summary>
public sealed record SubstringSimilar(Expression Value, Expression Pattern, Expression Escape) : Expression;

public enum TrimSide { Both, Leading, Trailing }

/// <summary>TRIM(side characters FROM value).</summary>
public sealed record Trim(TrimSide? Side, Expression? Characters, Expression Value) : Expression;

/// <summary>OVERLAY(value PLACING replacement FROM start FOR length).</summary>
public sealed record Overlay(Expression Value, Expression Replacement, Expression From, Expression? For = null) : Expression;

/// <summary>MySQL's CONVERT(value USING character set).</summary>
public sealed record ConvertUsing(Expression Value, string CharacterSet) : Expression;

/// <summary>MySQL's MATCH (columns) AGAINST (text mode).</summary>
public sealed record MatchAgainst(SqlList<Expression> Columns, Expression Text, string? Mode) : Expression;

public sealed record Window : SqlNode
{
    public string? BaseName { get; init; }
    public SqlList<Expression> PartitionBy { get; init; } = [];
    public SqlList<OrderItem> OrderBy { get; init; } = [];
    public WindowFrame? Frame { get; init; }
}

public enum FrameUnit { Rows, Range, Groups }

public enum FrameExclusion { CurrentRow, Group, Ties, NoOthers }

/// <param name="End">Null for the short form without BETWEEN.</param>
public sealed record WindowFrame(FrameUnit Unit, FrameBound Start, FrameBound? End = null) : SqlNode
{
    public FrameExclusion? Exclude { get; init; }
}

public enum FrameBoundKind { UnboundedPreceding, Preceding, CurrentRow, Following, UnboundedFollowing }

/// <param name="Offset">For Preceding and Following.</param>
public sealed record FrameBound(FrameBoundKind Kind, Expression? Offset = null) : SqlNode;
