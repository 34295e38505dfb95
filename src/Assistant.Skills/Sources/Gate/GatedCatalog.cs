using System.Runtime.CompilerServices;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>A base table as one person may see it.</summary>
/// <param name="Path">Schema and name as the catalog has them.</param>
/// <param name="Columns">The visible ones.</param>
/// <param name="Guard">What is read in place of the table when the policy filters or masks it; null when it is read as it is.</param>
internal sealed record GatedTable(TableName Name, SqlList<string> Path, IReadOnlyList<string> Columns, Select? Guard, long? Rows);

/// <summary>Prepared catalogs by catalog and policy, kept as long as both live: preparing costs far more than judging a query.</summary>
internal sealed class GatedCatalogs
{
    private readonly ConditionalWeakTable<SourceCatalog, ConditionalWeakTable<DataPolicy, GatedCatalog>> _prepared = [];

    public GatedCatalog For(SourceCatalog catalog, DataPolicy policy) =>
        _prepared.GetOrCreateValue(catalog).GetValue(policy, p => new(catalog, p, this));
}

/// <summary>A catalog as one person may see it, made ready for look-ups. Immutable.</summary>
internal sealed class GatedCatalog
{
    private readonly Dictionary<string, List<GatedTable>> _tables;
    private readonly HashSet<string> _types = new(StringComparer.OrdinalIgnoreCase);

    public GatedCatalog(SourceCatalog catalog, DataPolicy policy, GatedCatalogs all)
    {
        Dialect = catalog.Dialect;
        // PostgreSQL folds unquoted names when it reads them; what is left must match to the letter.
        Names = catalog.Dialect == SqlDialect.PostgreSql ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        _tables = new(Names);
        foreach (var table in catalog.Tables)
        {
            if (policy.HiddenTables.Contains(table.Name))
                continue;
            if (!_tables.TryGetValue(table.Name.Name, out var namesakes))
                _tables[table.Name.Name] = namesakes = [];
            namesakes.Add(TableGuard.Prepare(table, catalog, policy, all));
            foreach (var column in table.Columns)
                if (SqlParser.ParseType(column.NativeType, Dialect) is { } type)
                    _types.Add(type.Name);
        }
    }

    public SqlDialect Dialect { get; }
    public StringComparer Names { get; }

    /// <summary>The table of that name; without a schema the name must be one table's, or be in the engine's default schema.</summary>
    public GatedTable? Find(SqlList<string> path)
    {
        if (path.Count > 2 || !_tables.TryGetValue(path[^1], out var namesakes))
            return null;
        if (path.Count == 2)
            return namesakes.Find(t => Names.Equals(t.Name.Schema ?? DefaultSchema, path[0]));
        return namesakes.Count == 1 ? namesakes[0] : namesakes.Find(t => Names.Equals(t.Name.Schema ?? DefaultSchema, DefaultSchema));
    }

    private string DefaultSchema => Dialect switch
    {
        SqlDialect.PostgreSql => "public",
        SqlDialect.Sqlite or SqlDialect.DuckDb => "main",
        SqlDialect.SqlServer => "dbo",
        _ => "",
    };

    /// <summary>A name that binds to the table though a common table has the same name.</summary>
    public SqlList<string>? UnmistakablePath(GatedTable table) =>
        table.Path.Count > 1 ? table.Path
        : Dialect is SqlDialect.Sqlite or SqlDialect.DuckDb ? [DefaultSchema, table.Path[0]]
        : null;

    public bool HasType(string name) => _types.Contains(name);

    public string? NearestTable(string name) => Nearest.Of(name, _tables.Values.SelectMany(t => t).Select(t => t.Name.ToString()), last: true);
}
