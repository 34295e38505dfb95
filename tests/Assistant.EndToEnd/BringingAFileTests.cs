using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

public sealed class BringingAFileTests(RunningServer server) : Story(server)
{
    private const string Harvest = "region;variety;harvested_on;tonnes\nNorth;Elstar;03/09/2025;12,5\nSouth;Gala;14/09/2025;7,25\nNorth;Gala;21/09/2025;4,0\n";

    [Fact]
    public async Task A_csv_dropped_into_the_conversation_is_asked_about_at_once()
    {
        await SignInAsync();
        await Expect(Page.Locator("form.composer[data-ready]")).ToBeVisibleAsync();
        await Page.Locator("form.composer input[type=file]").SetInputFilesAsync(Csv("harvest.csv", Harvest));
        await Expect(Page.Locator("form.composer .files")).ToContainTextAsync("ready to ask");
        var answer = await AskAsync("total tonnes by region");
        var cells = await CellsAsync(answer);
        Assert.Equal(16.5m, Number(cells.Single(row => row[0] == "North")[^1]));
        Assert.Equal(7.25m, Number(cells.Single(row => row[0] == "South")[^1]));
    }

    [Fact]
    public async Task What_is_asked_while_the_file_is_still_on_its_way_is_asked_when_it_is_there()
    {
        await SignInAsync();
        await Expect(Page.Locator("form.composer[data-ready]")).ToBeVisibleAsync();
        var many = string.Concat(Enumerable.Range(1, 100_000).Select(n => $"East;Elstar;{1 + n % 28:00}/09/2025;1,5\n"));
        await Page.Locator("form.composer input[type=file]").SetInputFilesAsync(Csv("late.csv", Harvest + many));
        var cells = await CellsAsync(await AskAsync("total tonnes by region"));
        Assert.Equal(150_000m, Number(cells.Single(row => row[0] == "East")[^1]));
    }

    [Fact]
    public async Task A_file_uploaded_on_the_sources_page_has_a_catalog()
    {
        await SignInAsync();
        await OpenAsync("/sources");
        await Page.GetByLabel("File to upload").SetInputFilesAsync(Csv("orchards.csv", Harvest));
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "orchards" }).First).ToBeVisibleAsync();
        await Page.Locator("main table.table").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(Page.Locator("main")).ToContainTextAsync("variety");
        await EveryPageTests.LookAsync(Page, "source");
    }

    [Fact]
    public async Task What_is_no_table_is_refused_with_the_reason()
    {
        await SignInAsync();
        await OpenAsync("/sources");
        byte[] picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
        await Page.GetByLabel("File to upload").SetInputFilesAsync(new FilePayload { Name = "holiday.csv", MimeType = "text/csv", Buffer = picture });
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("picture");
    }

    private static FilePayload Csv(string name, string text) => new() { Name = name, MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(text) };
}
