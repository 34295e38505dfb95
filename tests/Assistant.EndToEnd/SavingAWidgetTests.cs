using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

public sealed class SavingAWidgetTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_chart_saved_as_a_widget_is_found_on_its_dashboard_with_live_data()
    {
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        var answer = await AskAsync("number of parcels by city");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Save as widget" }).ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog, new() { Name = "Save as widget" });
        await dialog.GetByLabel("Title").FillAsync("Parcels per city");
        await dialog.GetByLabel("Dashboard", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "A new dashboard" });
        await dialog.GetByLabel("Name of the new dashboard").FillAsync("Logistics");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save as widget" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Link, new() { Name = "Open the dashboard" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Logistics", Level = 1 })).ToBeVisibleAsync();
        var tile = Page.GetByRole(AriaRole.Region, new() { Name = "Parcels per city" });
        await Expect(tile.Locator(".echart svg, .echart canvas").First).ToBeVisibleAsync();

        await OpenAsync("/dashboards");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Logistics" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Parcels per city" }).Locator(".echart svg, .echart canvas").First).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(Page, "dashboard");
    }
}
