using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>What several rows say together: what two kinds of rows share, or one kind has and the other has not.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>"both A and B" of one column: no row is both, so what is shown must have a row of each.</summary>
    private QueryPlan? Shared()
    {
        var both = sketch.Conditions.Where(c => c.Both).ToList();
        // "both a size above 5 and a weight below 3" can hold for one row
        if (both.Count != 2 || both[0].Kind != both[1].Kind || ColumnOf(both[0]) is { } one && ColumnOf(both[1]) is { } other && one != other && one.Table == other.Table)
            both = Contradiction();
        if (both.Count != 2)
            both = NamedTogether();
        if (both.Count != 2)
            return null;
        both[1].Or = false;
        var others = sketch.Conditions.Except(both).ToList();
        return EachOf(both, others) ?? Combine([.. others, both[0]], [.. others, both[1]], PlanSetOperator.Intersect);
    }

    /// <summary>
    /// "students who took A and B": a row that is tied to several others must have one of each; what is told by one row alone, as in
    /// "customers in A and B", can only be one of them.
    /// </summary>
    private List<Condition> NamedTogether()
    {
        var named = sketch.Conditions.Where(c => c.Scope == 0 && c is { And: true, Or: true, Operator: Comparison.Equal } && ColumnOf(c) is not null).ToList();
        if (named is not [{ } second] || sketch.Groups.Count > 0 || sketch.Top is not null || sketch.Conditions.Count(c => ColumnOf(c) == ColumnOf(second)) != 2)
            return [];
        var owner = ColumnOf(second)!.Table;
        var first = sketch.Conditions.First(c => ColumnOf(c) == ColumnOf(second));
        var many = owner != Entity && joins.Connect([Entity!, owner]) is { } way && JoinGraph.Multiplies(way, Entity!, owner);
        var category = second.Clause > 0 && owner == Entity && tokens.Any(t => t.Lower is "have" or "has" or "had" or "having") && sketch.Targets.Count > 0 && IsCategory(owner);
        return (many || category) && sketch.Targets.All(t => t.Functions.Count == 0 || t.IsCount) && choices.Usually("both " + second.Right!.Text, 0.3) ? [first, second] : [];
    }

    /// <summary>Rows of which others of both kinds exist; null where values that rows share are shown or counted.</summary>
    private QueryPlan? EachOf(List<Condition> both, List<Condition> others)
    {
        if (sketch.Targets.Any(t => t.Functions.Count > 0) || IsCategory(Entity!) || Entity!.Key is not [{ } key]
            || both.Any(b => ColumnOf(b) is not { } column || column.Table == Entity))
            return null;
        var kinds = both.Select(b => Select([b], keysOnly: true)).ToList();
        if (kinds.Contains(null) || Select(others) is not { Groups.Count: 0 } shown)
            return null;
        var value = new ColumnValue(PlanScope.Alias(Entity), key.Name);
        return shown with { Where = kinds.Aggregate(shown.Where, (where, kind) => PlanPredicate.And(where, new InPlan(value, Finished(kind!)))) };
    }

    /// <summary>"the names of customers and suppliers": the rows of both under each other; null where the others have no such columns.</summary>
    private QueryPlan? Together()
    {
        if (sketch.Others.Count == 0)
            return null;
        var (targets, entities, entity) = (sketch.Targets.ToList(), sketch.Entities.ToList(), Entity);
        var parts = new List<QueryPlan?> { Select(sketch.Conditions) };
        foreach (var other in sketch.Others)
        {
            var table = other.Link?.Owner;
            var columns = targets.Select(t => table is null ? null : t.Chunk!.Columns.FirstOrDefault(c => c.Column!.Table == table && c.Score > 0.6)?.Column ?? (t.Chunk.Lower is "name" or "names" && table.Display.Count == 1 ? table.Display[0] : null)).ToList();
            if (columns.Contains(null))
            {
                parts.Clear();
                break;
            }
            sketch.Targets.Clear();
            sketch.Entities.Clear();
            sketch.Targets.AddRange(targets.Select((t, i) => new Noun(t.Chunk) { Link = new(null, columns[i], null, 1), Owner = other }));
            Entity = table;
            parts.Add(Select(sketch.Conditions));
        }
        sketch.Targets.Clear();
        sketch.Targets.AddRange(targets);
        sketch.Entities.AddRange(entities);
        Entity = entity;
        if (parts.Count == 0)
            sketch.Targets.AddRange(sketch.Others);
        if (parts.Count == 0 || parts.Contains(null))
            return null;
        return parts.AsEnumerable().Reverse().Aggregate((later, earlier) => earlier! with { Combined = new(PlanSetOperator.Union, later!) });
    }

    /// <summary>Two conditions that no row can meet at once, such as a size below 32 and a size above 64, of things that are shown by something they share.</summary>
    private List<Condition> Contradiction()
    {
        var open = sketch.Conditions.Where(c => c is { Scope: 0, Or: false, Kind: ConditionKind.Value or ConditionKind.Compare, RightFunction: null, RightNoun: null, Right: not null } && !IsHaving(c)).ToList();
        for (var i = 0; i + 1 < open.Count; i++)
        {
            for (var j = i + 1; j < open.Count; j++)
            {
                var after = sketch.Conditions.IndexOf(open[j]) + 1;
                if (Denies(open[i], open[j]) && !(after < sketch.Conditions.Count && sketch.Conditions[after].Or))
                    return [open[i], open[j]];
            }
        }
        return [];
    }

    private bool Denies(Condition a, Condition b)
    {
        if (ColumnOf(a) is not { } column || ColumnOf(b) != column)
            return false;
        if (a.Operator == Comparison.Equal && b.Operator == Comparison.Equal)
            return !string.Equals(TextOf(a), TextOf(b), StringComparison.OrdinalIgnoreCase);
        if (a.Right!.Number is not { } x || b.Right!.Number is not { } y)
            return false;
        return Above(a) && Below(b) && x >= y || Below(a) && Above(b) && y >= x;
    }

    private static bool Above(Condition condition) => condition.Operator is Comparison.Greater or Comparison.GreaterOrEqual;

    private static bool Below(Condition condition) => condition.Operator is Comparison.Less or Comparison.LessOrEqual;

    private SchemaColumn? ColumnOf(Condition condition) => settler.Values.TryGetValue(condition, out var value) ? value.Column : condition.Left is { Functions.Count: 0, Link.Column: { } column } ? column : null;

    private string TextOf(Condition condition) => settler.Values.TryGetValue(condition, out var value) ? value.Value! : condition.Right!.Text;

    /// <summary>Rows of one plan that are (not) rows of another; counted when the question counts.</summary>
    private QueryPlan? Combine(List<Condition> first, List<Condition> second, PlanSetOperator @operator)
    {
        var counts = sketch.Targets is [{ IsCount: true }];
        var left = Select(first, counts);
        var right = Select(second, counts);
        if (left is null || right is null)
            return null;
        var combined = left with { Combined = new(@operator, right with { Orders = [], Limit = null }) };
        return counts
            ? new QueryPlan { Sources = [new("rows", null, combined)], Outputs = [new(new Measure(MeasureFunction.Count, null), "count")] }
            : combined;
    }

    /// <summary>Values of a category for which something never holds, "cities without a large store": the difference of two sets.</summary>
    private QueryPlan? Negation()
    {
        var scopes = sketch.Conditions.Where(c => c.Scope != 0).GroupBy(c => c.Scope).ToList();
        if (scopes.Count != 1 || sketch.Targets.Any(t => t.Functions.Count > 0) || sketch.Targets.Count == 0)
            return null;
        var negated = scopes[0].ToList();
        if (negated is [{ Operator: Comparison.Equal, Kind: ConditionKind.Value or ConditionKind.Compare } second] && ColumnOf(second) is { } same && !same.IsKey && Single(second, Entity!)
            && sketch.Conditions.Find(c => c is { Scope: 0, Or: false, Operator: Comparison.Equal } && ColumnOf(c) == same && c.Right is not null) is { } first)
        {
            // "in A but not in B": what has a row of A and none of B
            second.Scope = 0;
            return Combine([.. sketch.Conditions.Where(c => c != second)], [.. sketch.Conditions.Where(c => c != first)], PlanSetOperator.Except);
        }
        var category = sketch.Targets.All(t => t.Link?.Column is { IsKey: false } c && c.Table == Entity && !Entity!.Display.Contains(c));
        var self = negated.Any(c => c.Kind == ConditionKind.Exists && c.Left?.Link is { Score: > 0.85 } link && link.Owner == Entity);
        var denied = sketch.Denials.Contains(scopes[0].Key) && negated.All(c => c.Kind != ConditionKind.Exists || c.Left?.Link?.Owner == Entity) && negated.All(c => OwnerOf(c) == Entity);
        if (!category || !(self && negated.Count >= 2 || denied && negated.Any(c => c.Kind is ConditionKind.Value or ConditionKind.Compare)))
            return null;
        var positive = negated.Select(c => { c.Scope = 0; return c; }).ToList();
        var others = sketch.Conditions.Except(negated).ToList();
        return Combine(others, [.. others, .. positive], PlanSetOperator.Except);
    }
}
