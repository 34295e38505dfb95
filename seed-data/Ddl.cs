namespace Assistant.Samples;

/// <summary>CREATE TABLE in the words that both engines share.</summary>
internal static class Ddl
{
    public static string Create(Table table, string name, Func<ColumnType, string> type)
    {
        var lines = table.Columns.Select((column, i) =>
            $"    {column.Name} {type(column.Type)}"
            + (i == 0 && table.HasKey ? " PRIMARY KEY" : column.Required ? " NOT NULL" : "")
            + (column.References is { } target ? $" REFERENCES {Prefix(name)}{target.Split('.')[0]} ({target.Split('.')[1]})" : ""));
        return $"CREATE TABLE {name} (\n{string.Join(",\n", lines)}\n);\n";
    }

    private static string Prefix(string name) => name.Contains('.', StringComparison.Ordinal) ? name.Split('.')[0] + "." : "";
}
