namespace Assistant.Skills.Sql.Syntax;

/// <summary>What a FROM reads: a table, a sub-query, a function, a join.</summary>
public abstract record FromItem : SqlNode
{
    public string? Alias { get; init; }

    /// <summary>The column names of the alias, as in t(a, b).</summary>
    public SqlList<string> Columns { get; init; } = [];
}

/// <param name="Path">Catalog, schema and name; mostly one or two parts.</param>
public sealed record TableReference(SqlList<string> Path) : FromItem
{
    public Sample? Sample { get; init; }

    /// <summary>PostgreSQL's ONLY: without the tables that inherit.</summary>
    public bool Only { get; init; }

    public string Name => Path[^1];
}

public sealed record DerivedTable(Query Query) : FromItem
{
    public bool Lateral { get; init; }
    public Sample? Sample { get; init; }
}

/// <summary>A function in FROM, or several in ROWS FROM (...).</summary>
public sealed record FunctionTable(SqlList<FunctionCall> Calls) : FromItem
{
    public bool Lateral { get; init; }
    public bool WithOrdinality { get; init; }
    public bool RowsFrom { get; init; }

    /// <summary>Columns with their types, as in json_to_recordset(x) AS t(a int).</summary>
    public SqlList<ColumnDefinition> Definitions { get; init; } = [];
}

public sealed record ColumnDefinition(string Name, TypeName Type) : SqlNode;

public enum JoinKind { Inner, Left, Right, Full, Cross, Semi, Anti, Positional }

public sealed record Join(FromItem Left, JoinKind Kind, FromItem Right) : FromItem
{
    public Expression? On { get; init; }
    public SqlList<string> Using { get; init; } = [];

    /// <summary>PostgreSQL's USING (...) AS name.</summary>
    public string? UsingAlias { get; init; }
    public bool Natural { get; init; }
    public bool Asof { get; init; }
}

/// <summary>TABLESAMPLE after a table, or DuckDB's USING SAMPLE.</summary>
/// <param name="Method">SYSTEM, BERNOULLI, RESERVOIR; null when the query does not say.</param>
/// <param name="Unit">PERCENT or ROWS; null when the query does not say.</param>
public sealed record Sample(string? Method, Expression Size, string? Unit = null) : SqlNode
{
    public Expression? Seed { get; init; }
}

/// <summary>source PIVOT (aggregates FOR column IN (values) GROUP BY columns).</summary>
public sealed record PivotTable(FromItem Source, SqlList<SelectItem> Using, SqlList<PivotColumn> For) : FromItem
{
    public SqlList<GroupItem> GroupBy { get; init; } = [];
}

/// <param name="In">The values that become columns; none when all do.</param>
public sealed record PivotColumn(Expression Value, SqlList<SelectItem> In) : SqlNode;

/// <summary>source UNPIVOT (values FOR name IN (columns)).</summary>
public sealed record UnpivotTable(FromItem Source, SqlList<string> ValueNames, string Name, SqlList<SelectItem> In) : FromItem
{
    public bool IncludeNulls { get; init; }
}

/// <summary>MySQL's JSON_TABLE(document, path COLUMNS (...)).</summary>
public sealed record JsonTable(Expression Document, Expression Path, SqlList<JsonTableColumn> ColumnPaths) : FromItem;

/// <summary>A column of JSON_TABLE: typed with a path, FOR ORDINALITY, or nested columns under a path.</summary>
public sealed record JsonTableColumn(string? Name, TypeName? Type, Expression? Path) : SqlNode
{
    public bool Ordinality { get; init; }
    public bool Exists { get; init; }
    public SqlList<JsonTableColumn> Nested { get; init; } = [];

    /// <summary>ON EMPTY and ON ERROR: NULL, ERROR, or DEFAULT with a text.</summary>
    public Expression? DefaultOnEmpty { get; init; }
    public Expression? DefaultOnError { get; init; }
    public string? OnEmpty { get; init; }
    public string? OnError { get; init; }
}
