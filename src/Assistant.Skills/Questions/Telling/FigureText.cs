using System.Globalization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Telling;

/// <summary>A cell as people read it: grouped digits, dates of their culture; never the number for the number ledger, which is the cell.</summary>
internal static class FigureText
{
    public static string Of(object? cell, CultureInfo culture) => cell switch
    {
        null => "nothing",
        long or int => ((IFormattable)cell).ToString("#,0", culture),
        decimal d => d.ToString(d == Math.Floor(d) ? "#,0" : Math.Abs(d) >= 1 ? "#,0.##" : "0.####", culture),
        double d => double.IsFinite(d) ? d.ToString(d == Math.Floor(d) && Math.Abs(d) < 1e15 ? "#,0" : Math.Abs(d) >= 1 ? "#,0.##" : "0.####", culture) : "not a number",
        DateOnly day => day.ToString("d MMM yyyy", culture),
        DateTime moment => moment.TimeOfDay == TimeSpan.Zero ? moment.ToString("d MMM yyyy", culture) : moment.ToString("d MMM yyyy HH:mm", culture),
        IFormattable other => other.ToString(null, culture),
        _ => cell.ToString() is { } text ? text.Length > 80 ? text[..79] + "…" : text : "",
    };

    /// <summary>The same for a cell of a result: a year is known by its column, and numbers have the decimals that they have in the table.</summary>
    public static string Of(ResultTable table, int row, int column, CultureInfo culture) => table.Rows[row][column] switch
    {
        { } cell and not string when YearColumn.Is(table, column) => cell is IFormattable year ? year.ToString("0.##", culture) : Of(cell, culture),
        { } share and not string when ShareColumn.Is(table, column) => ShareColumn.Write(share, culture),
        decimal number => number.ToString("N" + ColumnDecimals.Of(table.Rows.Select(r => r[column])), culture),
        double number when double.IsFinite(number) && Math.Abs(number) < 1e15 => number.ToString("N" + ColumnDecimals.Of(table.Rows.Select(r => r[column])), culture),
        var cell => Of(cell, culture),
    };

    /// <summary>Text of data inside Markdown: signs that Markdown reads are set off.</summary>
    public static string Plain(string text)
    {
        var escaped = new System.Text.StringBuilder(text.Length);
        foreach (var c in text)
        {
            if ("\\`*_{}[]()#+-!<>|&".Contains(c, StringComparison.Ordinal))
                escaped.Append('\\');
            escaped.Append(c is '\n' or '\r' ? ' ' : c);
        }
        return escaped.ToString();
    }
}
