using Assistant.Web.Help;

namespace Assistant.Web.Tests.Help;

public class HelpLibraryTests
{
    private static readonly HelpLibrary Library = new(
    [
        ("guides/sources.md", "# Connect a source\n\nPostgreSQL, SQLite and files. See [asking](asking.md#dates) and [why](../decisions/0001-gate.md).\n"),
        ("guides/asking.md", "# Ask a question\n\nIn your own words.\n\n```\nsecret code\n```\n"),
        ("decisions/0001-gate.md", "# One gate\n\nEverything passes it; sources too.\n"),
        ("index.md", "# Assistant\n\nStart here.\n"),
    ]);

    [Fact]
    public void An_article_knows_its_title_group_and_first_sentence()
    {
        var article = Library.Find("guides/sources")!;
        Assert.Equal(("Connect a source", "guides"), (article.Title, article.Group));
        Assert.StartsWith("PostgreSQL, SQLite and files.", article.Summary);
        Assert.Equal("index", Library.Articles[0].Path);
    }

    [Fact]
    public void A_search_finds_all_words_anywhere_and_puts_titles_first() =>
        Assert.Equal(["guides/sources", "decisions/0001-gate"], Library.Search("SOURCE").Select(a => a.Path));

    [Fact]
    public void A_search_for_what_nobody_wrote_finds_nothing() => Assert.Empty(Library.Search("source zebra"));

    [Theory]
    [InlineData("asking.md#dates", "/help/guides/asking#dates")]
    [InlineData("../decisions/0001-gate.md", "/help/decisions/0001-gate")]
    [InlineData("../../../../etc/passwd.md", "/help/etc/passwd")]
    [InlineData("#keys", "/help/guides/sources#keys")]
    [InlineData("https://example.org/x.md", "https://example.org/x.md")]
    public void Links_lead_to_help_pages(string link, string address) =>
        Assert.Equal(address, HelpLibrary.Link(Library.Find("guides/sources")!, link));

    [Fact]
    public async Task The_first_page_lists_the_guides()
    {
        var page = await Rendered.DocumentAsync<HelpStart>(new() { ["Articles"] = Library.Articles });
        Assert.Contains("Connect a source", page.QuerySelector(".help-cards")!.TextContent);
    }
}

public class HelpTextTests
{
    [Fact]
    public void A_heading_can_be_linked_to_and_code_scrolled_by_keys()
    {
        var html = HelpText.Of(new HelpArticle("a", "", "A", "", "# What's `new` & odd?\n\n```\nlong\n```\n\n<script>alert(1)</script>\n", "")).Value;
        Assert.Contains("id=\"whats-new-odd\"", html);
        Assert.Contains("<pre tabindex=\"0\">", html);
        Assert.DoesNotContain("<script", html);
    }
}
