using Assistant.Skills.Help;

namespace Assistant.Skills.Tests.Help;

public class HelpTopicsTests
{
    private static readonly HelpTopics Topics = new();

    [Theory]
    [InlineData("How do I connect a database?", "/help/guides/sources#connect-a-database")]
    [InlineData("how can I upload an Excel file", "/help/guides/sources#bring-a-file")]
    [InlineData("how do I save a chart as a widget", "/help/guides/dashboards#save-a-widget")]
    [InlineData("which slash commands are there", "/help/guides/keyboard#commands")]
    [InlineData("how do I make an API key", "/help/api#sign-in")]
    public void A_question_finds_its_section(string question, string link) => Assert.Equal([link], Topics.Find(question, 1).Select(topic => topic.Link));

    [Fact]
    public void Links_between_files_lead_to_pages_of_the_help()
    {
        var topics = new HelpTopics([("guides/a.md", "# A\n\n## One\nSee [two](../b.md#more), [three](c.md), [out](https://example.org/x.md) and [home](/)."), ("b.md", "# B\ntext")]);
        Assert.Equal("See [two](/help/b#more), [three](/help/guides/c), [out](https://example.org/x.md) and [home](/).", topics.All[0].Text);
    }

    [Fact]
    public void What_the_help_does_not_know_finds_nothing() => Assert.Empty(Topics.Find("photosynthesis of ferns", 3));
}
