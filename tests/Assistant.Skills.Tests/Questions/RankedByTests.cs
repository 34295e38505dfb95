using Assistant.Skills.Questions.Telling;

namespace Assistant.Skills.Tests.Questions;

public sealed class RankedByTests
{
    [Theory]
    [InlineData("top 2 growers by founded year", "founded_year")]
    [InlineData("Which grower has the most pickings?", "number_of_pickings")]
    public async Task A_ranking_shows_what_it_ranks_by(string question, string column)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(column, (await orchard.AnswerAsync(question)).Table!.Columns[^1].Name);
    }

    [Fact]
    public async Task What_is_shown_already_is_not_shown_twice()
    {
        await using var orchard = await Orchard.OpenAsync();
        var plan = (await orchard.AnswerAsync("Which grower has the most pickings?")).Plan;
        Assert.Same(plan, RankedBy.Shown(plan));
    }
}
