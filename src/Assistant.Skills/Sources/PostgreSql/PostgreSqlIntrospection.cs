using Assistant.Skills.Sql;
using Dapper;
using Npgsql;

namespace Assistant.Skills.Sources.PostgreSql;

/// <summary>Tables, columns and keys that the connected user may read, from PostgreSQL's catalog.</summary>
internal static class PostgreSqlIntrospection
{
    // Tables, partitioned tables (not their partitions), views, materialized views, foreign tables; none of an extension's own.
    private const string Readable = """
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
          AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
          AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        """;

    public static async Task<SourceCatalog> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Task<IEnumerable<T>> AskAsync<T>(string sql) => connection.QueryAsync<T>(new CommandDefinition(sql, cancellationToken: cancellationToken));

        var relations = await AskAsync<Relation>($"""
            SELECT c.oid::bigint AS id, n.nspname AS schema, c.relname AS name, obj_description(c.oid, 'pg_class') AS description,
                   CASE WHEN c.relkind = 'p' THEN (SELECT sum(greatest(l.reltuples, 0)) FROM pg_partition_tree(c.oid) t JOIN pg_class l ON l.oid = t.relid WHERE t.isleaf)
                        WHEN c.relkind IN ('r', 'm') AND c.reltuples >= 0 THEN c.reltuples END::bigint AS rows
            {Readable} ORDER BY n.nspname, c.relname
            """);
        var columns = (await AskAsync<Attribute>($"""
            SELECT c.oid::bigint AS id, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
                   col_description(c.oid, a.attnum) AS description, b.typname AS base, b.typcategory::text AS category, a.attnum AS number
            FROM (SELECT c.oid {Readable}) c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
            JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            WHERE a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'SELECT') ORDER BY c.oid, a.attnum
            """)).ToLookup(a => a.Id);
        var keys = (await AskAsync<Constraint>($"""
            SELECT k.conrelid::bigint AS id, k.contype::text AS kind, k.conkey AS columns, k.confrelid::bigint AS target, k.confkey AS TargetColumns
            FROM pg_constraint k WHERE k.contype IN ('p', 'u', 'f') AND k.conparentid = 0 AND k.conrelid IN (SELECT c.oid {Readable}) ORDER BY k.conrelid, k.conname
            """)).ToLookup(k => k.Id);

        var tables = relations.Select(r => (r.Id, Table: Table(r, columns[r.Id], keys[r.Id]))).Where(t => t.Table.Columns.Count > 0)
            .ToDictionary(t => t.Id, t => t.Table);
        var relationships = keys.SelectMany(k => k).Where(k => k.Kind == "f").Select(k => Foreign(k, tables, columns)).OfType<Relationship>().ToList();
        return new(SqlDialect.PostgreSql, [.. tables.Values], relationships, SchemaVersion.Of(tables.Values, relationships));
    }

    private static CatalogTable Table(Relation relation, IEnumerable<Attribute> attributes, IEnumerable<Constraint> keys)
    {
        var all = attributes.ToList();
        IReadOnlyList<string> Names(short[] numbers) => Named(numbers, all) ?? [];
        var primary = keys.FirstOrDefault(k => k.Kind == "p");
        return new(
            new(relation.Schema, relation.Name),
            [.. all.Select(a => new CatalogColumn(a.Name, a.Type, TypeOf(a), a.Nullable) { Description = a.Description })],
            primary is null ? [] : Names(primary.Columns), relation.Rows, relation.Description)
        {
            UniqueKeys = [.. keys.Where(k => k.Kind == "u").Select(k => Names(k.Columns)).Where(k => k.Count > 0)],
        };
    }

    private static Relationship? Foreign(Constraint key, Dictionary<long, CatalogTable> tables, ILookup<long, Attribute> columns) =>
        tables.TryGetValue(key.Id, out var from) && tables.TryGetValue(key.Target, out var to)
        && Named(key.Columns, columns[key.Id]) is { } own && Named(key.TargetColumns ?? [], columns[key.Target]) is { } other
            ? new(from.Name, own, to.Name, other, Declared: true, Confidence: 1) : null;

    /// <summary>Null when one of them may not be read.</summary>
    private static List<string>? Named(short[] numbers, IEnumerable<Attribute> attributes)
    {
        var names = numbers.Select(n => attributes.FirstOrDefault(a => a.Number == n)?.Name).OfType<string>().ToList();
        return names.Count == numbers.Length ? names : null;
    }

    private static DataType TypeOf(Attribute attribute) => (attribute.Category, attribute.Base) switch
    {
        ("A", _) => DataType.Array,
        (_, "int2" or "int4" or "int8" or "oid") => DataType.Integer,
        (_, "numeric" or "float4" or "float8" or "money") => DataType.Number,
        ("B", _) => DataType.Boolean,
        (_, "date") => DataType.Date,
        (_, "timestamp" or "timestamptz") => DataType.Timestamp,
        (_, "time" or "timetz") => DataType.Time,
        ("T", _) => DataType.Interval,
        (_, "json" or "jsonb") => DataType.Json,
        (_, "bytea") => DataType.Binary,
        ("S" or "E", _) or (_, "uuid" or "citext") => DataType.Text,
        _ => DataType.Other,
    };

    private sealed class Relation
    {
        public long Id { get; set; }
        public string Schema { get; set; } = "";
        public string Name { get; set; } = "";
        public string? Description { get; set; }
        public long? Rows { get; set; }
    }

    private sealed class Attribute
    {
        public long Id { get; set; }
        public string Name { get; set; } = "";
        public string Type { get; set; } = "";
        public bool Nullable { get; set; }
        public string? Description { get; set; }
        public string Base { get; set; } = "";
        public string Category { get; set; } = "";
        public short Number { get; set; }
    }

    private sealed class Constraint
    {
        public long Id { get; set; }
        public string Kind { get; set; } = "";
        public short[] Columns { get; set; } = [];
        public long Target { get; set; }
        public short[]? TargetColumns { get; set; }
    }
}
