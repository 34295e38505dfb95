using Assistant.Skills.Quality;
using Assistant.Skills.Questions.Parsing;

namespace Assistant.Skills.Questions.Telling;

/// <summary>What a plan does with which columns, sub-plans included: so that an answer can tell of their quality.</summary>
internal static class UsedColumns
{
    public static IReadOnlyList<UsedColumn> Of(QueryPlan plan)
    {
        var used = new List<UsedColumn>();
        Add(plan, used);
        return [.. used.Distinct()];
    }

    private static void Add(QueryPlan plan, List<UsedColumn> used)
    {
        var tables = plan.Sources.Where(s => s.Table is not null).ToDictionary(s => s.Alias, s => s.Table!);
        foreach (var measure in plan.Outputs.Select(o => o.Value).Concat(plan.Orders.Select(o => o.By)).SelectMany(Measures))
            if (measure.Of is ColumnValue column && tables.TryGetValue(column.Alias, out var table))
                used.Add(new(table, column.Column, Name(measure.Function)));
            else if (measure.Of is null && plan.Sources[0].Table is { } counted)
                used.Add(new(counted, null, "count"));
        used.AddRange(PlanColumns.Of(plan).Where(c => tables.ContainsKey(c.Alias)).Select(c => new UsedColumn(tables[c.Alias], c.Column)));
        // Rows that a join or a list shows are used, whichever columns stand in the answer.
        used.AddRange(tables.Values.Select(t => new UsedColumn(t, null)));
        foreach (var inner in Inner(plan))
            Add(inner, used);
    }

    private static IEnumerable<QueryPlan> Inner(QueryPlan plan)
    {
        foreach (var source in plan.Sources.Select(s => s.Plan).OfType<QueryPlan>())
            yield return source;
        if (plan.Combined is { With: var other })
            yield return other;
        foreach (var predicate in PlanPredicate.Conjuncts(plan.Where).Concat(PlanPredicate.Conjuncts(plan.Having)).Select(p => p is Not not ? not.Part : p))
        {
            if (predicate is InPlan among)
                yield return among.Plan;
            else if (predicate is Compared { Right: PlanValue value })
                yield return value.Plan;
        }
    }

    private static IEnumerable<Measure> Measures(PlanExpression value) => value switch
    {
        Measure m => [m],
        Arithmetic a => Measures(a.Left).Concat(Measures(a.Right)),
        ShareOfTotal s => Measures(s.Of),
        PreviousPeriod p => Measures(p.Of),
        RunningTotal r => Measures(r.Of),
        RankWithin r => Measures(r.By),
        _ => [],
    };

    private static string Name(MeasureFunction function) => function switch { MeasureFunction.Sum => "sum", MeasureFunction.Average => "avg", MeasureFunction.Count => "count", var other => other.ToString().ToLowerInvariant() };
}
