using System.Globalization;
using System.Security.Cryptography;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Checking;
using Assistant.Skills.Workbooks.Layout;

namespace Assistant.Skills.Workbooks.Xlsx;

/// <summary>Values of a drop-down that stand on a hidden sheet.</summary>
internal sealed record DropDown(int Column, IReadOnlyList<string> Values);

/// <summary>
/// Writes a fill-in workbook: the rows, instructions, where each column comes from, the lists of the drop-downs, and the hidden sheet with the
/// signature. Rows pass through; only their seals are kept, in a temporary file.
/// </summary>
internal static class FillInWriter
{
    private const int SealsAtOnce = 1_000;
    private const int SealsInACell = 900;      // 900 of 32 letters stay below the 32,767 that a cell holds
    private const int LabelInACell = 30_000, WidthsFrom = 200;
    public const string Lists = "_lists", Instructions = "Instructions", Mapping = "Mapping";

    /// <returns>The number of rows written.</returns>
    public static async Task<int> WriteAsync(
        Stream stream, WorkbookLayout layout, IReadOnlyList<DropDown> lists, IAsyncEnumerable<IReadOnlyList<object?[]>> pages, byte[] key, CancellationToken cancellationToken)
    {
        var json = WorkbookLabel.Of(layout).Write();
        using var signing = WorkbookLabel.Signing(key, json);
        await using var seals = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        var rows = 0;
        using (var package = new XlsxPackage(stream))
        {
            await package.AddAsync(layout.Table.Name.Name, SheetState.Visible, async sheet => rows = await DataAsync(sheet, layout, lists, pages, seals, signing, cancellationToken));
            package.Add(Instructions, SheetState.Visible, sheet => Tell(sheet, layout));
            package.Add(Mapping, SheetState.Visible, sheet => Map(sheet, layout));
            if (lists.Count > 0)
                package.Add(Lists, SheetState.Hidden, sheet => List(sheet, lists));
            package.Add(WorkbookLabel.Sheet, SheetState.VeryHidden, sheet => Sign(sheet, json, signing, seals));
        }
        return rows;
    }

    private static async Task<int> DataAsync(
        SheetWriter sheet, WorkbookLayout layout, IReadOnlyList<DropDown> lists, IAsyncEnumerable<IReadOnlyList<object?[]>> pages, Stream seals, IncrementalHash signing, CancellationToken cancellationToken)
    {
        var columns = layout.Columns;
        var seal = new RowSeal([.. columns.Select(c => c.Column.Type)], [.. columns.Select((c, i) => (c, i)).Where(c => c.c.Role is ColumnRole.Key).Select(c => c.i)]);
        var (buffer, filled) = (new byte[SealsAtOnce * RowSeal.Length], 0);
        void Keep()
        {
            seals.Write(buffer, 0, filled);
            signing.AppendData(buffer, 0, filled);
            filled = 0;
        }
        var begun = false;
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            if (!begun)
                Head(sheet, layout, page);
            begun = true;
            foreach (var row in page)
            {
                sheet.BeginRow();
                for (var i = 0; i < columns.Count; i++)
                    sheet.Value(row[i], columns[i].Kind, Look(layout, columns[i], row[i]));
                sheet.EndRow();
                seal.Write(row, buffer.AsSpan(filled));
                if ((filled += RowSeal.Length) == buffer.Length)
                    Keep();
            }
        }
        Keep();
        if (!begun)
            Head(sheet, layout, []);
        var checks = new List<(int, CellCheck)>();
        for (var i = 0; i < columns.Count; i++)
            if (lists.FirstOrDefault(l => l.Column == i) is { } list)
                checks.Add((i + 1, new("list", null, ListPlace(lists, list), null, Says(columns[i]))));
            // A sheet checks one thing of a cell: the narrowest.
            else if (columns[i].Rules.Where(r => r.When is null).Select(r => r.Check).OfType<CellCheck>().OrderBy(c => c is { Kind: "whole" or "decimal", First: "-999999999999999" or "-1E+300" } or { Kind: "date", First: "1" } ? 1 : 0).FirstOrDefault() is { } check)
                checks.Add((i + 1, check with { Says = Says(columns[i]) }));
        sheet.End(columns.Count, locked: true, filter: true, checks);
        return sheet.Rows - 1;
    }

    private static CellLook Look(WorkbookLayout layout, WorkbookColumn column, object? value) =>
        column.Role is not ColumnRole.Fill ? CellLook.Locked : column.IsMissing(value) ? CellLook.Missing : layout.OnlyMissing ? CellLook.Locked : CellLook.Open;

    private static void Head(SheetWriter sheet, WorkbookLayout layout, IReadOnlyList<object?[]> page)
    {
        sheet.Begin([.. layout.Columns.Select((c, i) => Math.Clamp(page.Take(WidthsFrom).Select(r => (CellText.Invariant(r[i]) ?? "").Length).Append(c.Name.Length).Max() + 3.0, 9, 48))], layout.Keys.Count);
        sheet.BeginRow();
        foreach (var column in layout.Columns)
            sheet.Text(column.Name, column.Role is ColumnRole.Fill ? CellStyle.HeadOpen : CellStyle.Head);
        sheet.EndRow();
    }

    private static void Tell(SheetWriter sheet, WorkbookLayout layout)
    {
        sheet.Begin([26, 96], frozenColumns: -1);
        void Line(string left, string right, int style = -1)
        {
            sheet.BeginRow();
            sheet.Text(left, style < 0 ? CellStyle.Prose : style);
            if (right.Length > 0)
                sheet.Text(right, CellStyle.Prose);
            sheet.EndRow();
        }
        Line(layout.Title, "", CellStyle.Title);
        Line("From", $"{layout.Table.Name} in {layout.SourceName}");
        Line("Made", $"{layout.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {layout.MadeBy}");
        Line("What to do", layout.OnlyMissing
            ? "Fill the amber cells on the first sheet. Cells that you do not know stay as they are. All other cells are locked."
            : "Change the white and the amber cells on the first sheet where they are wrong or missing. Grey cells are locked.");
        Line("What is taken", "Only what the lists and limits of a cell allow; the cell says so when you choose it. Write values, no formulas.");
        Line("What not to do", "Do not add, rename or move columns, and do not unlock sheets: such a workbook is refused. Rows may be sorted, filtered and deleted; deleted rows stay as they are in the data.");
        Line("When you are done", "Save it as .xlsx and drop it into the chat or on the page Approvals. Every cell is checked, you see what would change, and nothing is written before somebody approved it.");
        Line("If data change meanwhile", "Rows that somebody else changed since this workbook was made are left out and named; the others go on.");
        foreach (var advice in layout.Advice)
            Line("To know", advice);
        Line("", "");
        foreach (var column in layout.Columns.Where(c => c.Role is ColumnRole.Fill))
            Line(column.Name, Says(column) is { Length: > 0 } says ? says : "Any text");
        sheet.End(2, locked: true, filter: false, []);
    }

    private static void Map(SheetWriter sheet, WorkbookLayout layout)
    {
        sheet.Begin([24, 24, 24, 24, 20, 16, 70], frozenColumns: 0);
        void Line(int style, params string[] cells)
        {
            sheet.BeginRow();
            foreach (var cell in cells)
                sheet.Text(cell, style);
            sheet.EndRow();
        }
        Line(CellStyle.Head, "Column here", "Source", "Table", "Column there", "Type there", "May be changed", "Rules");
        foreach (var column in layout.Columns)
            Line(CellStyle.Prose, column.Name, layout.SourceName, layout.Table.Name.ToString(), column.Name, column.Column.NativeType.Length > 0 ? column.Column.NativeType : column.Column.Type.ToString(),
                column.Role switch { ColumnRole.Key => "no, it is the key", ColumnRole.Fill => layout.OnlyMissing ? "where missing" : "yes", _ => "no" }, string.Join("; ", column.Rules.Select(r => r.Says)));
        sheet.End(7, locked: true, filter: false, []);
    }

    private static void List(SheetWriter sheet, IReadOnlyList<DropDown> lists)
    {
        sheet.Begin([], frozenColumns: -1);
        for (var row = 0; row < lists.Max(l => l.Values.Count); row++)
        {
            sheet.BeginRow();
            foreach (var list in lists)
                if (row < list.Values.Count)
                    sheet.Text(list.Values[row], CellStyle.Of(CellKind.Text, CellLook.Locked));
                else
                    sheet.Empty(0);
            sheet.EndRow();
        }
        sheet.End(lists.Count, locked: true, filter: false, []);
    }

    private static void Sign(SheetWriter sheet, string json, IncrementalHash signing, Stream seals)
    {
        sheet.Begin([], frozenColumns: -1);
        sheet.BeginRow();
        for (var at = 0; at < json.Length; at += LabelInACell)
            sheet.Text(json[at..Math.Min(json.Length, at + LabelInACell)], CellStyle.Inert);
        sheet.EndRow();
        sheet.BeginRow();
        sheet.Text(Convert.ToBase64String(signing.GetHashAndReset()), CellStyle.Inert);
        sheet.EndRow();
        seals.Position = 0;
        var buffer = new byte[SealsInACell * RowSeal.Length];
        int read;
        while ((read = seals.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
        {
            sheet.BeginRow();
            sheet.Text(Convert.ToBase64String(buffer, 0, read), CellStyle.Inert);
            sheet.EndRow();
        }
        sheet.End(1, locked: true, filter: false, []);
    }

    private static string ListPlace(IReadOnlyList<DropDown> lists, DropDown list)
    {
        var letters = CellPlace.Column(lists.ToList().IndexOf(list) + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{Lists}!${letters}$1:${letters}${list.Values.Count}");
    }

    private static string Says(WorkbookColumn column) => string.Join(". ", column.Rules.Select(r => r.Says).Prepend(column.Help).Where(s => s.Length > 0));
}
