using Assistant.Skills.Questions.Joins;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Leaves out joins that change nothing: a table of which only the key is used, which the row that points to it has as well.</summary>
internal static class PlanTidying
{
    public static QueryPlan Tidy(QueryPlan plan, JoinGraph joins)
    {
        if (plan.Outputs.Any(o => o.Value is EveryColumn))
            return plan;
        for (var changed = true; changed && plan.Sources.Count > 1;)
        {
            changed = false;
            foreach (var source in plan.Sources)
            {
                if (Without(plan, source, joins) is not { } smaller)
                    continue;
                (plan, changed) = (smaller, true);
                break;
            }
        }
        return plan;
    }

    private static QueryPlan? Without(QueryPlan plan, PlanSource source, JoinGraph joins)
    {
        var touching = plan.Joins.Where(j => j.Left == source.Alias || j.Right == source.Alias).ToList();
        if (source.Table is null || touching is not [{ KeepUnmatched: false, LeftColumns.Count: 1 } join])
            return null;
        var isLeft = join.Left == source.Alias;
        var (own, other, otherColumn) = isLeft ? (join.LeftColumns[0], join.Right, join.RightColumns[0]) : (join.RightColumns[0], join.Left, join.LeftColumns[0]);
        var otherTable = plan.Sources.First(s => s.Alias == other).Table;
        // Only from many to one: the row pointed to exists once.
        if (otherTable is null || !joins.PointsTo(otherTable, otherColumn, source.Table, own))
            return null;
        var used = PlanColumns.Of(plan with { Joins = [] }).Where(c => c.Alias == source.Alias).ToList();
        if (used.Any(c => !string.Equals(c.Column, own, StringComparison.OrdinalIgnoreCase)))
            return null;
        var rest = plan with { Sources = [.. plan.Sources.Where(s => s != source)], Joins = Rerooted(plan, source) };
        return PlanColumns.Replace(rest, new(source.Alias, own), new(other, otherColumn));
    }

    /// <summary>The joins without the source, in an order that starts at the first source left.</summary>
    private static List<PlanJoin> Rerooted(QueryPlan plan, PlanSource without)
    {
        var open = plan.Joins.Where(j => j.Left != without.Alias && j.Right != without.Alias).ToList();
        var reached = new HashSet<string> { plan.Sources.First(s => s != without).Alias };
        var ordered = new List<PlanJoin>();
        while (open.Count > 0)
        {
            var next = open.First(j => reached.Contains(j.Left) || reached.Contains(j.Right));
            open.Remove(next);
            ordered.Add(reached.Contains(next.Left) ? next : new(next.Right, next.RightColumns, next.Left, next.LeftColumns, next.KeepUnmatched));
            reached.Add(next.Left);
            reached.Add(next.Right);
        }
        return ordered;
    }
}
