using Assistant.Skills.Models;
using Microsoft.Extensions.AI;

namespace Assistant.Skills.Tests.Models;

public class LocalModelTests
{
    private static readonly PromptLibrary Prompts = new();

    [Theory]
    [InlineData("hello", "product_help", "")]
    [InlineData("Hi!", "product_help", "")]
    [InlineData("what can you do?", "product_help", "")]
    [InlineData("How do I connect a database?", "product_help", "How do I connect a database?")]
    [InlineData("how do i make a new dashboard", "product_help", "how do i make a new dashboard")]
    [InlineData("/help charts", "product_help", "charts")]
    [InlineData("describe the order table", "describe_table", "order")]
    [InlineData("What columns does the Work Orders table have?", "describe_table", "work orders")]
    [InlineData("what tables are there", "list_sources", null)]
    [InlineData("/sql select 1", "run_sql", "select 1")]
    [InlineData("/clear", "start_afresh", null)]
    [InlineData("how many customers do we have?", "answer_from_data", "how many customers do we have?")]
    [InlineData("hello, how many orders were there in May?", "answer_from_data", "hello, how many orders were there in May?")]
    [InlineData("how do sales compare with last year", "answer_from_data", "how do sales compare with last year")]
    [InlineData("which dashboards did customers complain about", "answer_from_data", "which dashboards did customers complain about")]
    [InlineData("and by region?", "answer_from_data", "and by region?")]
    [InlineData("help requests per month", "answer_from_data", "help requests per month")]
    [InlineData("/chart pie", "answer_from_data", "as a pie chart")]
    [InlineData("/ask top 5 {rest} {all}", "answer_from_data", "top 5 {rest} {all}")]
    [InlineData("asdf qwer zxcv", "answer_from_data", "asdf qwer zxcv")]
    [InlineData("😀😀😀", "answer_from_data", "😀😀😀")]
    public async Task A_text_goes_to_the_tool_whose_examples_are_near_and_everything_else_to_the_data(string text, string tool, string? argument)
    {
        var call = Assert.IsType<FunctionCallContent>(Assert.Single((await AskAsync(text)).Messages[0].Contents));
        Assert.Equal((tool, argument), (call.Name, call.Arguments!.Values.SingleOrDefault() as string));
    }

    [Theory]
    [InlineData("thank you!")]
    [InlineData("bye")]
    public async Task Small_talk_is_answered_in_words(string text) => Assert.NotEmpty((await AskAsync(text)).Text);

    [Fact]
    public void Every_example_is_understood_as_its_own_intent()
    {
        var ranker = new IntentRanker(Prompts.Intents);
        Assert.All(
            Prompts.Intents.SelectMany(intent => intent.Examples.Where(example => !example.Contains('{')).Select(example => (intent, example))),
            told => Assert.Same(told.intent, ranker.Choose(told.example).Intent));
    }

    private static Task<ChatResponse> AskAsync(string text) => new LocalModel(Prompts).GetResponseAsync([new(ChatRole.User, text)]);
}
