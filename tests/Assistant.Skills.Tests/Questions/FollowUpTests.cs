using Assistant.Skills.Questions;

namespace Assistant.Skills.Tests.Questions;

/// <summary>Few words that change the answer before, each as people say them.</summary>
public sealed class FollowUpTests
{
    [Theory]
    [InlineData("total crates by variety", "top 2", "Bramley|60; Cox|60")]
    [InlineData("total crates by variety", "the bottom 1", "Bramley|60")]
    [InlineData("total crates by grower", "the top 2", "Ash Hill|60; Brook End|45")]
    [InlineData("total crates by grower", "only 2025", "Brook End|40; Ash Hill|30; Cold Lane|15")]
    [InlineData("total crates by grower", "same for last year", "Ash Hill|30; Brook End|5")]
    [InlineData("total crates by grower", "just the north region", "Ash Hill|60; Cold Lane|15")]
    [InlineData("total crates by grower", "highest first", "Ash Hill|60; Brook End|45; Cold Lane|15")]
    [InlineData("total crates by grower", "in ascending order", "Cold Lane|15; Brook End|45; Ash Hill|60")]
    [InlineData("top 2 growers by total crates", "only 2024", "Ash Hill|30; Brook End|5")]
    [InlineData("total crates by grower", "with their region", "Ash Hill|North|60; Brook End|South|45; Cold Lane|North|15")]
    public async Task A_breakdown_is_changed(string first, string next, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, await orchard.RowsAsync(next, (await orchard.AnswerAsync(first)).Plan));
    }

    [Fact]
    public async Task The_first_of_those_are_those_with_the_most_however_they_were_sorted()
    {
        await using var orchard = await Orchard.OpenAsync();
        var sorted = await orchard.AnswerAsync("sort by name", (await orchard.AnswerAsync("total crates by grower")).Plan);
        Assert.Equal("Ash Hill|60; Brook End|45", await orchard.RowsAsync("top 2 of those", sorted.Plan));
    }

    [Theory]
    [InlineData("as a table", "table")]
    [InlineData("as a pie chart", "pie")]
    public async Task An_answer_is_shown_in_another_way(string next, string shown)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(shown, (await orchard.AnswerAsync(next, (await orchard.AnswerAsync("total crates by grower")).Plan)).ChartWords);
    }

    [Theory]
    [InlineData("only purple ones")]
    [InlineData("without the moon")]
    public async Task What_cannot_be_applied_is_said_and_no_other_question_is_answered(string next)
    {
        await using var orchard = await Orchard.OpenAsync();
        var last = (await orchard.AnswerAsync("total crates by grower")).Plan;
        Assert.IsType<QuestionOutcome.Declined>(await orchard.AskAsync(next, last));
    }

    [Fact]
    public async Task A_ranking_of_equals_says_so()
    {
        await using var orchard = await Orchard.OpenAsync();
        var answer = await orchard.AnswerAsync("number of varieties by colour");
        var place = new AnswerPlace(Guid.NewGuid(), Guid.NewGuid(), "Orchard", orchard.Catalog, Assistant.Skills.Sources.DataPolicy.Everything);
        var headline = AnswerParts.Of(answer, place, Assistant.Skills.Access.AnswerRole.Analyst, new("en-GB")).OfType<Assistant.Skills.Conversation.HeadlinePart>().Single().Markdown;
        Assert.Contains("the same for all 3", headline, StringComparison.Ordinal);
        Assert.DoesNotContain("highest", headline, StringComparison.Ordinal);
    }
}
