using System.Globalization;
using System.Text;
using Assistant.Skills.Sources;

namespace Assistant.Server.CommandLine;

/// <summary>Rows in columns, for a terminal.</summary>
internal static class TextTable
{
    private const int WidestCell = 60;

    public static string Of(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows, int most)
    {
        var cells = rows.Take(most).Select(row => row.Select(Cell).ToArray()).ToList();
        var widths = columns.Select((column, i) => cells.Select(row => row[i].Length).Append(Short(column.Name).Length).Max()).ToArray();
        var text = new StringBuilder();
        Line([.. columns.Select(column => Short(column.Name))], _ => false);
        text.AppendJoin("  ", widths.Select(width => new string('-', width))).Append('\n');
        for (var i = 0; i < cells.Count; i++)
            Line(cells[i], column => rows[i][column] is long or decimal or double);
        if (rows.Count > most)
            text.Append(CultureInfo.InvariantCulture, $"... {rows.Count - most} more rows\n");
        return text.ToString().TrimEnd('\n');

        void Line(string[] words, Func<int, bool> right) => text.AppendJoin("  ", words.Select((word, i) =>
            right(i) ? word.PadLeft(widths[i]) : word.PadRight(widths[i]))).Append('\n');
    }

    private static string Cell(object? value) => Short(value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture),
        byte[] bytes => $"{bytes.Length} bytes",
        double number when double.IsFinite(number) && Math.Abs(number) < 1e15 => Figure(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    });

    /// <summary>Without the digits that only come from counting in twos: 12.5, not 12.500000000000005.</summary>
    private static string Figure(double number) => number.ToString(Math.Abs(number) >= 1 ? "0.####" : "G5", CultureInfo.InvariantCulture);

    // A terminal obeys control characters; data must not reach it as commands.
    private static string Short(string text)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
        return line.Length <= WidestCell ? line : line[..(WidestCell - 1)] + "…";
    }
}
