using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assistant.Skills.Sources.Export;

/// <summary>Results as an Excel workbook: typed cells, texts always as texts, head frozen and filterable. No cell is a formula.</summary>
public static partial class XlsxExport
{
    private const int LongestText = 32_767;   // Excel refuses more in a cell
    private const int LongestSheetName = 31;
    private const int Digits = 15;            // what a number in Excel holds

    /// <summary>Positions in <see cref="Styles"/>.</summary>
    private enum Style { Plain, Head, Date, Time, Kept }

    /// <param name="name">Becomes the name of the sheet, as far as Excel allows it.</param>
    public static void Write(ResultTable table, string name, Stream stream)
    {
        using var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var sheet = workbook.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(sheet))
        {
            // The parts of a worksheet have a fixed order.
            writer.WriteStartElement(new Worksheet());
            writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
            if (table.Columns.Count > 0)
                writer.WriteElement(new Columns(table.Columns.Select((_, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = Width(table, i), CustomWidth = true })));
            writer.WriteStartElement(new SheetData());
            Row(writer, 1, table.Columns.Select(c => (object?)c.Name), Style.Head);
            for (var i = 0; i < table.Rows.Count; i++)
                Row(writer, i + 2, table.Rows[i], Style.Plain);
            writer.WriteEndElement();
            if (table.Columns.Count > 0)
                writer.WriteElement(new AutoFilter { Reference = $"A1:{Letters(table.Columns.Count)}{table.Rows.Count + 1}" });
            writer.WriteEndElement();
        }
        workbook.Workbook = new Workbook(new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = SheetName(name) }));
    }

    private static void Row(OpenXmlWriter writer, int number, IEnumerable<object?> cells, Style style)
    {
        writer.WriteStartElement(new Row(), [new OpenXmlAttribute("r", "", number.ToString(CultureInfo.InvariantCulture))]);
        var column = 0;
        foreach (var cell in cells)
            Cell(writer, $"{Letters(++column)}{number}", cell, style);
        writer.WriteEndElement();
    }

    private static void Cell(OpenXmlWriter writer, string place, object? cell, Style style)
    {
        switch (cell)
        {
            case null: break;
            case long whole when Math.Abs((decimal)whole) < 1_000_000_000_000_000m: Value(writer, place, whole.ToString(CultureInfo.InvariantCulture), style); break;
            case decimal number when Significant(number) <= Digits: Value(writer, place, number.ToString(CultureInfo.InvariantCulture), style); break;
            case double number when double.IsFinite(number): Value(writer, place, number.ToString("R", CultureInfo.InvariantCulture), style); break;
            case bool yes: Value(writer, place, yes ? "1" : "0", style, "b"); break;
            case DateOnly { Year: >= 1901 } date: Value(writer, place, date.ToDateTime(default).ToOADate().ToString("R", CultureInfo.InvariantCulture), Style.Date); break;
            case DateTime { Year: >= 1901 } time: Value(writer, place, time.ToOADate().ToString("R", CultureInfo.InvariantCulture), Style.Time); break;
            case string text: Text(writer, place, text, style); break;
            case IFormattable other: Text(writer, place, Plain(other), style); break;
            case byte[] bytes: Text(writer, place, Convert.ToHexString(bytes), style); break;
            default: Text(writer, place, cell.ToString() ?? "", style); break;
        }
    }

    private static string Plain(IFormattable value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        _ => value.ToString(null, CultureInfo.InvariantCulture),
    };

    private static void Value(OpenXmlWriter writer, string place, string value, Style style, string? type = null)
    {
        List<OpenXmlAttribute> attributes = [new("r", "", place), new("s", "", ((int)style).ToString(CultureInfo.InvariantCulture))];
        if (type is not null) attributes.Add(new("t", "", type));
        writer.WriteStartElement(new Cell(), attributes);
        writer.WriteElement(new CellValue(value));
        writer.WriteEndElement();
    }

    // Kept: the cell stays a text even when somebody edits it and presses Enter.
    private static void Text(OpenXmlWriter writer, string place, string text, Style style)
    {
        var look = style is Style.Plain && CellSafety.IsRisky(text) ? Style.Kept : style;
        writer.WriteStartElement(new Cell(), [new("r", "", place), new("s", "", ((int)look).ToString(CultureInfo.InvariantCulture)), new("t", "", "inlineStr")]);
        writer.WriteElement(new InlineString(new Text(Escaped(text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…")) { Space = SpaceProcessingModeValues.Preserve }));
        writer.WriteEndElement();
    }

    /// <summary>XML cannot hold control characters; the format writes them as _xHHHH_, so what looks like that is escaped, too.</summary>
    private static string Escaped(string text)
    {
        var escaped = LooksEscaped().Replace(text, "_x005F_");
        if (!escaped.AsSpan().ContainsAnyExceptInRange(' ', '\uD7FF')) return escaped;
        var result = new StringBuilder(escaped.Length + 16);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (char.IsHighSurrogate(escaped[i]) && i + 1 < escaped.Length && char.IsLowSurrogate(escaped[i + 1]))
                result.Append(escaped, i++, 2);
            else if (escaped[i] is '\t' or '\n' || escaped[i] >= ' ' && !char.IsSurrogate(escaped[i]) && escaped[i] is not ('\uFFFE' or '\uFFFF'))
                result.Append(escaped[i]);
            else
                result.Append(CultureInfo.InvariantCulture, $"_x{(int)escaped[i]:X4}_");
        }
        return result.ToString();
    }

    private static int Significant(decimal number) => Math.Abs(number).ToString(CultureInfo.InvariantCulture).Trim('0').Count(char.IsAsciiDigit);

    private static double Width(ResultTable table, int column) =>
        Math.Clamp(table.Rows.Take(100).Select(r => CsvExport.Cell(r[column]).Length).Append(table.Columns[column].Name.Length).Max() + 2, 8, 60);

    /// <summary>A, B, … Z, AA, …</summary>
    private static string Letters(int column)
    {
        var letters = "";
        for (; column > 0; column = (column - 1) / 26)
            letters = (char)('A' + (column - 1) % 26) + letters;
        return letters;
    }

    private static string SheetName(string name)
    {
        var clean = NotInSheetNames().Replace(name, " ").Trim().Trim('\'');
        if (clean.Length == 0) return "Result";
        return clean.Length <= LongestSheetName ? clean : clean[..LongestSheetName].TrimEnd();
    }

    private static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "yyyy-mm-dd" }, new NumberingFormat { NumberFormatId = 165, FormatCode = "yyyy-mm-dd hh:mm:ss" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),   // fixed by the format
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 165, ApplyNumberFormat = true },
            new CellFormat { QuotePrefix = true }));

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")] private static partial Regex LooksEscaped();

    [GeneratedRegex(@"[\[\]:*?/\\\p{C}]+")] private static partial Regex NotInSheetNames();
}
