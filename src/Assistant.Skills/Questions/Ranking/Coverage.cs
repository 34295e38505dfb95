using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>
/// Which words that do something (average, not, more than) left no trace in a plan. A reading that drops one answers another question,
/// so its words count as not understood.
/// </summary>
internal static class Coverage
{
    public static IEnumerable<string> Dropped(IReadOnlyList<Chunk> chunks, QueryPlan plan)
    {
        var (measures, predicates, extremes) = (new List<Measure>(), new List<PlanPredicate>(), false);
        foreach (var part in Plans(plan))
        {
            measures.AddRange(part.Outputs.Select(o => o.Value).Concat(part.Orders.Select(o => o.By)).SelectMany(Measures));
            predicates.AddRange(Predicates(part.Where).Concat(Predicates(part.Having)));
            extremes |= part is { Limit: not null, Orders.Count: > 0 };
        }
        measures.AddRange(predicates.SelectMany(Values).SelectMany(Measures));
        var excludes = Plans(plan).Any(p => p.Combined?.Operator is PlanSetOperator.Except);
        foreach (var chunk in chunks.Where(c => c.Entries.Count > 0 && c.BestName < 0.6))
        {
            var kept = chunk.Entries[0].Kind switch
            {
                "aggregate" => chunk.Entries[0].Value switch
                {
                    "average" => measures.Any(m => m.Function is MeasureFunction.Average or MeasureFunction.Sum or MeasureFunction.Count),
                    "median" => measures.Any(m => m.Function is MeasureFunction.Median),
                    "max" or "min" => extremes || measures.Any(m => m.Function is MeasureFunction.Max or MeasureFunction.Min) || predicates.OfType<Compared>().Any(),
                    _ => true,
                },
                "not" => excludes || predicates.Any(Denies),
                "compare" or "between" => predicates.Count > 0,
                _ => true,
            };
            if (!kept)
                yield return chunk.Text;
        }
    }

    /// <summary>The plan and all plans in it.</summary>
    private static IEnumerable<QueryPlan> Plans(QueryPlan plan)
    {
        var inner = plan.Sources.Select(s => s.Plan).OfType<QueryPlan>().ToList();
        if (plan.Combined is { } combined)
            inner.Add(combined.With);
        foreach (var predicate in Predicates(plan.Where).Concat(Predicates(plan.Having)))
        {
            if (predicate is InPlan among)
                inner.Add(among.Plan);
            inner.AddRange(Values(predicate).OfType<PlanValue>().Select(v => v.Plan));
        }
        inner.AddRange(plan.Outputs.Select(o => o.Value).OfType<PlanValue>().Select(v => v.Plan));
        return [plan, .. inner.SelectMany(Plans)];
    }

    private static IEnumerable<PlanPredicate> Predicates(PlanPredicate? predicate) => predicate switch
    {
        null => [],
        AllOf all => all.Parts.SelectMany(Predicates),
        AnyOf any => any.Parts.SelectMany(Predicates),
        Not not => [not, .. Predicates(not.Part)],
        _ => [predicate],
    };

    private static IEnumerable<PlanExpression> Values(PlanPredicate predicate) => predicate switch
    {
        Compared c => [c.Left, c.Right],
        Ranged r => [r.Of, r.From, r.To],
        _ => [],
    };

    private static IEnumerable<Measure> Measures(PlanExpression value) => value switch
    {
        Measure m => [m],
        Arithmetic a => Measures(a.Left).Concat(Measures(a.Right)),
        ShareOfTotal s => Measures(s.Of),
        PreviousPeriod p => Measures(p.Of),
        RunningTotal r => Measures(r.Of),
        _ => [],
    };

    private static bool Denies(PlanPredicate predicate) => predicate switch
    {
        Not or IsMissing => true,
        Compared c => c.Operator is not Comparison.Equal,
        Ranged r => r.Negated,
        TextMatch t => t.Negated,
        OneOf o => o.Negated,
        InPlan i => i.Negated,
        _ => false,
    };
}
