using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

public sealed class SigningInTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task Who_is_not_signed_in_is_asked_to_and_then_sees_the_page_that_was_wanted()
    {
        await Page.GotoAsync("/sources");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Assistant" })).ToBeVisibleAsync();
        await Page.GetByLabel("Work e-mail").FillAsync("analyst@demo.local");
        await Page.GetByLabel("Password").FillAsync("demo-assistant");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Sources", Level = 1 })).ToBeVisibleAsync();
        Assert.EndsWith("/sources", new Uri(Page.Url).AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("employee@demo.local", "demo-assistant ")]
    [InlineData("nobody@demo.local", "demo-assistant")]
    [InlineData("employee@demo.local", "' OR 1=1 --")]
    public async Task A_wrong_password_and_an_unknown_account_are_told_in_the_same_words(string email, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Work e-mail").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not match");
        await Expect(Page.GetByLabel("Work e-mail")).ToHaveValueAsync(email);
        await Expect(Page.GetByLabel("Password")).ToHaveValueAsync("");
    }
}
