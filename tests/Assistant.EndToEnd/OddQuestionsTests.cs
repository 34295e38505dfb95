using static Microsoft.Playwright.Assertions;

namespace Assistant.EndToEnd;

public sealed class OddQuestionsTests(RunningServer server) : Story(server)
{
    public static TheoryData<string> Questions =>
    [
        "asdf qwer zxcv",
        "🦄🦄🦄",
        "كم عدد الطرود في ليون؟",
        "SELECT * FROM parcels; DROP TABLE parcels; --",
        "'; DELETE FROM parcels WHERE '1'='1",
        "<img src=x onerror=\"document.title='harmed'\"><script>document.title='harmed'</script>",
        "[click](javascript:document.title='harmed') ![x](https://collect.example.com/p.png?d=1)",
        "{{7*7}} ${7*7} %s %n \\u0000",
        "????????",
        "مرحبا \u202E reversed \u202C text",
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task An_odd_question_is_answered_or_declined_and_harms_nothing(string question)
    {
        var elsewhere = new List<string>();
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Server.Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        var answer = await AskAsync(question);
        await Expect(answer).Not.ToBeEmptyAsync();
        await Expect(Page.Locator("article.ask p").Last).ToHaveTextAsync(question, new() { UseInnerText = false });
        Assert.NotEqual("harmed", await Page.TitleAsync());
        Assert.Equal(0, await Page.Locator("article.ask img, article.ask script, article.answer script, article.answer img[src^='http']").CountAsync());
        Assert.Empty(elsewhere);
        Assert.Equal("600", await Server.Parcels.ScalarAsync("SELECT count(*) FROM parcels"));
    }

    [Fact]
    public async Task Ten_thousand_characters_are_read_or_declined_and_the_next_question_works()
    {
        await SignInAsync();
        await ChooseSourceAsync("Parcels");
        await AskAsync(string.Concat(Enumerable.Repeat("how many parcels ", 600))[..10_000]);
        await Expect((await AskAsync("how many parcels are there")).Locator(".headline")).ToContainTextAsync("600");
    }
}
