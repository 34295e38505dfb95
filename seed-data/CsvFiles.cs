using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Assistant.Samples;

/// <summary>Files to try an upload with: one clean, one as a German spreadsheet exports it.</summary>
internal static class CsvFiles
{
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string folder, Sample bank, Sample shop)
    {
        Write(Path.Combine(folder, "products.csv"), shop["products"], shop["products"].Rows.Count, ',', new UTF8Encoding(false), value => FaultKey.Text(value));
        Write(Path.Combine(folder, "transactions-january.csv"), bank["transactions"], 5000, ';', Encoding.Latin1,
            value => value is decimal number ? number.ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',') : FaultKey.Text(value));
    }

    private static void Write(string path, Table table, int rows, char separator, Encoding encoding, Func<object?, string?> text)
    {
        using var writer = new StreamWriter(path, false, encoding) { NewLine = "\n" };
        writer.WriteLine(string.Join(separator, table.Columns.Select(c => c.Name)));
        foreach (var row in table.Rows.Take(rows))
            writer.WriteLine(string.Join(separator, row.Select(v => Quoted(text(v) ?? "", separator))));
    }

    private static string Quoted(string text, char separator) =>
        text.Contains(separator, StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
