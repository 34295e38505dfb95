namespace Assistant.Skills.Sources;

/// <summary>Names and texts as SQL. PostgreSQL, SQLite and DuckDB all quote names the standard's way.</summary>
public static class Quoted
{
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Name(TableName table) => table.Schema is null ? Name(table.Name) : $"{Name(table.Schema)}.{Name(table.Name)}";

    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
