using System.IO.Compression;
using System.Text;

namespace Assistant.Skills.Tests.Sources.Files;

public sealed class WorkbookTests
{
    [Fact]
    public async Task Titles_totals_notes_and_empty_sheets_are_left_out_and_every_sheet_is_a_table()
    {
        await using var file = new DataFile("report.xlsx");
        Write(file.Path, ("Sales", ["A1:C1", "A5:A6"], [
            ["Sales of the year", null, null], [], ["City", "Sold on", "Amount"],
            ["Oslo", new DateTime(2024, 1, 31), 10.5], ["Bergen", new DateTime(2024, 2, 1), 20], [null, new DateTime(2024, 2, 2), 30],
            ["Total", null, 60.5], [], ["Source: the shop"]]),
            ("Empty", [], []), ("Codes", [], [["code", "ok"], ["00123", true], ["00777", false]]));
        await file.OpenAsync();

        Assert.Equal(["Sales", "Codes"], file.Catalog.Tables.Select(t => t.Name.Name));
        Assert.Equal("City:Text|Sold on:Date|Amount:Number\nOslo|2024-01-31|10.5\nBergen|2024-02-01|20.0\nBergen|2024-02-02|30.0", await file.TableAsync());
        Assert.Equal("code:Text|ok:Boolean\n00123|true\n00777|false", await file.TableAsync("Codes"));
        Assert.Contains("above the head", file.Assumptions, StringComparison.Ordinal);
        Assert.Contains("totals", file.Assumptions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        await using var file = new DataFile("bomb.xlsx");
        Write(file.Path, ("A", [], [["a"]]));
        using (var package = ZipFile.Open(file.Path, ZipArchiveMode.Update))
        using (var part = package.CreateEntry("xl/bomb.xml", CompressionLevel.SmallestSize).Open())
            for (var i = 0; i < 300; i++)
                part.Write(new byte[1_000_000]);
        Assert.Contains("zip bomb", await file.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_workbook_and_other_packages_are_refused_with_the_reason()
    {
        await using var broken = new DataFile("broken.xlsx");
        using (var package = ZipFile.Open(broken.Path, ZipArchiveMode.Create))
        using (var part = new StreamWriter(package.CreateEntry("xl/workbook.xml").Open()))
            part.Write("<workbook><sheets><sheet name=");
        Assert.DoesNotContain("Exception", await broken.RefusalAsync(), StringComparison.Ordinal);

        await using var letter = new DataFile("letter.xlsx");
        using (var package = ZipFile.Open(letter.Path, ZipArchiveMode.Create))
        using (var part = new StreamWriter(package.CreateEntry("word/document.xml").Open()))
            part.Write("<document/>");
        Assert.Contains("Word document", await letter.RefusalAsync(), StringComparison.Ordinal);
    }

    /// <summary>The least that is a workbook: dates have style 1, texts are inline.</summary>
    private static void Write(string path, params (string Name, string[] Merged, object?[][] Rows)[] sheets)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using var package = ZipFile.Open(path, ZipArchiveMode.Create);
        void Part(string name, string xml)
        {
            using var writer = new StreamWriter(package.CreateEntry(name).Open());
            writer.Write(xml);
        }
        var numbers = Enumerable.Range(1, sheets.Length).ToList();
        Part("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
        Part("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Part("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{string.Concat(numbers.Select(n => $"<sheet name=\"{sheets[n - 1].Name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>"))}</sheets></workbook>");
        Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(numbers.Select(n => $"<Relationship Id=\"r{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))}<Relationship Id=\"s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>");
        Part("xl/styles.xml", $"<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
        foreach (var (n, sheet) in numbers.Zip(sheets))
        {
            var xml = new StringBuilder($"<worksheet xmlns=\"{main}\"><sheetData>");
            for (var row = 0; row < sheet.Rows.Length; row++)
            {
                xml.Append("<row>");
                for (var column = 0; column < sheet.Rows[row].Length; column++)
                {
                    var at = $"r=\"{(char)('A' + column)}{row + 1}\"";
                    xml.Append(sheet.Rows[row][column] switch
                    {
                        string text => $"<c {at} t=\"inlineStr\"><is><t>{text}</t></is></c>",
                        bool flag => $"<c {at} t=\"b\"><v>{(flag ? 1 : 0)}</v></c>",
                        DateTime day => $"<c {at} s=\"1\"><v>{day.ToOADate()}</v></c>",
                        IFormattable number => $"<c {at}><v>{number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}</v></c>",
                        _ => "",
                    });
                }
                xml.Append("</row>");
            }
            xml.Append("</sheetData>").Append(sheet.Merged.Length == 0 ? "" : $"<mergeCells>{string.Concat(sheet.Merged.Select(m => $"<mergeCell ref=\"{m}\"/>"))}</mergeCells>").Append("</worksheet>");
            Part($"xl/worksheets/sheet{n}.xml", xml.ToString());
        }
    }
}
