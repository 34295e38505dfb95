using AngleSharp.Html.Parser;
using Assistant.Web.Parts;

namespace Assistant.Web.Tests.Parts;

public class SafeMarkdownTests
{
    private static readonly string[] Harmless = ["P", "STRONG", "EM", "DEL", "CODE", "PRE", "UL", "OL", "LI", "BR", "BLOCKQUOTE", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "H3", "H4", "HR", "A"];

    [Fact]
    public void A_figure_leads_to_its_cell()
    {
        var html = SafeMarkdown.ToLine($"It cost {Sample.Figure(2, 1, "€4.27M")} so far.");
        Assert.Equal("It cost <a class=\"fig\" href=\"#\" data-for=\"5f0c2b1e6a0d4f6b9d5e0d1f2a3b4c5d/2/1\">€4.27M</a> so far.", html);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](https://elsewhere.example/?q=120.50)")]
    [InlineData("[x](//elsewhere.example/a)")]
    [InlineData("[x](/\\elsewhere.example)")]
    [InlineData("[x](/sources?take=120.50)")]
    [InlineData("[x](cell:1/2/3)")]
    [InlineData("[x](cell:5f0c2b1e6a0d4f6b9d5e0d1f2a3b4c5d/1/2\" onclick=alert(1))")]
    [InlineData("<https://elsewhere.example/>")]
    [InlineData("<a href=\"jav&#x09;ascript:alert(1)\">x</a>")]
    public void A_link_that_leads_away_is_only_text(string markdown) => Assert.Null(Body(markdown).QuerySelector("a"));

    [Fact]
    public void A_page_of_the_product_may_be_linked() => Assert.Equal("/help/sources", Body("[help](/help/sources)").QuerySelector("a")!.GetAttribute("href"));

    [Theory]
    [InlineData("![status](https://elsewhere.example/p.png?d=1)")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("`</code><script>alert(1)</script>`")]
    [InlineData("```html\n</pre><iframe srcdoc=\"x\"></iframe>\n```")]
    [InlineData("<style>*{display:none}</style>")]
    public void Markup_is_shown_as_text_and_does_nothing(string markdown)
    {
        var body = Body(markdown);
        Assert.All(body.QuerySelectorAll("*"), element => Assert.Contains(element.TagName, Harmless));
        Assert.All(body.QuerySelectorAll("*"), element => Assert.Empty(element.Attributes));
    }

    [Fact]
    public void Everything_that_hijacked_text_may_hold_ends_as_harmless_elements()
    {
        foreach (var text in Bench.Injections())
        {
            var body = Body(text);
            Assert.All(body.QuerySelectorAll("*"), element => Assert.Contains(element.TagName, Harmless));
            Assert.All(body.QuerySelectorAll("a"), link => Assert.Matches(@"\A(#|/(?![/\\])[\w\-./]*)\z", link.GetAttribute("href")!));
            Assert.DoesNotContain(body.QuerySelectorAll("*").SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.Ordinal) || a.Name is "src" or "style" or "srcdoc");
        }
    }

    private static AngleSharp.Dom.IElement Body(string markdown) => new HtmlParser().ParseDocument(SafeMarkdown.ToHtml(markdown)).Body!;
}
