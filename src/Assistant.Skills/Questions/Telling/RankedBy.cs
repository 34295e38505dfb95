using System.Globalization;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Telling;

/// <summary>"The top 5 customers by sales" asks for customers; a person who reads the answer wants to see their sales too.</summary>
internal static class RankedBy
{
    /// <summary>The plan with what it ranks by as a last column; the plan itself where that is shown, or can't be.</summary>
    public static QueryPlan Shown(QueryPlan plan)
    {
        if (plan.Limit is null || plan.Orders is not [{ By: { } by }, ..] || plan.Distinct || plan.Combined is not null
            || plan.Outputs.Any(o => o.Value == by || o.Value is EveryColumn) || !CanStand(plan, by))
            return plan;
        return plan with { Outputs = [.. plan.Outputs, new(by, Label(plan, by))] };
    }

    private static bool CanStand(QueryPlan plan, PlanExpression by) => by switch
    {
        Measure { Only: null } => plan.Groups.Count > 0,
        Arithmetic => plan.Groups.Count > 0,
        ColumnValue => plan.Groups.Count == 0 && plan.Outputs.All(o => o.Value is ColumnValue),
        _ => false,
    };

    private static string Label(QueryPlan plan, PlanExpression by)
    {
        if (by is Measure { Function: MeasureFunction.Count, Of: null } && plan.Sources[^1].Table is { } counted)
            return "number of " + NameWords.Plural(NameWords.Spoken(counted.Name));
        var words = new PlanWords(plan, CultureInfo.InvariantCulture).Words(by);
        return words.StartsWith("the ", StringComparison.Ordinal) ? words[4..] : words;
    }
}
