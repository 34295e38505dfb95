using System.Globalization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Changes;

/// <summary>Rows named by their keys, as SQL that all our engines read the same way.</summary>
public static class KeySql
{
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Name(TableName table) => table.Schema is null ? Name(table.Name) : $"{Name(table.Schema)}.{Name(table.Name)}";

    /// <summary>A value of a key as a constant of its column's type.</summary>
    public static string Constant(CatalogColumn column, string value) =>
        column.Type is DataType.Integer or DataType.Number && decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture) : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>True for the rows with one of these keys.</summary>
    public static string Among(CatalogTable table, IReadOnlyList<string> keyColumns, IReadOnlyCollection<IReadOnlyList<string>> keys)
    {
        var columns = keyColumns.Select(k => table.Find(k)!).ToList();
        return columns is [var only]
            ? $"{Name(only.Name)} IN ({string.Join(", ", keys.Select(k => Constant(only, k[0])))})"
            : $"({string.Join(" OR ", keys.Select(k => $"({string.Join(" AND ", columns.Select((c, i) => $"{Name(c.Name)} = {Constant(c, k[i])}"))})"))})";
    }
}
