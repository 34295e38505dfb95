using System.ComponentModel;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;

namespace Assistant.Skills.Help;

/// <summary>Answers questions on the assistant itself from its own documentation.</summary>
public sealed class HelpSkill(HelpTopics topics, StartingQuestions starting)
{
    private const int LongestText = 1500;

    [DisplayName("product_help"), Requires(Permission.ReadData)]
    [Description("Explains how to use the assistant itself: asking, sources, files, dashboards, settings, commands, sharing.")]
    public async Task<SkillResult> ExplainAsync(
        [Description("What the person wants to know; empty for an overview.")] string question, TurnContext turn, CancellationToken cancellationToken)
    {
        var found = topics.Find(question, 3);
        if (found.Count == 0)
            return await OverviewAsync(turn, cancellationToken);
        var best = found[0];
        var text = best.Text.Length <= LongestText ? best.Text : best.Text[..Math.Max(0, best.Text.LastIndexOf('\n', LongestText))];
        var more = found.Count == 1 ? "" : "\n\nSee also " + string.Join(" and ", found.Skip(1).Select(Link)) + ".";
        return SkillResult.Say($"**{best.Heading}**\n\n{text}\n\n{Link(best)}{more}");
    }

    [DisplayName("start_afresh"), Requires(Permission.ReadData)]
    [Description("Forgets what was said before in this conversation, so that the next question stands alone.")]
    public static SkillResult StartAfresh(TurnContext turn)
    {
        turn.State.Clear();
        return SkillResult.Say("What was said before no longer counts. Your next question stands alone.");
    }

    private async Task<SkillResult> OverviewAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var pages = topics.All.GroupBy(topic => topic.Page).Select(page => Link(page.First() with { Heading = page.Key }));
        var text = "I answer questions about your organization's data: write one in your own words. `/sources` shows what there is to ask about."
            + $"\n\nHelp: {string.Join(" · ", pages)}";
        await turn.ShowAsync(new TextPart(text));
        var questions = await starting.ForAsync(turn.Caller, turn.SourceId, cancellationToken);
        return new(text, questions.Count == 0 ? [] : [new SuggestionsPart(questions)]);
    }

    private static string Link(HelpTopic topic) => $"[{topic.Heading}]({topic.Link})";
}
