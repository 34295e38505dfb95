using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Telling;

/// <summary>What to keep in mind about an answer: assumptions, gaps in the columns used, rows cut off.</summary>
internal static class Caveats
{
    public static IEnumerable<CaveatPart> Of(QuestionOutcome.Answered answer, SourceCatalog catalog, AnswerRole role, CultureInfo culture)
    {
        var wording = RoleWording.For(role);
        if (answer.Confidence < Unsure)
            yield return new("I'm not sure", $"Why: {FigureText.Plain(string.Join("; ", answer.Reasons))}. See how I read the question before you rely on this, or put it another way.");
        if (answer.Assumptions.Count > 0)
            yield return new("An assumption", $"I {string.Join("; ", answer.Assumptions)}.");
        if (answer.Table!.Completeness == Completeness.Truncated)
            yield return new("Not all rows", $"The result was cut after {answer.Table.Rows.Count.ToString("#,0", culture)} rows.");
        foreach (var (name, share) in Gaps(answer.Plan, catalog).Where(g => g.Share >= (wording.Quality ? 0.01 : 0.1)).Take(3))
            yield return new("Missing values", $"{(share < 0.1 ? "Less than 0.1" : share.ToString("0.#", culture))} % of the values of {name} are missing; measures leave those rows out.");
        if (wording.Method && answer.Plan.Joins.Count > 0)
            yield return new("Joined tables", "Rows without a partner in a joined table are not part of the result.");
    }

    /// <summary>Below this the confidence badge says "Low".</summary>
    private const int Unsure = 70;

    private static IEnumerable<(string Name, double Share)> Gaps(QueryPlan plan, SourceCatalog catalog)
    {
        foreach (var measure in plan.Outputs.Select(o => o.Value).OfType<Measure>())
        {
            if (measure.Of is not ColumnValue value || plan.Sources.FirstOrDefault(s => s.Alias == value.Alias)?.Table is not { } table)
                continue;
            if (catalog.Find(table)?.Find(value.Column)?.Statistics is { Rows: > 0, Nulls: > 0 } statistics)
                yield return (Linking.NameWords.Spoken(value.Column), 100.0 * statistics.Nulls / statistics.Rows);
        }
    }
}
