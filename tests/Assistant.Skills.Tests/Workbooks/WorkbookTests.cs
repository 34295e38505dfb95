using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Changes;
using Assistant.Skills.Tests.Sql;
using Assistant.Skills.Workbooks;
using Assistant.Testing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Workbooks;

public class WorkbookTests
{
    private static WorkbookRequest Missing(Yard yard, params string[] columns) => new(yard.Source.Id, yard.Table) { Columns = columns };

    private static WorkbookRequest All(Yard yard) => new(yard.Source.Id, yard.Table) { Rows = WorkbookRows.All };

    [Fact]
    public async Task A_workbook_opens_only_the_missing_cells_and_knows_what_may_stand_in_them()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        using var filled = await FilledWorkbook.TakenAsync(yard, Missing(yard, "hall", "load_kg"));
        using var document = filled.Open();
        Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var sheets = document.WorkbookPart!.Workbook!.Descendants<Sheet>().ToList();
        Assert.Equal(["cranes", "Instructions", "Mapping", "_lists", "_assistant"], sheets.Select(s => s.Name!.Value));
        Assert.Equal(["hidden", "veryHidden"], sheets.Skip(3).Select(s => s.State!.InnerText));

        var sheet = ((WorksheetPart)document.WorkbookPart.GetPartById(sheets[0].Id!)).Worksheet!;
        Assert.True(sheet.Descendants<SheetProtection>().Single().Sheet!.Value);
        Assert.Empty(sheet.Descendants<CellFormula>());
        var rows = sheet.Descendants<Row>().Select(r => r.Elements<Cell>().ToList()).ToList();
        Assert.Equal(["crane_no", "name", "hall", "load_kg", "checked_at", "maker", "active"], rows[0].Select(c => c.InnerText));
        Assert.Equal(["2", "3"], rows.Skip(1).Select(r => r[0].InnerText));   // crane 1 lacks neither
        var formats = document.WorkbookPart.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ToList();
        bool Locked(Cell cell) => formats[(int)cell.StyleIndex!.Value].Protection?.Locked?.Value ?? true;
        Assert.Equal([true, true, false, true, true, true, true], rows[1].Select(Locked));    // crane 2: the hall is missing
        Assert.Equal([true, true, true, false, true, true, true], rows[2].Select(Locked));    // crane 3: the load

        var checks = sheet.Descendants<DataValidation>().ToDictionary(v => v.SequenceOfReferences!.InnerText ?? "");
        Assert.Equal(("list", "_lists!$A$1:$A$3"), (checks["C2:C3"].Type!.InnerText, checks["C2:C3"].Formula1!.Text));
        Assert.Equal("decimal", checks["D2:D3"].Type!.InnerText);
    }

    [Fact]
    public async Task Filled_cells_become_a_change_that_is_approved_written_and_undone()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        using var filled = await FilledWorkbook.TakenAsync(yard, Missing(yard, "hall", "load_kg", "maker"));
        var result = await filled.Fill("2", "hall", "H3").Fill("3", "load_kg", 1750.25).Fill("2", "maker", "Lindqvist").CheckedAsync(yard);
        Assert.Equal((3, 0), (result.Good, result.Left.Count));
        var cells = await yard.Sets.CellsAsync(yard.Author, result.Set!.Id, default);
        Assert.Contains(cells, c => c is { Label: "South", Column: "hall", Old: null, New: "H3", Says: "Passes 2 rules" });
        Assert.Contains(cells, c => c is { Column: "maker", Old: "N/A", New: "Lindqvist" });

        Yard.Done(await yard.Sets.ApproveAsync(yard.Approver, result.Set.Id, null, "", default));
        Yard.Done(await yard.Sets.ApplyAsync(yard.Approver, result.Set.Id, default));
        Assert.Equal(("H1|H3|H2", "1000.50|2500.00|1750.25", "-|Lindqvist|Lindqvist"), (await yard.ColumnAsync("hall"), await yard.ColumnAsync("load_kg"), await yard.ColumnAsync("maker")));
        Yard.Done(await yard.Sets.UndoAsync(yard.Approver, result.Set.Id, default));
        Assert.Equal(("H1|-|H2", "1000.50|2500.00|-", "-|N/A|Lindqvist"), (await yard.ColumnAsync("hall"), await yard.ColumnAsync("load_kg"), await yard.ColumnAsync("maker")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_LibreOffice_saves_is_what_it_was_and_what_was_typed(bool sqlite)
    {
        await using var yard = await Yard.MakeAsync(sqlite);
        await yard.RunAsync("INSERT INTO cranes VALUES (4, '=1+1', 'H1', 0.1, '2026-11-20 23:59:58', '  two  blanks, a line' || chr(10) || 'break & <tag> _x0041_ 🏗', NULL), (5, '00123', NULL, 99999999.99, '1999-12-31 00:00:00', '2026-01-02', false)"
            .Replace("chr(10)", sqlite ? "char(10)" : "chr(10)", StringComparison.Ordinal));
        using var filled = await FilledWorkbook.TakenAsync(yard, All(yard));
        using var saved = await filled.SavedByLibreOfficeAsync();
        Assert.Contains("Nothing was filled in", await saved.RefusalAsync(yard), StringComparison.Ordinal);

        filled.Fill("2", "hall", "H3").Fill("3", "load_kg", 12.5).Fill("2", "checked_at", new DateTime(2026, 11, 20, 7, 15, 0)).Fill("3", "active", false).Fill("5", "maker", "=2+2");
        using var again = await filled.SavedByLibreOfficeAsync();
        var result = await again.CheckedAsync(yard);
        Assert.Empty(result.Left.Select(c => $"{c.Column} {c.New} {c.Says}"));
        Assert.Equal(["active false", "checked_at 2026-11-20 07:15:00", "hall H3", "load_kg 12.5", "maker =2+2"], (await yard.Sets.CellsAsync(yard.Author, result.Set!.Id, default)).Select(c => $"{c.Column} {c.New}").Order());
    }

    [BenchFact]
    public async Task Texts_that_a_spreadsheet_could_run_stay_texts_through_LibreOffice()
    {
        var texts = Bench.Lines("security", "csv_formula.jsonl").Where(l => l.GetProperty("engine").GetString() == "xlsx" && l.GetProperty("type").GetString() == "text")
            .Select(l => l.GetProperty("input").GetString()!).ToList();
        await using var yard = await Yard.MakeAsync(sqlite: false, setup: "CREATE TABLE cranes (crane_no integer PRIMARY KEY, note text, remark text)");
        for (var i = 0; i < texts.Count; i++)
            await yard.RunAsync($"INSERT INTO cranes VALUES ({i}, $t${texts[i]}$t$, $t${texts[i]}$t$)");
        using var filled = await FilledWorkbook.TakenAsync(yard, new WorkbookRequest(yard.Source.Id, yard.Table) { Rows = WorkbookRows.All, Columns = ["note"] });
        using (var document = filled.Open())
            foreach (var part in document.WorkbookPart!.WorksheetParts)
                Assert.Empty(part.Worksheet!.Descendants<CellFormula>());
        Assert.Contains("Nothing was filled in", await filled.RefusalAsync(yard), StringComparison.Ordinal);
        using var saved = await filled.SavedByLibreOfficeAsync();
        using (var document = saved.Open())
            foreach (var part in document.WorkbookPart!.WorksheetParts)
                Assert.Empty(part.Worksheet!.Descendants<CellFormula>());
        Assert.Contains("Nothing was filled in", await saved.RefusalAsync(yard), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Good_cells_go_on_and_each_other_cell_is_left_out_with_its_reason_and_in_a_workbook_to_be_corrected()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        using var filled = await FilledWorkbook.TakenAsync(yard, All(yard));
        filled.Fill("1", "maker", "Ansel").Fill("2", "hall", "H9").Fill("2", "load_kg", "heavy").Fill("3", "load_kg", 1.234).Fill("3", "name", null).Fill("1", "load_kg", new FilledWorkbook.Formula("1+1")).Fill("3", "checked_at", "03/04/2026");
        var result = await filled.CheckedAsync(yard);
        Assert.Equal((1, 1), (result.Good, result.Set!.Cells));
        var reasons = result.Left.ToDictionary(c => $"{c.Key[0]} {c.Column}", c => c.Says);
        Assert.Equal("Left out: there is no halls “H9”", reasons["2 hall"]);
        Assert.Equal("Left out: a number with at most 2 digits after the point", reasons["2 load_kg"]);
        Assert.Equal("Left out: a number with at most 2 digits after the point", reasons["3 load_kg"]);
        Assert.Equal("Left out: it may not be empty", reasons["3 name"]);
        Assert.Equal("Left out: it holds a formula; write the value itself", reasons["1 load_kg"]);
        Assert.StartsWith("Left out: a date with a time", reasons["3 checked_at"], StringComparison.Ordinal);

        using var rest = await FilledWorkbook.TakenAsync(yard, result.Rest!);
        using var document = rest.Open();
        Assert.Equal(3, document.WorkbookPart!.WorksheetParts.First().Worksheet!.Descendants<Row>().Count() - 1);
    }

    [Fact]
    public async Task A_locked_cell_that_was_changed_all_the_same_is_left_out()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        using var filled = await FilledWorkbook.TakenAsync(yard, Missing(yard, "hall"));
        var result = await filled.Fill("2", "hall", "H3").Fill("2", "name", "Southwest").CheckedAsync(yard);
        Assert.Equal("Left out: this column was locked", Assert.Single(result.Left).Says);
        using var other = await FilledWorkbook.TakenAsync(yard, Missing(yard, "hall", "load_kg"));
        Assert.Equal("Left out: this cell was locked: it has a value already", Assert.Single((await other.Fill("2", "hall", "H3").Fill("2", "load_kg", 7).CheckedAsync(yard)).Left).Says);
    }

    [Fact]
    public async Task Rows_that_changed_since_are_left_out_and_the_others_go_on()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        using var filled = await FilledWorkbook.TakenAsync(yard, All(yard));
        filled.Fill("1", "maker", "Ansel").Fill("2", "maker", "Ansel");
        await yard.RunAsync("UPDATE cranes SET maker = 'Brandt' WHERE crane_no = 1; DELETE FROM cranes WHERE crane_no = 3");
        var result = await filled.CheckedAsync(yard);
        Assert.Equal("Left out: changed by someone else since, now “Brandt”", Assert.Single(result.Left).Says);
        Assert.Equal(["2"], (await yard.Sets.CellsAsync(yard.Author, result.Set!.Id, default)).Where(c => c.Verdict is not CellVerdict.LeftOut).Select(c => c.Key[0]));
    }

    [Fact]
    public async Task A_workbook_that_is_not_ours_or_not_whole_is_refused_with_the_reason()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        async Task<FilledWorkbook> TakeAsync() => (await FilledWorkbook.TakenAsync(yard, All(yard))).Fill("1", "maker", "Ansel");
        async Task RefusedAsync(string why, Action<FilledWorkbook> tamper)
        {
            using var taken = await TakeAsync();
            tamper(taken);
            Assert.Contains(why, await taken.RefusalAsync(yard), StringComparison.Ordinal);
        }
        static void Head(Worksheet sheet, int column, string text) => sheet.Descendants<Row>().First().Elements<Cell>().ElementAt(column).InlineString!.Text!.Text = text;
        await RefusedAsync("renamed, moved or removed", b => b.Change(s => Head(s, 2, "floor")));
        await RefusedAsync("a column more", b => b.Change(s => s.Descendants<Row>().First().Append(new Cell { DataType = CellValues.String, CellValue = new("extra") })));
        await RefusedAsync("renamed, moved or removed", b => b.Change(s => { foreach (var row in s.Descendants<Row>().ToList()) row.Elements<Cell>().ElementAt(1).Remove(); }));
        await RefusedAsync("a row was added", b => b.Change(s => s.Descendants<SheetData>().Single().Append(new Row(new Cell { CellValue = new("77") }, new Cell { DataType = CellValues.String, CellValue = new("New") }))));
        await RefusedAsync("key was changed", b => b.Fill("1", "crane_no", 99));
        await RefusedAsync("forged", b => b.Change(s => s.Descendants<Row>().First().Elements<Cell>().First().InlineString!.Text!.Text = s.Descendants<Row>().First().InnerText.Replace("Role\":0", "Role\":2", StringComparison.Ordinal), "_assistant"));
        await RefusedAsync("forged", b => b.Change(s => s.Descendants<Row>().First().Elements<Cell>().First().InlineString!.Text!.Text = s.Descendants<Row>().First().InnerText.Replace("cranes", "halls", StringComparison.Ordinal), "_assistant"));
        await RefusedAsync("hidden sheet", b => b.Change(s => s.Descendants<Row>().First().Elements<Cell>().First().InlineString!.Text!.Text = "{", "_assistant"));
        await RefusedAsync("another version", b => b.Change(s => s.Descendants<Row>().First().Elements<Cell>().First().InlineString!.Text!.Text = s.Descendants<Row>().First().InnerText.Replace("\"Format\":1", "\"Format\":0", StringComparison.Ordinal), "_assistant"));

        using var stranger = await TakeAsync();
        Assert.Contains("another organization", await stranger.RefusalAsync(yard, yard.Database.Theirs), StringComparison.Ordinal);
        await yard.RunAsync("ALTER TABLE cranes RENAME COLUMN maker TO manufacturer");
        await yard.Services.GetRequiredService<DataSources>().RefreshAsync(yard.Author, yard.Source.Id, default);
        Assert.Contains("has changed since", await stranger.RefusalAsync(yard), StringComparison.Ordinal);
        Assert.Empty(await yard.Sets.ListAsync(yard.Author, default));
    }

    [Theory]
    [InlineData("not a zip at all")]
    [InlineData("")]
    public async Task A_file_that_is_no_workbook_is_refused(string content)
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));
        var outcome = await yard.Services.GetRequiredService<WorkbookUploads>().CheckAsync(yard.Author, stream, null, default);
        Assert.Contains("no .xlsx workbook", Assert.IsType<UploadOutcome.Refused>(outcome).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Active_rules_bind_cells_and_a_soft_one_only_warns()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        var rules = yard.Services.GetRequiredService<QualityRules>();
        foreach (var (body, severity) in new (RuleBody, Severity)[] { (new RuleBody.OneOf("maker", ["Lindqvist", "Ansel"]), Severity.High), (new RuleBody.Within("load_kg", "100", "3000"), Severity.Low) })
        {
            var kept = (await rules.ProposeAsync(yard.Author, yard.Source.Id, [new(yard.Table, body, RuleWords.Title(body), severity, 90, 3, 0, null, "")], default))[0];
            await rules.DecideAsync(yard.Author, kept.Id, RuleDecision.Accepted, "", null, default);
        }
        using var filled = await FilledWorkbook.TakenAsync(yard, Missing(yard, "maker", "load_kg"));
        using (var document = filled.Open())
            Assert.Equal(["decimal", "list"], document.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet!.Descendants<DataValidation>()).Select(v => v.Type!.InnerText).Order());
        var result = await filled.Fill("1", "maker", "Brandt").Fill("3", "load_kg", 9000).CheckedAsync(yard);
        Assert.Contains("Maker is Lindqvist or Ansel", Assert.Single(result.Left).Says, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, result.Set!.Unusual);
        Assert.StartsWith("Unusual: load kg lies between 100 and 3000", (await yard.Sets.CellsAsync(yard.Author, result.Set.Id, default)).Single(c => c.Column == "load_kg").Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masks_and_row_filters_of_the_person_hold_in_a_workbook()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        await yard.Services.GetRequiredService<Policies>().SaveAsync(yard.Author, yard.Source.Id,
            [new(OrganizationRole.Viewer, yard.Table, "load_kg", ColumnMask.Partial), new(OrganizationRole.Viewer, yard.Table, RowFilter: "hall = 'H1'")], default);
        using var filled = await FilledWorkbook.TakenAsync(yard, All(yard), yard.Approver);
        using (var document = filled.Open())
        {
            var rows = document.WorkbookPart!.WorksheetParts.First().Worksheet!.Descendants<Row>().ToList();
            Assert.DoesNotContain("load_kg", rows[0].InnerText, StringComparison.Ordinal);
            Assert.Equal("1", Assert.Single(rows.Skip(1)).Elements<Cell>().First().InnerText);
        }
        Assert.IsType<WorkbookOutcome.Refused>(await yard.Services.GetRequiredService<FillInWorkbooks>().MakeAsync(yard.Approver, Missing(yard, "load_kg"), default));
        Assert.IsType<WorkbookOutcome.Refused>(await yard.Services.GetRequiredService<FillInWorkbooks>().MakeAsync(yard.Database.Theirs, All(yard), default));
        using var whole = await FilledWorkbook.TakenAsync(yard, All(yard));
        Assert.Contains("may not see", await whole.Fill("1", "maker", "x").RefusalAsync(yard, yard.Approver), StringComparison.Ordinal);
    }
}
