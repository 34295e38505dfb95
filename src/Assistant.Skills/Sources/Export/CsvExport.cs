using System.Buffers;
using System.Globalization;

namespace Assistant.Skills.Sources.Export;

/// <summary>Results as CSV by RFC 4180, in UTF-8 with a mark so that spreadsheets read it as that. Numbers and dates are the same in every language.</summary>
public static class CsvExport
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\t\"\r\n");

    /// <param name="writer">In UTF-8; the mark is written first.</param>
    public static async Task WriteAsync(ResultTable table, TextWriter writer, CancellationToken cancellationToken)
    {
        await writer.WriteAsync("\uFEFF".AsMemory(), cancellationToken);
        await LineAsync(writer, table.Columns.Select(c => Text(c.Name)), cancellationToken);
        foreach (var row in table.Rows)
            await LineAsync(writer, row.Select(Cell), cancellationToken);
    }

    /// <summary>A cell as it stands in the file.</summary>
    public static string Cell(object? cell) => cell switch
    {
        null => "",
        string text => Text(text),
        bool yes => yes ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        // A negative interval would be taken for a formula; a number is a number.
        TimeSpan span => Text(span.ToString("c", CultureInfo.InvariantCulture)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Text(cell.ToString() ?? ""),
    };

    private static string Text(string text)
    {
        var safe = CellSafety.Inert(text);
        return !safe.AsSpan().ContainsAny(Quoted) && safe.Trim().Length == safe.Length ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static Task LineAsync(TextWriter writer, IEnumerable<string> cells, CancellationToken cancellationToken) =>
        writer.WriteAsync((string.Join(',', cells) + "\r\n").AsMemory(), cancellationToken);
}
