using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Whether a plan computes what makes no sense, such as the average of a name or the sum of identifiers, though an engine may well run it.</summary>
internal static class PlanTypes
{
    /// <summary>Why not, in words; null where all is well.</summary>
    /// <param name="allowed">Columns that are computed with all the same, because the person named them in full.</param>
    public static string? Fault(QueryPlan plan, Func<ColumnValue, SchemaColumn?> columnOf, IReadOnlySet<SchemaColumn> allowed)
    {
        var values = plan.Outputs.Select(o => o.Value).Concat(plan.Orders.Select(o => o.By))
            .Concat(PlanPredicate.Conjuncts(plan.Having).OfType<Compared>().SelectMany(c => new[] { c.Left, c.Right }));
        foreach (var measure in values.SelectMany(Measures))
        {
            if (measure is { Function: MeasureFunction.Sum or MeasureFunction.Average or MeasureFunction.Median, Of: ColumnValue of }
                && columnOf(of) is { IsFlag: false } column && !allowed.Contains(column) && (!column.IsNumeric || column.IsKey || column.References is not null || column.Words[^1] is "id"))
                return $"a {NameWords.Spoken(column.Name)} can't be {(measure.Function is MeasureFunction.Sum ? "added up" : "averaged")}";
        }
        return plan.Combined is { } combined ? Fault(combined.With, columnOf, allowed) : null;
    }

    private static IEnumerable<Measure> Measures(PlanExpression value) => value switch
    {
        Measure measure => [measure],
        Arithmetic arithmetic => Measures(arithmetic.Left).Concat(Measures(arithmetic.Right)),
        ShareOfTotal share => Measures(share.Of),
        PreviousPeriod previous => Measures(previous.Of),
        RunningTotal running => Measures(running.Of),
        _ => [],
    };
}
