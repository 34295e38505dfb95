using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

/// <summary>A project for some: made, filled, opened to a person.</summary>
public sealed class ProjectsTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_source_moved_into_a_restricted_project_is_gone_for_others_until_they_are_let_in()
    {
        await SignInAsync("admin@demo.local");
        await OpenAsync("/projects");
        Assert.Equal(201, await Page.EvaluateAsync<int>("fetch('/api/v1/sources/files?name=bonuses.csv', { method: 'POST', body: 'person,bonus\\nAda,10\\nBen,20\\nCleo,30\\n' }).then(answer => answer.status)"));
        await Page.GetByRole(AriaRole.Button, new() { Name = "New project" }).First.ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Board matters");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the project" }).ClickAsync();
        var section = Page.GetByRole(AriaRole.Region, new() { Name = "Board matters" });
        await Expect(section).ToContainTextAsync("Nobody is in it yet");

        await OpenAsync("/sources");
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Sources" }).GetByRole(AriaRole.Link, new() { Name = "bonuses" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Rights to bonuses" }).ClickAsync();
        await Page.GetByLabel("It belongs to").SelectOptionAsync(new SelectOptionValue { Label = "Board matters (members only)" });
        await Page.GetByRole(AriaRole.Button, new() { Name = "Move the source" }).ClickAsync();
        await Expect(Page.GetByText("Moved.")).ToBeVisibleAsync();

        await using var hers = await Server.Browser.NewContextAsync(new() { BaseURL = Server.Address });
        var emma = await hers.NewPageAsync();
        await SignInAsync(emma, "employee@demo.local", "demo-assistant");
        await emma.GotoAsync("/sources");
        await LiveAsync(emma);
        await Expect(emma.GetByText("bonuses")).ToHaveCountAsync(0);
        await Expect(emma.GetByText("Board matters")).ToHaveCountAsync(0);

        await OpenAsync("/projects");
        await section.GetByLabel("Let somebody in").SelectOptionAsync(new SelectOptionValue { Label = "Emma Employee" });
        await section.GetByLabel("As").SelectOptionAsync("Analyst");
        await section.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(section.GetByLabel("Role of Emma Employee in Board matters")).ToHaveValueAsync("Analyst");
        await EveryPageTests.LookAsync(Page, "projects-with-members");

        await emma.GotoAsync("/sources");
        await LiveAsync(emma);
        await emma.GetByRole(AriaRole.Navigation, new() { Name = "Sources" }).GetByRole(AriaRole.Link, new() { Name = "bonuses" }).ClickAsync();
        await Expect(emma.GetByText("Project Board matters")).ToBeVisibleAsync();
        await Expect(emma.GetByRole(AriaRole.Link, new() { Name = "Data model" })).ToBeVisibleAsync();
        await Expect(emma.GetByRole(AriaRole.Button, new() { Name = "Connect a source" })).ToBeVisibleAsync();
        await emma.GetByLabel("Work in the project").SelectOptionAsync(new SelectOptionValue { Label = "Board matters" });
        await Expect(emma.GetByText("New conversations begin in Board matters.")).ToBeAttachedAsync();
        await emma.ReloadAsync();
        await LiveAsync(emma);
        await Expect(emma.GetByLabel("Work in the project").Locator("option:checked")).ToHaveTextAsync("Board matters");
    }
}
