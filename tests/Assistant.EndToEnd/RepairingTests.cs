using System.Text.RegularExpressions;
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

        // What is wrong, what of it is to stay right, what is missing, and who is to fill it.
        await SignInAsync();
        await ChooseSourceAsync("Maintenance");
        await Server.ReadyAsync("Maintenance");
        var wrong = await AskAsync("what's wrong with our equipment data?");
        await Expect(wrong).ToContainTextAsync("location_id is missing in 2 rows");
        await Expect(wrong).ToContainTextAsync("manufacturer differs from other rows with the same model");
        var card = wrong.Locator(".suggest", new() { HasText = "Location id is filled" });
        await Expect(card).ToContainTextAsync("location id is missing");
        var answers = await Answers.CountAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(await CompleteAsync(Answers.Nth(answers))).ToContainTextAsync("is active: Location id is filled");
        var missing = await AskAsync("what's missing in the equipment data?");
        await Expect(missing).ToContainTextAsync(new Regex(@"finding \d+: location_id is missing in 2 rows"));
        var made = await AskAsync("make a task for Sam to fill the missing locations by Friday");
        await Expect(made).ToContainTextAsync("for Sam Steward");
        var task = Regex.Match(await made.InnerTextAsync(), @"Task (\d+)").Groups[1].Value;
        var conversation = Page.Url;

        // On the board the task is taken up with the mouse, then by key, then put back.
        await OpenAsync("/tasks");
        var dragged = Page.Locator($"#task-{task}");
        await dragged.DragToAsync(Page.Locator("section[aria-labelledby=column-Doing]"));
        await Expect(Page.Locator($"section[aria-labelledby=column-Doing] #task-{task}")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Page.Locator($"section[aria-labelledby=column-Review] #task-{task}")).ToBeFocusedAsync();
        await dragged.DragToAsync(Page.Locator("section[aria-labelledby=column-ToDo]"));
        await Expect(Page.Locator($"section[aria-labelledby=column-ToDo] #task-{task}")).ToBeFocusedAsync();
        await Expect(Page.Locator("#task-details")).ToHaveCountAsync(0);

        // The task's own workbook, filled in and given back.
        await OpenAsync($"/tasks?task={task}");
        await EveryPageTests.LookAsync(Page, "task");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Get workbook" }).ClickAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Download it: 2 cells to fill" }).ClickAsync());
        var file = Path.Combine(Server.Folder.FullName, "locations.xlsx");
        await download.SaveAsAsync(file);
        var filled = WorkbookInHand.Fill(file, "location_id", "NRD-01-01-P1");
        await OpenAsync("/approvals");
        await Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await Page.WaitForURLAsync("**/approvals/*");
        await LiveAsync();
        var change = Regex.Match(Page.Url, @"/approvals/(\d+)").Groups[1].Value;
        var row = Page.Locator("tr", new() { HasText = filled[0] });
        await Expect(row).ToContainTextAsync("NRD-01-01-P1");
        await Expect(row).ToContainTextAsync("location_id");
        await Expect(Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Approve") })).ToHaveCountAsync(0);
        await EveryPageTests.LookAsync(Page, "approval");
        await Page.SetViewportSizeAsync(1440, 900);

        // Another person approves; the cell is written, an answer shows it, the task closes itself.
        var location = $"what is the location of equipment {filled[0]}?";
        await OpenAsync(conversation);
        await Expect(Answers).ToHaveCountAsync(4);   // what was said before is there again
        await Expect(await AskAsync(location)).Not.ToContainTextAsync("NRD-01-01-P1");
        await admin.GotoAsync($"/approvals/{change}");
        await LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Approve 2 cells" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
        await Expect((await AskAsync(location)).Locator("table.table").First).ToContainTextAsync("NRD-01-01-P1");
        await Expect(await AskAsync("check equipment")).ToContainTextAsync("Location id is filled: kept");
        await OpenAsync("/tasks");
        await Expect(Page.Locator("section[aria-labelledby=column-Done]")).ToContainTextAsync("Fill location_id in equipment");
        await Expect(Page.Locator($"#task-{task}")).ToContainTextAsync("Found filled");

        // Undone, it lacks again, and the task is back.
        await admin.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToHaveCountAsync(0);
        await OpenAsync(conversation);
        await Expect(Answers).ToHaveCountAsync(7);
        await Expect(await AskAsync(location)).Not.ToContainTextAsync("NRD-01-01-P1");
        await OpenAsync("/tasks");
        await Expect(Page.Locator("section[aria-labelledby=column-ToDo]")).ToContainTextAsync("Fill location_id in equipment");
    }
}
