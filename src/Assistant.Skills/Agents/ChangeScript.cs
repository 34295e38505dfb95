using System.Globalization;
using System.Text;
using Assistant.Skills.Changes;

namespace Assistant.Skills.Agents;

/// <summary>
/// A change as statements to be read by people: each cell with its old value as a condition, as it is written. What is sent to the source
/// has the values as parameters and checks them all in one transaction.
/// </summary>
internal static class ChangeScript
{
    private const int MostShown = 200;

    /// <param name="undo">What takes it back: the old values, where the new ones still stand.</param>
    public static string Of(ChangeSet set, IReadOnlyList<CellChange> cells, bool undo)
    {
        var written = cells.Where(c => c.Verdict is not CellVerdict.LeftOut).ToList();
        var text = new StringBuilder("BEGIN;\n");
        foreach (var cell in written.Take(MostShown))
        {
            var (from, to) = undo ? (cell.New, cell.Old) : (cell.Old, cell.New);
            var row = set.KeyColumns.Zip(cell.Key, (column, value) => $"{Name(column)} = {Value(value)}");
            text.Append(CultureInfo.InvariantCulture, $"UPDATE {Table(set)} SET {Name(cell.Column)} = {Value(to)} WHERE {string.Join(" AND ", row)} AND {Name(cell.Column)} IS NOT DISTINCT FROM {Value(from)};\n");
        }
        if (written.Count > MostShown)
            text.Append(CultureInfo.InvariantCulture, $"-- and {written.Count - MostShown} more cells\n");
        return text.Append("COMMIT;   -- only if each statement found its row; else ROLLBACK").ToString();
    }

    private static string Table(ChangeSet set) => set.Table.Schema is { } schema ? $"{Name(schema)}.{Name(set.Table.Name)}" : Name(set.Table.Name);

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Value(string? value) => value is null ? "NULL" : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
