using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

/// <summary>What one person does in a browser of their own. A script error or a refused request on the way fails the story.</summary>
[Collection(TheServer.Name)]
public abstract class Story(RunningServer server) : IAsyncLifetime
{
    private readonly List<string> _errors = [];
    private IBrowserContext _context = null!;

    protected RunningServer Server => server;

    protected IPage Page { get; private set; } = null!;

    /// <summary>Words in script errors that belong to the story, e.g. of a connection that it cuts.</summary>
    protected List<string> Expected { get; } = [];

    protected virtual BrowserNewContextOptions Options => new() { ViewportSize = new() { Width = 1440, Height = 900 } };

    public async Task InitializeAsync()
    {
        var options = Options;
        options.BaseURL = server.Address;
        _context = await server.Browser.NewContextAsync(options);
        _context.SetDefaultTimeout(20_000);
        SetDefaultExpectTimeout(20_000);
        Page = await OpenTabAsync();
    }

    public async Task DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.DoesNotContain(_errors, error => !Expected.Exists(word => error.Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>Another tab with the same cookies.</summary>
    protected async Task<IPage> OpenTabAsync()
    {
        var page = await _context.NewPageAsync();
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _errors.Add($"{message.Text} at {message.Location}");
        };
        return page;
    }

    protected Task SignInAsync(string email = "analyst@demo.local", string password = "demo-assistant") => SignInAsync(Page, email, password);

    /// <summary>Signs in and is led to a page, without seeing another one first.</summary>
    protected Task SignInToAsync(string path) => SignInAsync(Page, "analyst@demo.local", "demo-assistant", $"/sign-in?returnUrl={Uri.EscapeDataString(path)}");

    protected static async Task SignInAsync(IPage page, string email, string password, string address = "/sign-in")
    {
        await page.GotoAsync(address);
        await page.GetByLabel("Work e-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        await LiveAsync(page);
    }

    /// <summary>Opens a page and waits until it answers to clicks.</summary>
    protected async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await LiveAsync();
    }

    protected Task LiveAsync() => LiveAsync(Page);

    protected static Task LiveAsync(IPage page) => Expect(page.Locator(".app[data-live]")).ToBeAttachedAsync();

    protected ILocator Answers => Page.Locator("article.answer");

    protected ILocator LastAnswer => Answers.Last;

    /// <summary>Sends a question, without waiting for the answer.</summary>
    protected async Task SendAsync(string question)
    {
        await Expect(Page.Locator("form.composer[data-ready]")).ToBeVisibleAsync();
        await Page.Locator("#question").FillAsync(question);
        await Page.Locator("#question").PressAsync("Enter");
    }

    /// <summary>Asks and returns the complete answer.</summary>
    protected async Task<ILocator> AskAsync(string question)
    {
        var before = await Answers.CountAsync();
        await SendAsync(question);
        await Expect(Answers).ToHaveCountAsync(before + 1);
        return await CompleteAsync(Answers.Nth(before));
    }

    protected static async Task<ILocator> CompleteAsync(ILocator answer)
    {
        await Expect(answer).Not.ToHaveAttributeAsync("aria-busy", "true");
        await Expect(answer.GetByRole(AriaRole.Group, new() { Name = "About this answer" })).ToBeVisibleAsync();
        return answer;
    }

    /// <summary>Chooses what the next questions are asked of.</summary>
    protected async Task ChooseSourceAsync(string name)
    {
        await Page.Locator("form.composer .pick").ClickAsync();
        await Page.Locator("form.composer").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(Page.Locator("form.composer .pick")).ToContainTextAsync(name);
    }

    /// <summary>The cells of a result's table as shown, row by row.</summary>
    protected static async Task<IReadOnlyList<string[]>> CellsAsync(ILocator answer)
    {
        var rows = answer.Locator("table.table").First.Locator("tbody tr");
        await Expect(rows.First).ToBeVisibleAsync();
        var cells = new List<string[]>();
        foreach (var row in await rows.AllAsync())
            cells.Add([.. (await row.Locator("td").AllInnerTextsAsync()).Select(t => t.Trim())]);
        return cells;
    }

    /// <summary>A number as a page shows it, back as a number.</summary>
    protected static decimal Number(string shown) =>
        decimal.Parse(Regex.Replace(shown, @"[^\d.\-−]", "").Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture);
}
