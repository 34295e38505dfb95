using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

/// <summary>From "what's wrong with our equipment data?" to the repaired cell, and back.</summary>
public sealed class RepairingTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_missing_location_is_found_given_to_somebody_filled_in_approved_by_another_person_written_and_undone()
    {
        await using var theirs = await Server.Browser.NewContextAsync(new() { BaseURL = Server.Address, ViewportSize = new() { Width = 1440, Height = 900 } });
        theirs.SetDefaultTimeout(20_000);
        var admin = await theirs.NewPageAsync();
        await SignInAsync(admin, "admin@demo.local", "demo-assistant");
        await admin.GotoAsync("/approvals");
        await LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Allow writing to Maintenance" }).ClickAsync();
        await admin.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Allow writing", Exact = true }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Forbid writing to Maintenance" })).ToBeVisibleAsync();

        // What is wrong, what of it is missing, and who is to fill it.
        await SignInAsync();
        await ChooseSourceAsync("Maintenance");
        await Expect(await AskAsync("what's wrong with our equipment data?")).ToContainTextAsync("location_id is missing in");
        var missing = await AskAsync("what's missing in the equipment data?");
        await Expect(missing).ToContainTextAsync(new Regex(@"finding \d+: location_id is missing in 2 rows"));
        var made = await AskAsync("make a task for Sam to fill the missing locations by Friday");
        await Expect(made).ToContainTextAsync("for Sam Steward");
        var task = Regex.Match(await made.InnerTextAsync(), @"Task (\d+)").Groups[1].Value;

        // The task's own workbook, filled in and given back.
        await OpenAsync($"/tasks?task={task}");
        await EveryPageTests.LookAsync(Page, "task");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Get workbook" }).ClickAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Download it: 2 cells to fill" }).ClickAsync());
        var file = Path.Combine(Server.Folder.FullName, "locations.xlsx");
        await download.SaveAsAsync(file);
        Fill(file, "location_id", "NRD-01-01-P1");
        await OpenAsync("/approvals");
        await Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await Expect(Page.GetByText("NRD-01-01-P1").First).ToBeVisibleAsync();
        var change = Regex.Match(Page.Url, @"/approvals/(\d+)").Groups[1].Value;
        await Expect(Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Approve") })).ToHaveCountAsync(0);

        // Another person approves; the cell is written, the task closes itself.
        await admin.GotoAsync($"/approvals/{change}");
        await LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Approve 2 cells" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
        await OpenAsync("/tasks");
        await Expect(Page.Locator("section[aria-labelledby=column-Done]")).ToContainTextAsync("Fill location_id in equipment");
        await Expect(Page.Locator($"#task-{task}")).ToContainTextAsync("Found filled");

        // Undone, it lacks again, and the task is back.
        await admin.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToHaveCountAsync(0);
        await OpenAsync("/tasks");
        await Expect(Page.Locator("section[aria-labelledby=column-ToDo]")).ToContainTextAsync("Fill location_id in equipment");
    }

    /// <summary>Writes a text into the column's cell of every row, as a person would.</summary>
    private static void Fill(string file, string column, string value)
    {
        using var package = ZipFile.Open(file, ZipArchiveMode.Update);
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var (entry, sheet) = package.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).Select(e => (e, Read(e))).First(s => Head(s.Item2).Contains(column));
        var rows = sheet.Descendants(main + "row").ToList();
        var at = Head(sheet).IndexOf(column);
        foreach (var cell in rows.Skip(1).Select(r => r.Elements(main + "c").ElementAt(at)))
        {
            cell.SetAttributeValue("t", "inlineStr");
            cell.ReplaceNodes(new XElement(main + "is", new XElement(main + "t", value)));
        }
        var name = entry.FullName;
        entry.Delete();
        using var written = package.CreateEntry(name).Open();
        sheet.Save(written);

        List<string> Head(XDocument document) => [.. document.Descendants(main + "row").First().Elements(main + "c").Select(c => c.Value)];

        static XDocument Read(ZipArchiveEntry entry)
        {
            using var read = entry.Open();
            return XDocument.Load(read);
        }
    }
}
