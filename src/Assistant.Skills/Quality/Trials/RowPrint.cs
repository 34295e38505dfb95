using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Trials;

/// <summary>
/// Knows rows again without keeping their values: by a hash of the columns that tell them apart, and one of the values that a rule judges, so that a
/// row that was repaired is another one. Hashes are of one source; short keys could be guessed from them, as from any hash.
/// </summary>
internal sealed class RowPrint(Guid sourceId, CatalogTable table, RuleBody rule)
{
    private const int MostColumns = 30;

    /// <summary>The key; without one all columns.</summary>
    public IReadOnlyList<string> Identity { get; } = Key(table);

    public IReadOnlyList<string> Judged { get; } = [.. RuleColumns.Of(rule).Where(c => table.Find(c) is not null)];

    public static IReadOnlyList<string> Key(CatalogTable table) => table.PrimaryKey.Count > 0 && table.PrimaryKey.All(c => table.Find(c) is not null)
        ? table.PrimaryKey : [.. table.Columns.Where(c => c.Type is not (DataType.Binary or DataType.Json or DataType.Array or DataType.Other)).Take(MostColumns).Select(c => c.Name)];

    /// <summary>Null where the row lacks a column.</summary>
    public (string Key, string Judged)? Of(IReadOnlyDictionary<string, object?> row) =>
        Identity.All(row.ContainsKey) && Judged.All(row.ContainsKey) ? (Hash(Identity.Select(c => row[c])), Hash(Judged.Select(c => row[c]))) : null;

    public string KeyOf(IReadOnlyDictionary<string, object?> row) => Hash(Identity.Select(c => row[c]));

    private string Hash(IEnumerable<object?> cells)
    {
        // Lengths keep "ab", "c" apart from "a", "bc".
        var text = new StringBuilder($"{sourceId:N} {table.Name}");
        foreach (var cell in cells.Select(CellText.Invariant))
            text.Append('\u001f').Append(cell?.Length ?? -1).Append(':').Append(cell);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
