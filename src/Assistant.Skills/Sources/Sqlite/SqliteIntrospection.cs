using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.Sqlite;

/// <summary>Reads tables, columns and keys from SQLite's own schema tables.</summary>
internal static class SqliteIntrospection
{
    /// <summary>Rows looked at when a column declares no type.</summary>
    private const int Peek = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public static SourceCatalog Read(SqliteConnection connection, CancellationToken cancellationToken)
    {
        List<object?[]> Ask(string sql)
        {
            // A view can be endless work: one question may not take the time of all.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Longest);
            using var rows = connection.Read(sql, limit.Token);
            var all = new List<object?[]>();
            while (rows.Next() is { } row)
                all.Add(row);
            return all;
        }

        var names = SqliteSchema.Readable([.. Ask(
            "SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
            .Where(row => row is [string, string, string]).Select(row => ((string)row[0]!, (string)row[1]!, (string)row[2]!))]);
        var tables = new List<CatalogTable>();
        var references = new List<(TableName From, string[] Columns, string To, string?[] ToColumns)>();
        foreach (var (name, kind) in names)
        {
            if (Table(name, kind, Ask, cancellationToken) is not { } table)
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

    private static CatalogTable? Table(string name, string kind, Func<string, List<object?[]>> ask, CancellationToken cancellationToken)
    {
        List<object?[]> shape;
        try
        {
            shape = ask($"SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo({Quoted(name)}) WHERE hidden <> 1 ORDER BY cid");
        }
        catch (Exception unreadable) when (kind is not "table" && IsOwnFault(unreadable, cancellationToken))
        {
            return null;   // a view on something that is gone or on itself, or a virtual table of a module that is not here: nobody can read it
        }
        if (shape.Count == 0)
            return null;
        var key = shape.Where(row => (long)row[3]! > 0).OrderBy(row => (long)row[3]!).Select(row => (string)row[0]!).ToArray();
        var stored = true;
        List<CatalogColumn> columns = [];
        foreach (var row in shape)
        {
            var declared = (string?)row[1] ?? "";
            var type = SqliteTypes.Declared(declared) ?? (stored ? Stored(name, (string)row[0]!, ask, cancellationToken) : null);
            stored = type is not null;   // a table or view that did not answer once is not asked column by column
            columns.Add(new((string)row[0]!, declared, type ?? DataType.Other, row[2] is 0L && !key.Contains((string)row[0]!)));
        }
        var unique = kind is not "table" ? [] : ask($"SELECT name FROM pragma_index_list({Quoted(name)}) WHERE \"unique\" = 1 AND origin <> 'pk' AND partial = 0")
            .Select(index => ask($"SELECT name FROM pragma_index_info({Quoted((string)index[0]!)}) ORDER BY seqno"))
            .Where(parts => parts.All(part => part[0] is string))
            .Select(parts => (IReadOnlyList<string>)[.. parts.Select(part => (string)part[0]!)]).ToList();
        return new(new(null, name), columns, key, kind is "table" ? Rows(name, ask) : null) { UniqueKeys = unique };
    }

    /// <summary>It is broken, damaged or endless; not a person who went away.</summary>
    private static bool IsOwnFault(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        SqliteException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    /// <summary>Null for a view that cannot be run.</summary>
    private static DataType? Stored(string table, string column, Func<string, List<object?[]>> ask, CancellationToken cancellationToken)
    {
        List<object?[]> types;
        try
        {
            types = ask($"SELECT DISTINCT typeof(v) FROM (SELECT {Identifier(column)} AS v FROM {Identifier(table)} LIMIT {Peek}) WHERE v IS NOT NULL");
        }
        catch (Exception unreadable) when (IsOwnFault(unreadable, cancellationToken))
        {
            return null;
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
            return null;   // WITHOUT ROWID, or damaged: reading it says so
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
