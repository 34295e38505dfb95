using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

/// <summary>From a rule told in the chat to a better version that people's word on single rows put in its place, and back.</summary>
public sealed class RacingRulesTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task Two_versions_of_a_rule_race_on_labelled_rows_and_the_winner_is_rolled_back()
    {
        await using var yard = await PostgresDatabase.CreateAsync(
            "CREATE TABLE pallets (pallet_no int PRIMARY KEY, hall text, boxes int); INSERT INTO pallets SELECT 1000 + i, 'H' || i % 4, i FROM generate_series(1, 400) AS i;");
        await Server.ConnectAsync("Yard", yard);
        await SignInAsync();
        await ChooseSourceAsync("Yard");
        var told = await AskAsync("boxes must be at most 390");
        var number = int.Parse(Regex.Match(await told.Locator(".suggest-head").InnerTextAsync(), @"rule (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        await AskAsync($"accept rule {number}");

        await OpenAsync($"/quality/rules/{number}");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Boxes is at most 390" })).ToBeVisibleAsync();
        await Page.GetByLabel("Another version, as a sentence").FillAsync("boxes must be at most 370");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Test it" }).ClickAsync();
        var race = Page.Locator("section[aria-labelledby=versions-test]");
        await Expect(race.GetByText("Not enough data")).ToBeVisibleAsync();
        await race.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        for (var row = 1; row <= 8; row++)
        {
            var fault = race.GetByRole(AriaRole.Button, new() { Name = $"Row {row} is a fault", Exact = true });
            await fault.ClickAsync();
            await Expect(race.GetByRole(AriaRole.Button, new() { Name = $"Row {row} is a fault", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(race.GetByRole(AriaRole.Button, new() { Name = "Look again" })).ToBeEnabledAsync();
        }
        await Expect(race.GetByText("8 labelled rows on which they differ")).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(Page, "quality-race");
        await Page.SetViewportSizeAsync(1440, 900);
        for (var row = 9; row <= 20 && await race.GetByRole(AriaRole.Button, new() { Name = "Look again" }).CountAsync() > 0; row++)
        {
            await race.GetByRole(AriaRole.Button, new() { Name = $"Row {row} is a fault", Exact = true }).ClickAsync();
            await Expect(race.GetByText(new Regex($"{row} labelled rows on which they differ|It is in use")).First).ToBeVisibleAsync();
        }
        await Expect(race.GetByText("It is in use")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Boxes is at most 370" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Roll back to version 1" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Boxes is at most 390" })).ToBeVisibleAsync();

        await Page.GetByLabel("Another version, as a sentence").FillAsync("boxes must be at most 380");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Test it" }).ClickAsync();
        await Expect(race.GetByText("3 labelled rows on which they differ", new() { Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Quality", Exact = true }).Last.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "A/B tests" })).ToBeVisibleAsync();
        await LiveAsync();
        await EveryPageTests.LookAsync(Page, "quality-source");
    }
}
