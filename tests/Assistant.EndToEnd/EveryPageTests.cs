using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Assistant.EndToEnd;

/// <summary>What holds for every page: nothing that axe objects to, no sideways scrolling, in both themes, on a desk and on a phone.</summary>
public sealed class EveryPageTests(RunningServer server) : Story(server)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "conversation", "/" },
        { "sources", "/sources" },
        { "dashboards", "/dashboards" },
        { "settings", "/settings" },
        { "help", "/help" },
        { "help-article", "/help/guides/asking-questions" },
        { "about", "/about" },
        { "approvals", "/approvals" },
        { "people", "/people" },
        { "projects", "/projects" },
        { "quality", "/quality" },
        { "audit", "/audit" },
        { "agents", "/agents" },
        { "scripts", "/agents/scripts" },
        { "missing", "/missing" },
        { "tasks", "/tasks" },
        { "reconciliation", "/reconciliation" },
        { "not-found", "/there-is-no-such-page" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_fit_for_everyone(string name, string path)
    {
        Expected.Add("404");
        await SignInAsync("admin@demo.local");
        await OpenAsync(path);
        await LookAsync(Page, name);
    }

    [Fact]
    public async Task The_sign_in_page_is_fit_for_everyone()
    {
        await Page.GotoAsync("/sign-in");
        await LookAsync(Page, "sign-in");
    }

    /// <summary>Takes the page's pictures and lets axe look at it, in both themes and widths.</summary>
    internal static async Task LookAsync(IPage page, string name)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            foreach (var (width, height) in new[] { (1440, 900), (390, 844) })
            {
                await page.SetViewportSizeAsync(width, height);
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await page.EvaluateAsync("document.fonts.ready");
                await page.ScreenshotAsync(new() { Path = Path.Combine(RunningServer.Artifacts, $"{name}-{width}-{(scheme is ColorScheme.Dark ? "dark" : "light")}.png") });
                var violations = (await page.RunAxe()).Violations;
                Assert.True(violations.Length == 0, $"{name}, {width} px, {scheme}:\n"
                    + string.Join('\n', violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
                Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            }
    }
}
