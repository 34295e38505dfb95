namespace Assistant.Skills.Sql.Syntax;

public abstract record Expression : SqlNode;

/// <param name="Path">Up to catalog.schema.table.column. In PostgreSQL the parser has folded unquoted names to lower case.</param>
public sealed record ColumnReference(SqlList<string> Path) : Expression
{
    public string Name => Path[^1];

    /// <summary>Written in double quotes for SQLite, which reads it as text when there is no such column.</summary>
    public bool MayBeText { get; init; }
}

/// <summary>* or t.*, with DuckDB's EXCLUDE, REPLACE and RENAME.</summary>
public sealed record Star(SqlList<string> Qualifier) : Expression
{
    public SqlList<ColumnReference> Exclude { get; init; } = [];
    public SqlList<SelectItem> Replace { get; init; } = [];
    public SqlList<RenamedColumn> Rename { get; init; } = [];

    /// <summary>DuckDB's * LIKE 'pattern' and its kin.</summary>
    public LikeKind? FilterKind { get; init; }
    public Expression? Filter { get; init; }
}

public sealed record RenamedColumn(ColumnReference Column, string Name) : SqlNode;

/// <summary>ALL in DuckDB's ORDER BY ALL.</summary>
public sealed record AllColumns : Expression;

/// <summary>DuckDB's #1: the first column of FROM.</summary>
public sealed record ColumnPosition(int Number) : Expression;

/// <param name="Operator">As written: -, +, ~, NOT, or one of PostgreSQL's own prefix operators.</param>
public sealed record UnaryOperation(string Operator, Expression Operand) : Expression;

/// <param name="Operator">AND, OR, XOR in capitals; symbols as written, with &lt;&gt; for != and = for ==.</param>
public sealed record BinaryOperation(string Operator, Expression Left, Expression Right) : Expression;

public enum LikeKind { Like, ILike, SimilarTo, Glob, Regexp, Match }

public sealed record LikeOperation(Expression Value, LikeKind Kind, Expression Pattern, bool Negated = false) : Expression
{
    public Expression? Escape { get; init; }
}

public enum TruthKind { Null, True, False, Unknown }

public sealed record IsTest(Expression Value, TruthKind Kind, bool Negated = false) : Expression;

/// <summary>IS [NOT] DISTINCT FROM; SQLite's IS [NOT] and MySQL's &lt;=&gt; are the same.</summary>
/// <param name="Negated">True for IS NOT DISTINCT FROM: equal, nulls too.</param>
public sealed record DistinctTest(Expression Left, Expression Right, bool Negated = false) : Expression;

public sealed record Between(Expression Value, Expression Low, Expression High, bool Negated = false) : Expression
{
    public bool Symmetric { get; init; }
}

public sealed record InList(Expression Value, SqlList<Expression> Items, bool Negated = false) : Expression;

public sealed record InQuery(Expression Value, Query Query, bool Negated = false) : Expression;

/// <summary>DuckDB's x IN list, without parentheses.</summary>
public sealed record InArray(Expression Value, Expression Array, bool Negated = false) : Expression;

public sealed record Exists(Query Query) : Expression;

/// <summary>x = ANY (...), x &gt; ALL (...); the right side is an array or a <see cref="SubQuery"/>. SOME is ANY.</summary>
/// <param name="Operator">A comparison, or [NOT] LIKE, [NOT] ILIKE.</param>
public sealed record Quantified(Expression Left, string Operator, bool All, Expression Right) : Expression;

public sealed record SubQuery(Query Query) : Expression;

/// <summary>ARRAY(SELECT ...).</summary>
public sealed record ArrayQuery(Query Query) : Expression;

/// <summary>CAST, or the shorter ::; TRY_CAST when <paramref name="Try"/>.</summary>
public sealed record Cast(Expression Value, TypeName Type, bool Try = false) : Expression;

public sealed record AtTimeZone(Expression Value, Expression Zone) : Expression;

public sealed record Collate(Expression Value, SqlList<string> Collation) : Expression;

/// <summary>CASE with an operand, or without: then conditions are truth values.</summary>
public sealed record Case(Expression? Operand, SqlList<When> Whens, Expression? Else = null) : Expression;

public sealed record When(Expression Condition, Expression Result) : SqlNode;

/// <summary>(a, b) or ROW(a, b); of fewer than two items only with ROW, but for the empty grouping set.</summary>
public sealed record RowConstructor(SqlList<Expression> Items, bool WithKeyword = false) : Expression;

/// <summary>ARRAY[...], or DuckDB's [...].</summary>
public sealed record ArrayLiteral(SqlList<Expression> Items) : Expression;

/// <summary>DuckDB's {'a': 1}.</summary>
public sealed record StructLiteral(SqlList<StructField> Fields) : Expression;

public sealed record StructField(string Name, Expression Value) : SqlNode;

/// <summary>DuckDB's MAP {key: value}.</summary>
public sealed record MapLiteral(SqlList<MapEntry> Entries) : Expression;

public sealed record MapEntry(Expression Key, Expression Value) : SqlNode;

/// <summary>DuckDB's [x * 2 for x in list if x > 1].</summary>
public sealed record ListComprehension(Expression Result, SqlList<string> Names, Expression Source, Expression? Filter = null) : Expression;

/// <summary>DuckDB's x -> x + 1, or lambda x: x + 1.</summary>
public sealed record Lambda(SqlList<string> Parameters, Expression Body) : Expression
{
    public bool WithKeyword { get; init; }
}

public sealed record Subscript(Expression Value, Expression Index) : Expression;

public sealed record Slice(Expression Value, Expression? Low, Expression? High) : Expression
{
    public Expression? Step { get; init; }
}

/// <summary>(value).field.</summary>
public sealed record FieldAccess(Expression Value, string Field) : Expression;

/// <summary>(value).*.</summary>
public sealed record FieldStar(Expression Value) : Expression;
