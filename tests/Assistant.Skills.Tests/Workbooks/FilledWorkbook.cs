using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Tests.Changes;
using Assistant.Skills.Workbooks;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Workbooks;

/// <summary>A workbook in a person's hands: filled in, saved by a spreadsheet program, tampered with, given back.</summary>
internal sealed class FilledWorkbook : IDisposable
{
    private readonly MemoryStream _bytes = new();

    public static async Task<FilledWorkbook> TakenAsync(Yard yard, WorkbookRequest request, Caller? caller = null)
    {
        var made = await yard.Services.GetRequiredService<FillInWorkbooks>().MakeAsync(caller ?? yard.Author, request, default);
        return await TakenAsync(yard, made is WorkbookOutcome.Refused refused ? throw new Xunit.Sdk.XunitException(refused.Why) : ((WorkbookOutcome.Made)made).Workbook, caller);
    }

    public static async Task<FilledWorkbook> TakenAsync(Yard yard, IssuedWorkbook workbook, Caller? caller = null)
    {
        var filled = new FilledWorkbook();
        Assert.Null(await yard.Services.GetRequiredService<FillInWorkbooks>().WriteAsync(caller ?? yard.Author, workbook.Id, filled._bytes, default));
        return filled;
    }

    public SpreadsheetDocument Open(bool change = false)
    {
        _bytes.Position = 0;
        return SpreadsheetDocument.Open(_bytes, change);
    }

    /// <summary>Writes into a cell as a person would: numbers as numbers, days as days, the rest as text; null empties it.</summary>
    public FilledWorkbook Fill(string key, string column, object? value) => Change(sheet =>
    {
        var rows = sheet.Descendants<Row>().ToList();
        var at = rows[0].Elements<Cell>().ToList().FindIndex(c => c.InnerText == column);
        var cell = rows.Skip(1).Single(r => r.Elements<Cell>().First().InnerText == key).Elements<Cell>().ElementAt(at);
        cell.RemoveAllChildren();
        cell.DataType = null;
        switch (value)
        {
            case null: break;
            case Formula formula: cell.Append(new CellFormula(formula.Text), new CellValue("1")); break;
            case string text:
                cell.DataType = CellValues.InlineString;
                cell.Append(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
                break;
            case bool yes:
                cell.DataType = CellValues.Boolean;
                cell.Append(new CellValue(yes ? "1" : "0"));
                break;
            case DateTime moment: cell.Append(new CellValue(moment.ToOADate().ToString(CultureInfo.InvariantCulture))); break;
            case IFormattable number: cell.Append(new CellValue(number.ToString(null, CultureInfo.InvariantCulture))); break;
        }
    });

    /// <summary>Changes the XML of a sheet; the first one unless named.</summary>
    public FilledWorkbook Change(Action<Worksheet> change, string? sheet = null)
    {
        using (var document = Open(change: true))
        {
            var workbook = document.WorkbookPart!;
            var id = workbook.Workbook!.Descendants<Sheet>().First(s => sheet is null || s.Name == sheet).Id!;
            var part = (WorksheetPart)workbook.GetPartById(id!);
            change(part.Worksheet!);
            part.Worksheet!.Save();
        }
        return this;
    }

    /// <summary>Opened and saved by LibreOffice.</summary>
    public async Task<FilledWorkbook> SavedByLibreOfficeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("assistant-office-");
        try
        {
            var (before, after) = (Path.Combine(folder.FullName, "filled.xlsx"), Path.Combine(folder.FullName, "saved"));
            await File.WriteAllBytesAsync(before, _bytes.ToArray());
            using var office = Process.Start(new ProcessStartInfo("soffice", ["--headless", $"-env:UserInstallation=file://{folder.FullName}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", after, before])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            await office.WaitForExitAsync(patience.Token);
            var saved = new FilledWorkbook();
            await saved._bytes.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(after, "filled.xlsx"), default));
            return saved;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public async Task<UploadOutcome> UploadAsync(Yard yard, Caller? caller = null)
    {
        using var copy = new MemoryStream(_bytes.ToArray());
        return await yard.Services.GetRequiredService<WorkbookUploads>().CheckAsync(caller ?? yard.Author, copy, null, default);
    }

    public async Task<UploadOutcome.Checked> CheckedAsync(Yard yard) => await UploadAsync(yard) switch
    {
        UploadOutcome.Checked good => good,
        UploadOutcome.Refused refused => throw new Xunit.Sdk.XunitException(refused.Why),
        var other => throw new Xunit.Sdk.XunitException(other.ToString()),
    };

    public async Task<string> RefusalAsync(Yard yard, Caller? caller = null) => Assert.IsType<UploadOutcome.Refused>(await UploadAsync(yard, caller)).Why;

    public void Dispose() => _bytes.Dispose();

    internal sealed record Formula(string Text);
}
