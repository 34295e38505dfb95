using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Workbooks.Xlsx;

internal enum SheetState { Visible, Hidden, VeryHidden }

/// <summary>The package around the sheets: sheets are written one after another, in the order of their tabs, then what names them.</summary>
internal sealed partial class XlsxPackage(Stream stream) : IDisposable
{
    private const int LongestName = 31;   // Excel refuses longer ones
    private readonly ZipArchive _zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
    private readonly List<(string Name, SheetState State)> _sheets = [];

    /// <summary>Writes one sheet.</summary>
    public void Add(string name, SheetState state, Action<SheetWriter> write)
    {
        using var entry = Entry(name, state);
        using var sheet = new SheetWriter(entry);
        write(sheet);
    }

    /// <summary>The same, for rows that come over time.</summary>
    public async Task AddAsync(string name, SheetState state, Func<SheetWriter, Task> write)
    {
        await using var entry = Entry(name, state);
        using var sheet = new SheetWriter(entry);
        await write(sheet);
    }

    public void Dispose()
    {
        Part("xl/styles.xml", CellStyle.Sheet());
        Part("xl/workbook.xml", $"""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookProtection lockStructure="1"/><bookViews><workbookView activeTab="0"/></bookViews><sheets>{All((sheet, i) => $"""<sheet name="{XmlText.Escaped(sheet.Name)}" sheetId="{i}"{(sheet.State is SheetState.Visible ? "" : $" state=\"{(sheet.State is SheetState.Hidden ? "hidden" : "veryHidden")}\"")} r:id="rId{i}"/>""")}</sheets></workbook>
            """);
        Part("xl/_rels/workbook.xml.rels", $"""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{All((_, i) => $"""<Relationship Id="rId{i}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{i}.xml"/>""")}<Relationship Id="rId{_sheets.Count + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>
            """);
        Part("_rels/.rels", """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Part("[Content_Types].xml", $"""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{All((_, i) => $"""<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>""")}</Types>
            """);
        _zip.Dispose();
    }

    private BackgroundStream Entry(string name, SheetState state)
    {
        _sheets.Add((Free(name), state));
        return new BackgroundStream(_zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{_sheets.Count}.xml"), CompressionLevel.Fastest).Open());
    }

    private string All(Func<(string Name, SheetState State), int, string> one) => string.Concat(_sheets.Select((sheet, i) => one(sheet, i + 1)));

    private void Part(string path, string text)
    {
        using var entry = _zip.CreateEntry(path, CompressionLevel.Fastest).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private string Free(string name)
    {
        var clean = NotInNames().Replace(name, " ").Trim().Trim('\'');
        clean = clean.Length == 0 ? "Sheet" : clean.Length <= LongestName ? clean : clean[..LongestName].TrimEnd();
        return _sheets.All(s => !string.Equals(s.Name, clean, StringComparison.OrdinalIgnoreCase)) ? clean : $"{clean[..Math.Min(clean.Length, LongestName - 3)]} {_sheets.Count + 1}";
    }

    [GeneratedRegex(@"[\[\]:*?/\\\p{C}]+")] private static partial Regex NotInNames();
}
