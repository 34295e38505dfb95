using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

public sealed class AskingTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_question_is_answered_with_the_number_that_the_database_has_and_with_how_it_came_about()
    {
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        var answer = await AskAsync("how many parcels are there");
        await Expect(answer.Locator(".headline")).ToContainTextAsync("600");
        await answer.GetByText("How it’s calculated").ClickAsync();
        await Expect(answer.Locator("dl.calc")).ToContainTextAsync("Complete");
        await answer.Locator("summary", new() { HasText = "SQL" }).ClickAsync();
        var sql = await answer.Locator("details.fold code, details.fold pre").Last.InnerTextAsync();
        Assert.Equal("600", await Server.Parcels.ScalarAsync(sql));
    }

    [Fact]
    public async Task A_breakdown_has_a_chart_a_table_and_follow_ups()
    {
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        var answer = await AskAsync("total weight by city");
        await Expect(answer.Locator(".echart svg, .echart canvas").First).ToBeVisibleAsync();
        await Expect(answer.GetByRole(AriaRole.Img).First).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex(".+"));
        var cells = await CellsAsync(answer);
        var total = decimal.Parse((await Server.Parcels.ScalarAsync("SELECT sum(weight_kg) FROM parcels"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(3, cells.Count);
        Assert.Equal(total, cells.Sum(row => Number(row[^1])));
        await EveryPageTests.LookAsync(Page, "answer");

        var only = await AskAsync("only Lyon");
        Assert.Single(await CellsAsync(only));
        await Expect(only).ToContainTextAsync("Lyon");
        var lyon = decimal.Parse((await Server.Parcels.ScalarAsync("SELECT sum(weight_kg) FROM parcels NATURAL JOIN depots WHERE city = 'Lyon'"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(await CellsAsync(only), row => Number(row[^1]) == lyon);
    }

    [Fact]
    public async Task Five_roles_are_told_the_same_number()
    {
        foreach (var role in new[] { "admin", "analyst", "executive", "steward", "employee" })
        {
            await SignInAsync($"{role}@demo.local");
            await ChooseSourceAsync("Parcels");
            await Expect((await AskAsync("how many parcels are there")).Locator(".headline")).ToContainTextAsync("600");
            await Page.Context.ClearCookiesAsync();
        }
    }

    [Fact]
    public async Task Edited_sql_is_run_through_the_gate()
    {
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        var answer = await AskAsync("how many parcels are there");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Edit SQL" }).Last.ClickAsync();
        await answer.GetByLabel("SQL to run").FillAsync("SELECT count(*) AS lighter FROM parcels WHERE weight_kg < 5");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(answer.Locator("table.table")).ToContainTextAsync((await Server.Parcels.ScalarAsync("SELECT count(*) FROM parcels WHERE weight_kg < 5"))!);

        await answer.GetByLabel("SQL to run").FillAsync("DELETE FROM parcels");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(answer).ToContainTextAsync("Only queries that read are run");
        Assert.Equal("600", await Server.Parcels.ScalarAsync("SELECT count(*) FROM parcels"));
    }
}
