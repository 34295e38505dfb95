using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class PlanBuilder
{
    /// <summary>The earlier plan with what this question adds or changes; null when it says nothing that can be applied.</summary>
    /// <param name="adds">Whether the question adds to what was shown, as "and ..." does.</param>
    public QueryPlan? Edit(QueryPlan last, bool adds)
    {
        if (last.Sources.Any(s => s.Table is null) || last.Combined is not null || vocabulary.Find(last.Sources[0].Table!) is not { } entity)
            return null;
        Entity = entity;
        _fact = last.Outputs.Select(o => o.Value).Concat(last.Orders.Select(o => o.By)).OfType<Measure>().Select(m => m.Of).OfType<ColumnValue>()
            .Select(c => last.Sources.FirstOrDefault(s => s.Alias == c.Alias)?.Table).OfType<Sources.TableName>().Select(vocabulary.Find).FirstOrDefault(t => t is not null);
        var scope = new PlanScope(joins);
        foreach (var source in last.Sources)
        {
            if (vocabulary.Find(source.Table!) is { } table)
                scope.Need(table);
        }
        var (where, having) = Conditions([.. sketch.Conditions.Where(c => c.Kind != ConditionKind.Exists || c.Scope != 0)], scope, entity);
        var changed = where is not null || having is not null;
        var plan = last with { Where = Merge(last.Where, where), Having = PlanPredicate.And(last.Having, having) };
        if (sketch.Groups.Count > 0)
        {
            (plan, changed) = (Regrouped(plan, scope, adds), true);
        }
        if (Shown(plan, scope, adds) is { } shown)
            (plan, changed) = (shown, true);
        if (sketch.Top is { } top)
        {
            (plan, changed) = (Ranked(plan, top, scope), true);
        }
        else if (sketch.Limit is { } rows)
        {
            (plan, changed) = (plan with { Limit = new(rows) }, true);
        }
        if (sketch.Orders.Count > 0)
        {
            var outputs = plan.Outputs.ToList();
            var orders = sketch.Orders.Select(o => OrderBy(o, scope, outputs, [.. plan.Groups])).OfType<PlanOrder>().ToList();
            (plan, changed) = (plan with { Orders = orders }, orders.Count > 0 || changed);
        }
        if (!changed || scope.Connect() is not var (sources, connections))
            return null;
        return Finished(plan with { Sources = sources, Joins = connections });
    }

    /// <summary>Whose rows the plan that is changed adds up: "only 2024" is about when they happened.</summary>
    private SchemaTable? _fact;

    /// <summary>New conditions take the place of earlier ones about the same column.</summary>
    private static PlanPredicate? Merge(PlanPredicate? before, PlanPredicate? now)
    {
        var subjects = PlanPredicate.Conjuncts(now).Select(Subject).OfType<ColumnValue>().ToHashSet();
        var kept = PlanPredicate.Conjuncts(before).Where(p => Subject(p) is not { } subject || !subjects.Contains(subject));
        return kept.Concat(PlanPredicate.Conjuncts(now)).Aggregate((PlanPredicate?)null, PlanPredicate.And);
    }

    private static ColumnValue? Subject(PlanPredicate predicate) => predicate switch
    {
        Compared { Operator: Comparison.Equal, Left: ColumnValue c } => c,
        OneOf { Of: ColumnValue c } => c,
        InPeriod { Of: ColumnValue c } => c,
        Ranged { Of: ColumnValue c } => c,
        AnyOf any => any.Parts.Select(Subject).Distinct().ToList() is [{ } only] ? only : null,
        _ => null,
    };

    private QueryPlan Regrouped(QueryPlan plan, PlanScope scope, bool adds)
    {
        var measures = plan.Outputs.Where(o => HasMeasure(o.Value)).ToList();
        if (measures.Count == 0)
            measures.Add(new(new Measure(MeasureFunction.Count, null), "count"));
        var kept = adds ? plan.Outputs.Where(o => !HasMeasure(o.Value)).ToList() : [];
        List<PlanOutput> outputs = [.. kept, .. measures];
        List<PlanExpression> groups = adds ? [.. plan.Groups] : [];
        var front = new List<PlanOutput>();
        foreach (var noun in sketch.Groups)
            GroupBy(noun, scope, front, groups, front: true);
        outputs.InsertRange(kept.Count, front.Where(f => outputs.All(o => o.Value != f.Value)));
        return plan with { Outputs = outputs, Groups = groups, Distinct = false, Orders = [.. plan.Orders.Where(o => HasMeasure(o.By) || groups.Contains(o.By))], Limit = null };
    }

    private QueryPlan? Shown(QueryPlan plan, PlanScope scope, bool adds)
    {
        if (sketch.Targets.FirstOrDefault(t => t.Functions.Count > 0) is not { } target)
        {
            var columns = sketch.Targets.Where(t => t.Link?.Column is not null && t.Functions.Count == 0).Select(t => Output(t.Link!.Column!, scope)).Where(o => plan.Outputs.All(p => p.Value != o.Value)).ToList();
            if (columns.Count == 0 || plan.Groups.Count == 0)
                return columns.Count == 0 ? null : plan with { Outputs = [.. plan.Outputs, .. columns] };
            // "with their category": shown beside each group, before its figures.
            var figures = plan.Outputs.Where(o => HasMeasure(o.Value)).ToList();
            return plan with { Outputs = [.. plan.Outputs.Except(figures), .. columns, .. figures], Groups = [.. plan.Groups, .. columns.Select(c => c.Value).Where(c => !plan.Groups.Contains(c))] };
        }
        var measures = plan.Outputs.Where(o => HasMeasure(o.Value)).ToList();
        var named = target.Link is not null && !(target.IsCount && target.Link.IsTable);
        if (target.IsCount && !named)
        {
            // "how many are there?" counts what was listed; "show the count" adds the measure it was ranked by.
            if (plan.Groups.Count > 0)
            {
                var ranked = plan.Orders.Select(o => o.By).FirstOrDefault(HasMeasure) ?? new Measure(MeasureFunction.Count, null);
                var others = plan.Outputs.Where(o => o.Value != ranked);
                return plan with { Outputs = [.. others, new(ranked, "count")], Limit = null, Orders = [] };
            }
            return plan with { Outputs = [new(new Measure(MeasureFunction.Count, null), "count")], Groups = [], Orders = [], Limit = null, Distinct = false };
        }
        List<PlanOutput> now;
        if (named)
            now = [.. target.Functions.Select(f => MeasureOf(f, target, scope))];
        else
            now = [.. measures.Select(m => m.Value is Measure { Of: { } of } ? new PlanOutput(new Measure(target.Functions[0], of), $"{target.Functions[0].ToString().ToLowerInvariant()} {m.Label[(m.Label.IndexOf(' ', StringComparison.Ordinal) + 1)..]}") : m)];
        return plan with { Outputs = [.. plan.Outputs.Where(o => !HasMeasure(o.Value) && plan.Groups.Count > 0), .. adds && named ? measures : [], .. now], Distinct = false, Orders = [.. plan.Orders.Where(o => !HasMeasure(o.By))] };
    }

    private QueryPlan Ranked(QueryPlan plan, SketchOrder top, PlanScope scope)
    {
        var groups = plan.Groups.ToList();
        PlanPredicate? having = null;
        var plain = top.By.Link is null && (top.By.Hints is ["*"] || top.By.Chunk is null);
        var by = plain
            ? plan.Orders.Select(o => o.By).FirstOrDefault(HasMeasure) ?? plan.Outputs.Select(o => o.Value).FirstOrDefault(HasMeasure) ?? plan.Orders.Select(o => o.By).FirstOrDefault() ?? plan.Outputs[^1].Value
            : TopBy(top, scope, groups, [.. plan.Outputs], ref having) ?? plan.Outputs[^1].Value;
        return plan with { Orders = [new(by, top.Descending)], Limit = new(sketch.Limit ?? plan.Limit?.Rows ?? 1), Groups = groups };
    }
}
