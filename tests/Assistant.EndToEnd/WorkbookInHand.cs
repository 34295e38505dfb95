using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assistant.EndToEnd;

/// <summary>A downloaded workbook that a person fills in and saves.</summary>
internal static class WorkbookInHand
{
    /// <summary>Writes a text into the column's cell of every row; returns the keys of the rows, which stand in the first column.</summary>
    public static IReadOnlyList<string> Fill(string file, string column, string value)
    {
        using var document = SpreadsheetDocument.Open(file, isEditable: true);
        var workbook = document.WorkbookPart!;
        var part = (WorksheetPart)workbook.GetPartById(workbook.Workbook!.Descendants<Sheet>().First().Id!);
        var rows = part.Worksheet!.Descendants<Row>().ToList();
        var at = rows[0].Elements<Cell>().ToList().FindIndex(c => c.InnerText == column);
        foreach (var cell in rows.Skip(1).Select(r => r.Elements<Cell>().ElementAt(at)))
        {
            cell.RemoveAllChildren();
            cell.DataType = CellValues.InlineString;
            cell.Append(new InlineString(new Text(value)));
        }
        part.Worksheet.Save();
        return [.. rows.Skip(1).Select(r => r.Elements<Cell>().First().InnerText)];
    }
}
