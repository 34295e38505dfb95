using System.Collections.Frozen;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.Gate;

/// <summary>
/// The functions a query may call, by engine; all others are refused. They compute from their arguments alone: none reads a file, a
/// setting, the catalog or another connection, runs a text as SQL, sleeps, locks or leaves anything behind.
/// </summary>
internal static partial class FunctionNames
{
    private static readonly FrozenSet<string> PostgreSqlSet = Set(PostgreSql);
    private static readonly FrozenSet<string> SqliteSet = Set(Sqlite);
    private static readonly FrozenSet<string> DuckDbSet = Set(DuckDb);
    private static readonly FrozenSet<string> MySqlSet = Set(MySql);
    private static readonly FrozenSet<string> OtherSet = Set(Other);

    private static readonly FrozenSet<string> DuckDbTables = Set("range generate_series unnest json_each json_tree repeat");
    private static readonly FrozenSet<string> SqliteTables = Set("json_each json_tree generate_series");
    private static readonly FrozenSet<string> OtherTables = Set("unnest flatten generate_series sequence");

    public static bool MayCall(string function, SqlDialect dialect) => dialect switch
    {
        SqlDialect.PostgreSql => PostgreSqlSet,
        SqlDialect.Sqlite => SqliteSet,
        SqlDialect.DuckDb => DuckDbSet,
        SqlDialect.MySql => MySqlSet,
        _ => OtherSet,
    } is var set && set.Contains(function);

    /// <summary>May the function stand in FROM? In PostgreSQL any may, elsewhere only some can be trusted to read nothing.</summary>
    public static bool MayReadFrom(string function, SqlDialect dialect) => dialect switch
    {
        SqlDialect.PostgreSql => PostgreSqlSet.Contains(function),
        SqlDialect.Sqlite => SqliteTables.Contains(function),
        SqlDialect.DuckDb => DuckDbTables.Contains(function),
        SqlDialect.MySql => false,
        _ => OtherTables.Contains(function),
    };

    private static FrozenSet<string> Set(string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
