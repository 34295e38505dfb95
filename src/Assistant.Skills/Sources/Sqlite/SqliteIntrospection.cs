using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.Sqlite;

/// <summary>Reads tables, columns and keys from SQLite's own schema tables.</summary>
internal static class SqliteIntrospection
{
    /// <summary>Rows looked at when a column declares no type.</summary>
    private const int Peek = 200;

    public static SourceCatalog Read(SqliteConnection connection, CancellationToken cancellationToken)
    {
        List<object?[]> Ask(string sql)
        {
            using var rows = connection.Read(sql, cancellationToken);
            var all = new List<object?[]>();
            while (rows.Next() is { } row)
                all.Add(row);
            return all;
        }

        // Shadow tables are the insides of virtual ones.
        var names = Ask("""
            SELECT name, type FROM pragma_table_list
            WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name
            """);
        var tables = new List<CatalogTable>();
        var references = new List<(TableName From, string[] Columns, string To, string?[] ToColumns)>();
        foreach (var (name, kind) in names.Select(row => ((string)row[0]!, (string)row[1]!)))
        {
            if (Table(name, kind, Ask) is not { } table)
                continue;
            tables.Add(table);
            references.AddRange(Ask($"SELECT id, \"from\", \"table\", \"to\" FROM pragma_foreign_key_list({Quoted(name)}) ORDER BY id, seq")
                .GroupBy(row => (long)row[0]!)
                .Select(key => (table.Name, key.Select(row => (string)row[1]!).ToArray(), (string)key.First()[2]!,
                    key.Select(row => (string?)row[3]).ToArray())));
        }
        var relationships = references.Select(key => Resolve(key, tables)).OfType<Relationship>().ToList();
        return new(SqlDialect.Sqlite, tables, relationships, SchemaVersion.Of(tables, relationships));
    }

    private static CatalogTable? Table(string name, string kind, Func<string, List<object?[]>> ask)
    {
        List<object?[]> shape;
        try
        {
            shape = ask($"SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo({Quoted(name)}) WHERE hidden <> 1 ORDER BY cid");
        }
        catch (SqliteException) when (kind is not "table")
        {
            return null;   // a view on something that is gone, or a virtual table of a module that is not here: nobody can read it
        }
        if (shape.Count == 0)
            return null;
        var key = shape.Where(row => (long)row[3]! > 0).OrderBy(row => (long)row[3]!).Select(row => (string)row[0]!).ToArray();
        var columns = shape.Select(row => Column(name, (string)row[0]!, (string?)row[1] ?? "", row[2] is 0L && !key.Contains((string)row[0]!), ask)).ToList();
        var unique = kind is not "table" ? [] : ask($"SELECT name FROM pragma_index_list({Quoted(name)}) WHERE \"unique\" = 1 AND origin <> 'pk' AND partial = 0")
            .Select(index => ask($"SELECT name FROM pragma_index_info({Quoted((string)index[0]!)}) ORDER BY seqno"))
            .Where(parts => parts.All(part => part[0] is string))
            .Select(parts => (IReadOnlyList<string>)[.. parts.Select(part => (string)part[0]!)]).ToList();
        return new(new(null, name), columns, key, kind is "table" ? Rows(name, ask) : null) { UniqueKeys = unique };
    }

    private static CatalogColumn Column(string table, string name, string declared, bool nullable, Func<string, List<object?[]>> ask) =>
        new(name, declared, SqliteTypes.Declared(declared) ?? Stored(table, name, ask), nullable);

    private static DataType Stored(string table, string column, Func<string, List<object?[]>> ask)
    {
        List<object?[]> types;
        try
        {
            types = ask($"SELECT DISTINCT typeof(v) FROM (SELECT {Identifier(column)} AS v FROM {Identifier(table)} LIMIT {Peek}) WHERE v IS NOT NULL");
        }
        catch (SqliteException)
        {
            return DataType.Other;   // a view that cannot be run
        }
        return types.Select(row => (string)row[0]!).Order(StringComparer.Ordinal).ToArray() switch
        {
            ["integer"] => DataType.Integer,
            ["real"] or ["integer", "real"] => DataType.Number,
            ["blob"] => DataType.Binary,
            _ => DataType.Text,
        };
    }

    /// <summary>The greatest rowid: a look at the end of the tree instead of a walk through it.</summary>
    private static long? Rows(string table, Func<string, List<object?[]>> ask)
    {
        try
        {
            return ask($"SELECT max(rowid) FROM {Identifier(table)}") is [[long last]] ? last : 0;
        }
        catch (SqliteException)
        {
            return null;   // WITHOUT ROWID
        }
    }

    private static Relationship? Resolve((TableName From, string[] Columns, string To, string?[] ToColumns) key, List<CatalogTable> tables)
    {
        if (tables.Find(t => string.Equals(t.Name.Name, key.To, StringComparison.OrdinalIgnoreCase)) is not { } target
            || tables.Find(t => t.Name == key.From) is not { } from)
            return null;
        // Without named columns a foreign key means the primary key. SQLite also keeps keys to columns that never existed.
        var to = key.ToColumns.All(c => c is null) ? target.PrimaryKey.Select(target.Find).ToList()
            : [.. key.ToColumns.Select(c => c is null ? null : target.Find(c))];
        var own = key.Columns.Select(from.Find).ToList();
        return to.Count == own.Count && !to.Contains(null) && !own.Contains(null)
            ? new(from.Name, [.. own.Select(c => c!.Name)], target.Name, [.. to.Select(c => c!.Name)], Declared: true, Confidence: 1)
            : null;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
