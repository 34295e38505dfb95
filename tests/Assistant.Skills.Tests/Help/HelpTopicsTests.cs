using Assistant.Skills.Help;

namespace Assistant.Skills.Tests.Help;

public class HelpTopicsTests
{
    private static readonly HelpTopics Topics = new();

    [Theory]
    [InlineData("How do I connect a database?", "/help/guide/sources#connect-a-database")]
    [InlineData("how can I upload an Excel file", "/help/guide/sources#upload-a-file")]
    [InlineData("share conversations", "/help/guide/conversations#share-a-conversation")]
    [InlineData("switch to dark theme", "/help/guide/settings#role-language-and-theme")]
    [InlineData("which slash commands are there", "/help/guide/asking#slash-commands")]
    public void A_question_finds_its_section(string question, string link) => Assert.Equal(link, Topics.Find(question, 1)[0].Link);

    [Fact]
    public void What_the_help_does_not_know_finds_nothing() => Assert.Empty(Topics.Find("photosynthesis of ferns", 3));
}
