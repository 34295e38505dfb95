using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

/// <summary>A query is held up by a lock on its table, so that the stories know when the answer is on its way and when it may come.</summary>
public sealed class LeavingAndComingBackTests(RunningServer server) : Story(server)
{
    /// <summary>The answer's query; what the server reads of values and statistics for all who ask goes on when one of them leaves.</summary>
    private const string Waiting = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'
        AND query NOT ILIKE '%distinct%' AND query NOT ILIKE '%group by%'
        """;

    [Fact]
    public async Task Stop_ends_the_answer_and_the_query_in_the_database()
    {
        await ReadyToAskAsync();
        await SendAsync("how many parcels are there");
        await CompleteAsync(LastAnswer);
        await using var held = await HoldAsync();
        await SendAsync("how many parcels are there");
        await QueriesAsync(1);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await Expect(LastAnswer).ToContainTextAsync("Stopped");
        await QueriesAsync(0);
    }

    [Fact]
    public async Task A_reload_in_the_middle_loses_nothing_and_a_second_tab_sees_the_same()
    {
        await ReadyToAskAsync();
        IPage second;
        await using (await HoldAsync())
        {
            await SendAsync("how many parcels are there");
            await QueriesAsync(1);
            await Page.WaitForURLAsync("**/c/*");
            await Page.ReloadAsync();
            await Expect(LastAnswer).ToHaveAttributeAsync("aria-busy", "true");
            second = await OpenTabAsync();
            await second.GotoAsync(Page.Url);
            await Expect(second.Locator("article.answer").Last).ToHaveAttributeAsync("aria-busy", "true");
        }
        foreach (var page in new[] { Page, second })
        {
            var answer = await CompleteAsync(page.Locator("article.answer").Last);
            await Expect(answer.Locator(".headline")).ToContainTextAsync("600");
            await Expect(page.Locator("article.answer")).ToHaveCountAsync(1);
        }
    }

    [Fact]
    public async Task An_answer_goes_on_while_nobody_looks()
    {
        await ReadyToAskAsync();
        string address;
        await using (await HoldAsync())
        {
            await SendAsync("how many parcels are there");
            await QueriesAsync(1);
            await Page.WaitForURLAsync("**/c/*");
            address = Page.Url;
            await Page.CloseAsync();
        }
        var later = await OpenTabAsync();
        await later.GotoAsync(address);
        await Expect((await CompleteAsync(later.Locator("article.answer").Last)).Locator(".headline")).ToContainTextAsync("600");
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_leaves_the_answer_marked_and_it_can_be_asked_again()
    {
        Expected.Add("");   // the page says much about a server that is gone
        await ReadyToAskAsync();
        await using (await HoldAsync())
        {
            await SendAsync("how many parcels are there");
            await QueriesAsync(1);
            await Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/c/"), new() { Timeout = 60_000 });
            await Server.KillAsync();
        }
        await Server.StartAsync();
        // The page finds the server again and loads itself anew: a person who waits need not do it, and who does it as well meets that.
        await Expect(LastAnswer).ToContainTextAsync("nterrupted", new() { Timeout = 60_000 });
        await LiveAsync();
        await LastAnswer.GetByRole(AriaRole.Button, new() { Name = "Start again" }).ClickAsync();
        await Expect(LastAnswer.Locator(".headline")).ToContainTextAsync("600");
    }

    /// <summary>
    /// The source is known whole, and the page was opened for it alone: when its first questions are offered they were tried, and no query but the
    /// answer's meets the lock. The start page of all sources would go on trying questions on the parcels unseen.
    /// </summary>
    private async Task ReadyToAskAsync()
    {
        await SignInToAsync("/sources");   // whoever looks at the sources has their statistics gathered
        await OpenAsync($"/?source={await Server.ReadyAsync("Parcels")}");
        await Expect(Page.Locator("form.composer .pick")).ToContainTextAsync("Parcels");
        await Expect(Page.Locator(".thread-start .chip", new() { HasText = "How many parcels are there" }).First).ToBeVisibleAsync();
        await QueriesAsync(0);
    }

    /// <summary>Holds every query on the parcels until disposed.</summary>
    private async Task<NpgsqlConnection> HoldAsync()
    {
        var connection = await Server.Parcels.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE parcels IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until so many queries wait for the lock.</summary>
    private async Task QueriesAsync(int count)
    {
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(20);)
        {
            if (await Server.Parcels.ScalarAsync(Waiting) == $"{count}")
                return;
            await Task.Delay(20);
        }
        Assert.Equal($"{count}", await Server.Parcels.ScalarAsync(Waiting));
    }
}
