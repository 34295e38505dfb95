using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

public sealed class WritingSqlTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_query_of_ones_own_is_changed_by_words_in_the_conversation()
    {
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        await AskAsync("/sql SELECT d.city, count(*) AS n FROM parcels p JOIN depots d USING (depot_id) GROUP BY d.city ORDER BY d.city");

        var filtered = await AskAsync("add filter city = Lyon");
        Assert.Equal([["Lyon", "200"]], await CellsAsync(filtered));
        await Expect(filtered.Locator("details.fold", new() { HasText = "SQL" }).Last).ToContainTextAsync("only rows where");

        var refused = await AskAsync("add filter flavour = sweet");
        await Expect(refused).ToContainTextAsync("Your query was not changed");
    }

    [Fact]
    public async Task The_edited_SQL_of_an_answer_is_changed_by_words_under_it_and_in_the_next_message()
    {
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        var answer = await AskAsync("how many parcels are there");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Edit SQL" }).Last.ClickAsync();
        await answer.GetByLabel("SQL to run").FillAsync("SELECT city, depot_id FROM depots");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(answer.Locator("table.table tbody tr")).ToHaveCountAsync(3);

        await answer.GetByLabel("Change it in words").FillAsync("add filter city = Leeds");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Change and run" }).ClickAsync();
        await Expect(answer.GetByText("Changed: only rows where")).ToBeVisibleAsync();
        Assert.Equal([["Leeds", "3"]], await CellsAsync(answer));
        await EveryPageTests.LookAsync(Page, "edited-sql");

        var next = await AskAsync("filter by city = Bremen");
        Assert.Equal([["Bremen", "2"]], await CellsAsync(next));
    }
}
