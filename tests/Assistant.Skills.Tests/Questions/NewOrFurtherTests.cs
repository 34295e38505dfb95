namespace Assistant.Skills.Tests.Questions;

/// <summary>In a conversation some questions change the answer before and some are new; which it is shows in the rows.</summary>
public sealed class NewOrFurtherTests
{
    [Theory]
    [InlineData("top 2 growers by founded year", false)]
    [InlineData("How many growers are there?", false)]
    [InlineData("top 1", true)]
    [InlineData("and by variety?", true)]
    [InlineData("only 2025", true)]
    public async Task A_question_that_is_whole_in_itself_is_a_new_one(string question, bool goesOn)
    {
        await using var orchard = await Orchard.OpenAsync();
        var first = await orchard.AnswerAsync("total crates by region");
        var next = await orchard.AnswerAsync(question, first.Plan);
        Assert.Equal(goesOn, next.GoesOn);
    }
}
