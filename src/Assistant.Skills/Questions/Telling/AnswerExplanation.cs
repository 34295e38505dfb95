using System.Globalization;
using System.Text;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Questions.Telling;

/// <summary>How the last answer came about, from its plan: nothing is read or guessed anew.</summary>
internal static class AnswerExplanation
{
    /// <param name="what">"sure" begins with how sure it is, "why" says what the figures alone don't tell; else how it was worked out.</param>
    public static string Of(LastAnswer last, string what, CultureInfo culture)
    {
        if (last.Read() is not { } plan)
            return "This answer was made by an earlier version of the assistant. Ask the question again; then I can explain it.";
        var text = new StringBuilder();
        var sure = Sure(last);
        if (what == "sure")
            text.Append(sure).Append("\n\n");
        text.Append(last.Question.Length == 0 ? "This is how I read your last question:" : $"I read “{MarkdownText.Plain(last.Question)}” like this:").Append("\n\n");
        if (last.Source.Length > 0)
            Line("Source", last.Source);
        Line("What was done", PlanWords.Explain(plan, culture));
        Line("Limited to", PlanWords.Filters(plan, culture) is { Count: > 0 } filters ? string.Join("; ", filters) : "nothing: all rows that you may see");
        if (PlanWords.Dates(plan, culture) is { } dates)
            Line("Dates", dates);
        if (last.Assumptions.Count > 0)
            Line("Assumed", string.Join("; ", last.Assumptions));
        if (what != "sure")
            text.Append('\n').Append(sure).Append('\n');
        if (last.Sql.Length > 0)
            text.Append("\n```sql\n").Append(last.Sql.Replace("```", "", StringComparison.Ordinal)).Append("\n```\n");
        if (what == "why")
            text.Append("\nThis says how the figures came about, not what caused them. A breakdown often shows that: go on with “by …” and the name of a column, or “only …” and a value.");
        else if (what == "sure")
            text.Append("\nIf something is not as you meant it, say it with the words of the data, or change the SQL under the answer.");
        return text.ToString().TrimEnd();

        void Line(string name, string words) => text.Append("- **").Append(name).Append(":** ").Append(MarkdownText.Plain(words)).Append('\n');
    }

    private static string Sure(LastAnswer last) => last.Verified is { Length: > 0 } verified
        ? $"This answer was checked by a person: {MarkdownText.Plain(verified)}."
        : $"{(last.Confidence >= 90 ? "I am sure of how I read it" : last.Confidence >= 70 ? "I am fairly sure of how I read it" : "I am not very sure of how I read it")}: {last.Confidence} of 100. {MarkdownText.Plain(string.Join("; ", last.Reasons))}.";
}
