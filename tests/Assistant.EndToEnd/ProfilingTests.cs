using Assistant.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

/// <summary>From a source without rules to proposed ones, a judged load and the profile of its table.</summary>
public sealed class ProfilingTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_source_without_rules_says_what_to_do_first_and_its_table_is_profiled()
    {
        // Thirty loads, of which the newest lacks amounts; and a remark too long for any card.
        await using var shop = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE sales (sale_id int PRIMARY KEY, loaded_on date, shop text, amount numeric(8,2), remark text);
            INSERT INTO sales SELECT 1000 * d + i, current_date - 29 + d, 'shop ' || i % 6, CASE WHEN d < 29 THEN 20 + (i * 7 + d) % 60 END, repeat('a long remark ', 1 + i % 9) FROM generate_series(0, 29) AS d, generate_series(1, 60) AS i;
            """);
        await Server.ConnectAsync("Daily till", shop);
        await SignInAsync();
        await OpenAsync("/quality");
        await EveryPageTests.LookAsync(Page, "quality-without-rules");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Daily till", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "No rules yet" })).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(Page, "quality-first");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Look for rules" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Newest loads" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("Odd", new() { Exact = true })).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(Page, "quality-loads");
        await Page.SetViewportSizeAsync(1440, 900);
        await Page.GetByRole(AriaRole.Link, new() { Name = "sales", Exact = true }).First.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Columns", Exact = true })).ToBeVisibleAsync();
        await Expect(Page.GetByText("1,800", new() { Exact = true }).First).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(Page, "profile");
    }
}
