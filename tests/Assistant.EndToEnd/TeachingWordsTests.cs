using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

/// <summary>What people say about a source: a word is taught, tried, published and taken back; an answer is verified.</summary>
public sealed class TeachingWordsTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_word_is_taught_on_the_page_tried_published_understood_and_unknown_again_after_undoing()
    {
        const string question = "how many blorps are there";
        await SignInAsync("admin@demo.local");
        await ChooseSourceAsync("Parcels");
        await Expect(await AskAsync(question)).Not.ToContainTextAsync("600");
        await AskAsync("how many zworks are there");
        var source = await OpenModelAsync();

        await Page.GetByRole(AriaRole.Link, new() { Name = "parcels", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "parcels", Exact = true })).ToBeVisibleAsync();
        await Page.GetByLabel("Other words for it").First.FillAsync("blorp");
        await Page.GetByLabel("Other words for it").First.PressAsync("Tab");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "One edit is not published" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Try it on the questions" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true })).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(Page, "model");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "One edit is not published" })).ToHaveCountAsync(0);

        await AskAnewAsync(question, "600");

        await OpenAsync($"{source}/gaps");
        await Expect(Page.Locator("main")).ToContainTextAsync("how many zworks are there");
        await Expect(Page.Locator("main")).Not.ToContainTextAsync(question);
        await EveryPageTests.LookAsync(Page, "gaps");
        await OpenAsync($"{source}/model/history");
        await EveryPageTests.LookAsync(Page, "history");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Back to this: the source as it came" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Back to the source as it came" })).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(Page, "history-back");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("Version 2").First).ToBeVisibleAsync();

        await OpenAsync("/");
        await ChooseSourceAsync("Parcels");
        await Expect(await AskAsync(question)).Not.ToContainTextAsync("600");
    }

    [Fact]
    public async Task An_edit_that_changes_an_answer_shows_it_before_and_after()
    {
        await SignInAsync("admin@demo.local");
        await ChooseSourceAsync("Parcels");
        await CompleteAsync(await AskAsync("total weight of parcels by city"));
        await OpenModelAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "depots", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "depots", Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Reject: ", Exact = false }).First.ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Try it on the questions" }).ClickAsync();
        var changed = Page.Locator(".replay li").Filter(new() { HasText = "total weight of parcels by city" });
        await changed.Locator("summary").ClickAsync();
        await Expect(changed.GetByRole(AriaRole.Heading, new() { Name = "Before" })).ToBeVisibleAsync();
        await Expect(changed).ToContainTextAsync("JOIN");
        await EveryPageTests.LookAsync(Page, "replay");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Discard", Exact = true }).ClickAsync();
        await Expect(Page.Locator(".draft")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_answer_that_a_person_verified_says_so_when_it_is_asked_again()
    {
        await SignInAsync("analyst@demo.local");
        await ChooseSourceAsync("Parcels");
        var answer = await AskAsync("what is the heaviest parcel weight");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Verify this answer" }).ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog, new() { Name = "Verify this answer" });
        await Expect(dialog.GetByLabel("Question")).ToHaveValueAsync("what is the heaviest parcel weight");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        await Page.Context.ClearCookiesAsync();
        await SignInAsync("employee@demo.local");
        await ChooseSourceAsync("Parcels");
        var again = await AskAsync("What is the heaviest parcel weight?");
        await Expect(again).ToContainTextAsync("Verified by");
        await Expect(again.GetByRole(AriaRole.Button, new() { Name = "Verify this answer" })).ToHaveCountAsync(0);
        await EveryPageTests.LookAsync(Page, "verified-answer");

        await Page.SetViewportSizeAsync(1440, 900);
        await Page.Context.ClearCookiesAsync();
        await SignInAsync("analyst@demo.local");
        var source = await OpenModelAsync();
        await OpenAsync($"{source}/verified");
        await Expect(Page.GetByText("What is the heaviest parcel weight", new() { Exact = false }).First).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Measure now" }).ClickAsync();
        await Expect(Page.Locator("main")).ToContainTextAsync("verified questions as verified");
        await EveryPageTests.LookAsync(Page, "verified");
    }

    private async Task AskAnewAsync(string question, string expected)
    {
        await OpenAsync("/");
        await ChooseSourceAsync("Parcels");
        await Expect((await AskAsync(question)).Locator(".headline")).ToContainTextAsync(expected);
    }

    /// <summary>By way of the sources page; returns the source's address.</summary>
    private async Task<string> OpenModelAsync()
    {
        await OpenAsync("/sources");
        await Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Parcels" }).First.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Ready for questions" })).ToBeVisibleAsync();
        var source = new Uri(Page.Url).AbsolutePath;
        await Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Data model" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "About the table" })).ToBeVisibleAsync();
        return source;
    }
}
