using Assistant.Skills.Questions.Joins;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Measures of several tables side by side.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>"how many boats and landings each skipper has": counted from the group on, so that who has none of one still has the others.</summary>
    private bool CountsSeveralThings() => sketch.Targets.Where(t => t is { IsCount: true, Link.IsTable: true }).Select(t => t.Link!.Table).Distinct().Skip(1).Any();

    /// <summary>Rows that a join repeats are counted once each, now that all joins are known; others as rows.</summary>
    private PlanExpression CountedOnce(PlanExpression value, List<JoinEdge> tree, bool several) => value switch
    {
        Measure { Function: MeasureFunction.Count, Distinct: false, Of: ColumnValue key } m when ColumnOf(key) is { IsKey: true } column && column.Table.Key.Count == 1 =>
            tree.Count > 0 && JoinGraph.Multiplies(tree, column.Table) ? m with { Distinct = true } : several ? m : m with { Of = null },
        Arithmetic a => a with { Left = CountedOnce(a.Left, tree, several), Right = CountedOnce(a.Right, tree, several) },
        _ => value,
    };

    private PlanPredicate? CountedOnce(PlanPredicate? predicate, List<JoinEdge> tree, bool several) => predicate switch
    {
        Compared c => c with { Left = CountedOnce(c.Left, tree, several), Right = CountedOnce(c.Right, tree, several) },
        Ranged r => r with { Of = CountedOnce(r.Of, tree, several) },
        AllOf a => new AllOf([.. a.Parts.Select(p => CountedOnce(p, tree, several)!)]),
        AnyOf a => new AnyOf([.. a.Parts.Select(p => CountedOnce(p, tree, several)!)]),
        Not n => new Not(CountedOnce(n.Part, tree, several)!),
        _ => predicate,
    };

    /// <summary>"How many students and teachers are there": each number is computed by itself, as rows joined to rows would be counted again and again.</summary>
    private QueryPlan? Apart()
    {
        var targets = sketch.Targets.ToList();
        if (targets.Count is < 2 or > 6 || sketch.Groups.Count > 0 || sketch.Orders.Count > 0 || sketch.Top is not null || sketch.Conditions.Count > 0 || sketch.Share || sketch.Running || sketch.Change
            || targets.Any(t => t.Functions.Count == 0 || t.Link is null) || !targets.Select(t => t.Link!.Owner).Distinct().Skip(1).Any())
            return null;
        var (sources, outputs, entity, entities) = (new List<PlanSource>(), new List<PlanOutput>(), Entity, sketch.Entities.ToList());
        foreach (var target in targets)
        {
            sketch.Targets.Clear();
            sketch.Targets.Add(target);
            sketch.Entities.Clear();
            Entity = target.Link!.Owner;
            if (Select([]) is not { } alone)
                return null;
            var alias = "n" + (sources.Count + 1);
            sources.Add(new(alias, null, PlanTidying.Tidy(alone, joins.Graph)));
            outputs.AddRange(alone.Outputs.Select(o => new PlanOutput(new ColumnValue(alias, string.Join('_', o.Label.Split(' '))), o.Label)));
        }
        sketch.Targets.Clear();
        sketch.Targets.AddRange(targets);
        sketch.Entities.AddRange(entities);
        Entity = entity;
        return new QueryPlan { Sources = sources, Outputs = outputs };
    }
}
