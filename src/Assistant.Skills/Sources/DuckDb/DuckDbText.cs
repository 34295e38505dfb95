namespace Assistant.Skills.Sources.DuckDb;

/// <summary>Names, literals and types in DuckDB's SQL.</summary>
internal static class DuckDbText
{
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{Inside(text)}'";

    /// <summary>For text that stands inside quotes already.</summary>
    public static string Inside(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    /// <summary>Kinds that have no cell of ours.</summary>
    public static bool IsNested(string type) => IsJson(type) || type.StartsWith("UNION", StringComparison.Ordinal) || type.StartsWith("ENUM", StringComparison.Ordinal)
        || type is "UUID" or "INTERVAL" or "BIT" or "TIME WITH TIME ZONE" or "VARIANT" or "BIGNUM" or "\"NULL\"" or "NULL" || type.StartsWith("GEOMETRY", StringComparison.Ordinal);

    /// <summary>Kinds best told as JSON.</summary>
    public static bool IsJson(string type) =>
        type.EndsWith(']') || type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal);

    public static DataType TypeOf(string type) => type switch
    {
        [.., ']'] => DataType.Array,
        "JSON" => DataType.Json,
        _ when IsJson(type) => DataType.Json,
        "BOOLEAN" => DataType.Boolean,
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" => DataType.Integer,
        "UBIGINT" or "HUGEINT" or "UHUGEINT" or "FLOAT" or "DOUBLE" => DataType.Number,
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) => DataType.Number,
        "DATE" => DataType.Date,
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => DataType.Timestamp,
        "TIME" => DataType.Time,
        "BLOB" => DataType.Binary,
        _ => DataType.Text,
    };
}
