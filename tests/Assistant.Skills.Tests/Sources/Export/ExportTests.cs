using System.Text;
using System.Text.Json;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Export;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;

namespace Assistant.Skills.Tests.Sources.Export;

public class ExportTests
{
    private static ResultTable Table(params object?[] cells) =>
        new([new("value", DataType.Text)], [.. cells.Select(c => new[] { c })], Completeness.Complete, "", TimeSpan.Zero);

    private static MemoryStream Xlsx(ResultTable table)
    {
        var stream = new MemoryStream();
        XlsxExport.Write(table, "A very long title: with [signs] that Excel / refuses", stream);
        stream.Position = 0;
        return stream;
    }

    [Fact]
    public void A_text_that_a_spreadsheet_could_run_is_inert_in_csv_and_all_others_are_unchanged()
    {
        foreach (var (input, type, block) in Corpus("csv"))
        {
            var cell = CsvExport.Cell(type == "number" ? decimal.Parse(input, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture) : type == "date" ? DateOnly.Parse(input, System.Globalization.CultureInfo.InvariantCulture) : input);
            var read = Unquoted(cell);
            Assert.All(read.Split('\n', '\r', ';'), part => Assert.DoesNotMatch(@"\A[\s\p{C}""]*[=+\-@|＝＋－＠]", type == "number" ? "0" : part));
            if (!block && type == "text") Assert.Equal(input, read);
        }
        Assert.Equal("-12.5", CsvExport.Cell(-12.5m));
        Assert.Equal("'=1+1", Unquoted(CsvExport.Cell("=1+1")));
    }

    [Fact]
    public void No_cell_of_a_workbook_is_a_formula_and_texts_come_back_as_they_were()
    {
        var texts = Corpus("xlsx").Where(c => c.Type == "text").Select(c => c.Input).ToList();
        using var stream = Xlsx(Table([.. texts]));
        using (var document = SpreadsheetDocument.Open(stream, isEditable: false))
        {
            Assert.Empty(document.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<CellFormula>());
            Assert.Empty(new OpenXmlValidator().Validate(document));
        }
        stream.Position = 0;
        using var reader = ExcelReaderFactory.CreateReader(stream);
        reader.Read();
        foreach (var text in texts)
        {
            Assert.True(reader.Read());
            Assert.Equal(text.ReplaceLineEndings("\n"), (reader.GetValue(0) as string ?? "").ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public void Numbers_dates_and_truth_stay_what_they_are_in_a_workbook()
    {
        using var stream = Xlsx(Table(42L, 12.5m, -0.25, new DateOnly(2026, 3, 1), true, null, 12345678901234567L, new DateOnly(1815, 12, 10)));
        using var reader = ExcelReaderFactory.CreateReader(stream);
        reader.Read();
        List<object?> read = [];
        while (reader.Read()) read.Add(reader.GetValue(0));
        Assert.Equal([42.0, 12.5, -0.25, new DateTime(2026, 3, 1), true, null, "12345678901234567", "1815-12-10"], read);
    }

    [Fact]
    public async Task Csv_has_a_mark_for_spreadsheets_a_head_and_one_line_for_each_row()
    {
        await using var writer = new StringWriter();
        await CsvExport.WriteAsync(new([new("a, b", DataType.Text), new("n", DataType.Number)], [["x\"y", 1.50m], [null, 2.0]], Completeness.Complete, "", TimeSpan.Zero), writer, CancellationToken.None);
        Assert.Equal("\uFEFF\"a, b\",n\r\n\"x\"\"y\",1.50\r\n,2\r\n", writer.ToString());
    }

    public ExportTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static string Unquoted(string cell) => cell is ['"', .., '"'] ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;

    private static IEnumerable<(string Input, string Type, bool Block)> Corpus(string engine)
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder(), "security", "csv_formula.jsonl")))
        {
            using var item = JsonDocument.Parse(line);
            if (item.RootElement.GetProperty("engine").GetString() == engine)
                yield return (item.RootElement.GetProperty("input").GetString()!, item.RootElement.GetProperty("type").GetString()!, item.RootElement.GetProperty("expect").GetString() == "block");
        }
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("ASSISTANT_BENCH") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "bench") is var found && Directory.Exists(found)) return found;
        throw new DirectoryNotFoundException("There is no folder shared/bench above the tests; name it in ASSISTANT_BENCH.");
    }
}
