namespace Assistant.Skills.Sql.Syntax;

/// <summary>A piece of a syntax tree. Trees are immutable and compare by value.</summary>
public abstract record SqlNode;

/// <summary>A whole query: common tables, a body, an order, a limit.</summary>
public sealed record Query(QueryBody Body) : SqlNode
{
    public With? With { get; init; }
    public SqlList<OrderItem> OrderBy { get; init; } = [];
    public RowLimit? Limit { get; init; }

    /// <summary>True when nothing but the body is there, so that parentheses around it mean nothing.</summary>
    public bool IsBare => With is null && OrderBy.Count == 0 && Limit is null;
}

public sealed record With(SqlList<CommonTable> Tables, bool Recursive = false) : SqlNode;

public sealed record CommonTable(string Name, Query Query) : SqlNode
{
    public SqlList<string> Columns { get; init; } = [];

    /// <summary>Null when the query does not say.</summary>
    public bool? Materialized { get; init; }
    public SearchClause? Search { get; init; }
    public CycleClause? Cycle { get; init; }
}

/// <summary>SEARCH DEPTH|BREADTH FIRST BY columns SET name, of a recursive common table.</summary>
public sealed record SearchClause(bool Depth, SqlList<string> By, string Set) : SqlNode;

/// <summary>CYCLE columns SET mark USING path, of a recursive common table.</summary>
public sealed record CycleClause(SqlList<string> Columns, string Mark, string Path) : SqlNode
{
    public Expression? MarkValue { get; init; }
    public Expression? MarkDefault { get; init; }
}

public abstract record QueryBody : SqlNode;

public sealed record Select(SqlList<SelectItem> Items) : QueryBody
{
    public bool Distinct { get; init; }
    public SqlList<Expression> DistinctOn { get; init; } = [];

    /// <summary>The comma list; usually one item, a table or a tree of joins.</summary>
    public SqlList<FromItem> From { get; init; } = [];
    public Expression? Where { get; init; }
    public SqlList<GroupItem> GroupBy { get; init; } = [];
    public bool GroupByDistinct { get; init; }
    public Expression? Having { get; init; }
    public SqlList<NamedWindow> Windows { get; init; } = [];
    public Expression? Qualify { get; init; }

    /// <summary>DuckDB's USING SAMPLE.</summary>
    public Sample? Sample { get; init; }
}

public sealed record SelectItem(Expression Value, string? Alias = null) : SqlNode;

public enum SetOperator { Union, Intersect, Except }

public sealed record SetOperation(SetOperator Operator, QueryBody Left, QueryBody Right, bool All = false) : QueryBody
{
    /// <summary>DuckDB's UNION BY NAME.</summary>
    public bool ByName { get; init; }
}

public sealed record Values(SqlList<SqlList<Expression>> Rows) : QueryBody;

/// <summary>A query in parentheses with a WITH, an order or a limit of its own; a bare one is its body.</summary>
public sealed record NestedQuery(Query Query) : QueryBody;

/// <summary>DuckDB's PIVOT source ON columns USING aggregates GROUP BY columns.</summary>
public sealed record PivotBody(FromItem Source, SqlList<PivotColumn> On) : QueryBody
{
    public SqlList<SelectItem> Using { get; init; } = [];
    public SqlList<GroupItem> GroupBy { get; init; } = [];
}

/// <summary>DuckDB's UNPIVOT source ON columns INTO NAME name VALUE values.</summary>
public sealed record UnpivotBody(FromItem Source, SqlList<SelectItem> On, string Name, SqlList<string> ValueNames) : QueryBody
{
    public bool IncludeNulls { get; init; }
}

public enum SortNulls { First, Last }

/// <param name="Descending">Null when the query does not say.</param>
public sealed record OrderItem(Expression Value, bool? Descending = null, SortNulls? Nulls = null) : SqlNode
{
    /// <summary>PostgreSQL's ORDER BY x USING &lt;.</summary>
    public string? UsingOperator { get; init; }
}

/// <param name="Count">Null for LIMIT ALL or when only OFFSET is given.</param>
public sealed record RowLimit(Expression? Count, Expression? Offset = null) : SqlNode
{
    /// <summary>FETCH FIRST n ROWS WITH TIES.</summary>
    public bool WithTies { get; init; }

    /// <summary>DuckDB's LIMIT 10%.</summary>
    public bool Percent { get; init; }
}

public abstract record GroupItem : SqlNode;

public sealed record GroupExpression(Expression Value) : GroupItem;

public enum GroupingKind { Rollup, Cube, Sets }

/// <summary>ROLLUP, CUBE or GROUPING SETS; a set of several columns is a <see cref="RowConstructor"/>, the empty set one without items.</summary>
public sealed record GroupingElement(GroupingKind Kind, SqlList<GroupItem> Items) : GroupItem;

/// <summary>DuckDB's GROUP BY ALL.</summary>
public sealed record GroupByAll : GroupItem;

public sealed record NamedWindow(string Name, Window Window) : SqlNode;
