using Assistant.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

public sealed class AskedBackTests(RunningServer server) : Story(server)
{
    [Fact]
    public async Task A_question_that_means_two_things_is_asked_about_once_remembered_and_forgotten_on_request()
    {
        await using var database = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE orders (order_id int PRIMARY KEY, order_date date NOT NULL, ship_date date NOT NULL, pieces int NOT NULL);
            INSERT INTO orders VALUES (1, '2026-01-30', '2026-02-02', 3), (2, '2026-02-03', '2026-02-04', 4), (3, '2026-02-03', '2026-03-01', 5);
            """);
        await Server.ConnectAsync("Dispatch", database);
        await SignInAsync("admin@demo.local");
        await ChooseSourceAsync("Dispatch");

        var asked = await AskAsync("How many orders by date?");
        await Expect(asked.GetByRole(AriaRole.Group)).ToContainTextAsync(["Order date", ""]);
        await Expect(asked.GetByText("Remember this for everyone")).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(Page, "asked-back");
        await asked.GetByLabel("Ship date").CheckAsync();
        await asked.GetByRole(AriaRole.Button, new() { Name = "Use this" }).ClickAsync();
        await Expect(Answers).ToHaveCountAsync(2);
        var answer = await CompleteAsync(Answers.Nth(1));
        Assert.Equal(3, (await CellsAsync(answer)).Count);

        var again = await AskAsync("How many orders by date?");
        Assert.Equal(3, (await CellsAsync(again)).Count);
        await again.GetByText("How it’s calculated").ClickAsync();
        await Expect(again.Locator("dl.calc")).ToContainTextAsync("means Ship date");
        await again.GetByRole(AriaRole.Button, new() { Name = "Forget this" }).ClickAsync();
        await Expect(again.Locator("dl.calc")).ToContainTextAsync("Forgotten");

        var anew = await AskAsync("How many orders by date?");
        await Expect(anew).ToContainTextAsync("do you mean");
    }

    [Fact]
    public async Task What_cannot_be_answered_comes_with_questions_that_can()
    {
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        var declined = await AskAsync("What is the average mood of parcels per planet?");
        var offered = declined.Locator(".closing").GetByRole(AriaRole.Button).Filter(new() { HasText = "parcels" }).First;
        await offered.ClickAsync();
        await Expect(Answers).ToHaveCountAsync(2);
        await Expect((await CompleteAsync(Answers.Nth(1))).Locator("table.table").First).ToBeVisibleAsync();
    }
}
