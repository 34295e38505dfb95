using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

/// <summary>What administrators do: people, rights, the trail.</summary>
public sealed class RulingTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_new_person_signs_in_with_the_drawn_password_and_not_after_the_account_was_disabled()
    {
        await SignInAsync("admin@demo.local");
        await OpenAsync("/people");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a person" }).ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("Nora New");
        await Page.GetByRole(AriaRole.Dialog).GetByLabel("Work e-mail").FillAsync("nora@demo.local");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var password = await Page.Locator(".secret code").InnerTextAsync();

        await using (var hers = await Server.Browser.NewContextAsync(new() { BaseURL = Server.Address }))
        {
            var page = await hers.NewPageAsync();
            await SignInAsync(page, "nora@demo.local", password);
            await LiveAsync(page);
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "People" })).ToHaveCountAsync(0);
            await page.GotoAsync("/people");
            await Expect(page.GetByText("Nora New")).Not.ToBeVisibleAsync();

            await Page.GetByTitle("More for Nora New").ClickAsync();
            await Page.GetByRole(AriaRole.Button, new() { Name = "Disable the account" }).ClickAsync();
            await Expect(Page.Locator("li", new() { HasText = "Nora New" })).ToContainTextAsync("Disabled");
            await page.GotoAsync("/");
            await page.WaitForURLAsync("**/sign-in**");
        }
    }

    [Theory, InlineData("/people", "employee@demo.local"), InlineData("/audit", "Who did what, when")]
    public async Task A_page_for_administrators_goes_when_the_right_to_it_is_lost_while_it_is_open(string page, string shown)
    {
        await SignInAsync("admin@demo.local");
        await OpenAsync("/people");
        await Page.GetByLabel("Role of Sam Steward").SelectOptionAsync("Admin");
        await using var theirs = await Server.Browser.NewContextAsync(new() { BaseURL = Server.Address });
        var open = await theirs.NewPageAsync();
        await SignInAsync(open, "steward@demo.local", "demo-assistant");
        await open.GotoAsync(page);
        await LiveAsync(open);
        await Expect(open.GetByText(shown).First).ToBeVisibleAsync();

        await Page.GetByLabel("Role of Sam Steward").SelectOptionAsync("Analyst");
        // Nobody clicks there: it looks again by itself.
        await Expect(open.GetByText("There is no such page")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(open.GetByText(shown)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_page_whose_session_was_ended_elsewhere_leads_to_sign_in_at_a_click()
    {
        await SignInAsync("employee@demo.local");
        await OpenAsync("/dashboards");
        await using var theirs = await Server.Browser.NewContextAsync(new() { BaseURL = Server.Address });
        var elsewhere = await theirs.NewPageAsync();
        await SignInAsync(elsewhere, "employee@demo.local", "demo-assistant");
        await elsewhere.GotoAsync("/settings");
        await LiveAsync(elsewhere);
        await elsewhere.GetByRole(AriaRole.Button, new() { Name = "End all others" }).ClickAsync();
        await Expect(elsewhere.GetByRole(AriaRole.Button, new() { Name = "End all others" })).ToHaveCountAsync(0);

        // A page looks again some seconds after the last time: clicks until then still find it open.
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); !Page.Url.Contains("sign-in", StringComparison.Ordinal) && patience.Elapsed < TimeSpan.FromSeconds(40);)
        {
            await Page.Locator("nav.places a").Nth(Page.Url.EndsWith("/dashboards", StringComparison.Ordinal) ? 1 : 0).ClickAsync();
            await Page.WaitForTimeoutAsync(500);
        }
        await Page.WaitForURLAsync("**/sign-in?problem=ended**");
        await Expect(Page.GetByText("Your session has ended")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Rules_are_tried_as_a_role_and_hold_for_it_once_they_are_saved()
    {
        await SignInAsync("admin@demo.local");
        await OpenAsync("/sources");
        await Page.Locator("a.source", new() { HasText = "Parcels" }).First.ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Rights to Parcels" }).ClickAsync();
        var rules = Page.Locator("section[aria-labelledby=rules]");
        await rules.GetByLabel("Table").SelectOptionAsync(new SelectOptionValue { Label = "public.depots" });
        await rules.GetByLabel("Rows where").FillAsync("city = 'Lyon'");
        await rules.GetByRole(AriaRole.Button, new() { Name = "Add the rule" }).ClickAsync();
        await rules.GetByRole(AriaRole.Button, new() { Name = "Try as this role" }).ClickAsync();
        await Expect(rules.Locator("table.table tbody tr")).ToHaveCountAsync(1);
        await Expect(rules.Locator("table.table")).ToContainTextAsync("Lyon");
        await EveryPageTests.LookAsync(Page, "rights");
        await rules.GetByRole(AriaRole.Button, new() { Name = "Save the rules" }).ClickAsync();
        await Expect(rules.GetByText("Every query from now on")).ToBeVisibleAsync();

        await using (var theirs = await Server.Browser.NewContextAsync(new() { BaseURL = Server.Address }))
        {
            var viewer = await theirs.NewPageAsync();
            await SignInAsync(viewer, "employee@demo.local", "demo-assistant");
            Assert.Equal("1", await CountAsync(viewer, "how many depots are there"));
        }
        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove the rule on public.depots" }).ClickAsync();
        await rules.GetByRole(AriaRole.Button, new() { Name = "Save the rules" }).ClickAsync();
        await Expect(rules.GetByText("Every query from now on")).ToBeVisibleAsync();
        await OpenAsync("/audit");
        await Expect(Page.GetByRole(AriaRole.Cell, new() { Name = "data policy changed" }).First).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Expect(Page.GetByText("The trail is whole.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_pages_speak_German_when_the_person_wants_it()
    {
        await SignInAsync("steward@demo.local");
        await OpenAsync("/settings");
        await Page.GetByLabel("Language of the pages").SelectOptionAsync("de");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Einstellungen speichern" })).ToBeVisibleAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await LiveAsync();
        await EveryPageTests.LookAsync(Page, "settings-german");
        await Page.GetByLabel("Sprache der Seiten").SelectOptionAsync("en");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Einstellungen speichern" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Save settings" })).ToBeVisibleAsync();
    }

    private static async Task<string> CountAsync(IPage page, string question)
    {
        await Expect(page.Locator("form.composer[data-ready]")).ToBeVisibleAsync();
        await page.Locator("form.composer .pick").ClickAsync();
        await page.Locator("form.composer").GetByRole(AriaRole.Button, new() { Name = "Parcels", Exact = true }).ClickAsync();
        await page.Locator("#question").FillAsync(question);
        await page.Locator("#question").PressAsync("Enter");
        return await (await CompleteAsync(page.Locator("article.answer").Last)).Locator(".headline .fig").First.InnerTextAsync();
    }
}
