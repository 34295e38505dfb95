namespace Assistant.Skills.Questions.Parsing;

/// <summary>The columns a plan names, sub-plans left out: they have sources of their own.</summary>
internal static class PlanColumns
{
    public static IEnumerable<ColumnValue> Of(QueryPlan plan)
    {
        var found = new List<ColumnValue>();
        Map(plan, c =>
        {
            found.Add(c);
            return c;
        });
        return found;
    }

    public static QueryPlan Replace(QueryPlan plan, ColumnValue from, ColumnValue to) =>
        Map(plan, c => c.Alias == from.Alias && string.Equals(c.Column, from.Column, StringComparison.OrdinalIgnoreCase) ? to : c);

    public static QueryPlan Map(QueryPlan plan, Func<ColumnValue, PlanExpression> column) => plan with
    {
        Where = Map(plan.Where, column),
        Having = Map(plan.Having, column),
        Groups = [.. plan.Groups.Select(g => Map(g, column)).Distinct()],
        Outputs = [.. plan.Outputs.Select(o => o with { Value = Map(o.Value, column) })],
        Orders = [.. plan.Orders.Select(o => o with { By = Map(o.By, column) })],
        Limit = plan.Limit is { Within: { } within } limit ? limit with { Within = [.. within.Select(w => Map(w, column)).Distinct()] } : plan.Limit,
    };

    public static PlanExpression Map(PlanExpression value, Func<ColumnValue, PlanExpression> column) => value switch
    {
        ColumnValue c => column(c),
        TimeGrain g => g with { Of = Map(g.Of, column) },
        Measure m => m with { Of = m.Of is null ? null : Map(m.Of, column), Only = Map(m.Only, column) },
        Arithmetic a => a with { Left = Map(a.Left, column), Right = Map(a.Right, column) },
        ShareOfTotal s => s with { Of = Map(s.Of, column) },
        PreviousPeriod p => p with { Of = Map(p.Of, column), Period = Map(p.Period, column) },
        RunningTotal r => r with { Of = Map(r.Of, column), Period = Map(r.Period, column) },
        RankWithin r => r with { Partition = [.. r.Partition.Select(p => Map(p, column))], By = Map(r.By, column) },
        Computed c => Seen(c, column),
        DaysBetween d => d with { From = Map(d.From, column), To = Map(d.To, column) },
        _ => value,
    };

    // A formula keeps its own columns; whoever looks for columns sees them.
    private static Computed Seen(Computed computed, Func<ColumnValue, PlanExpression> column)
    {
        foreach (var name in computed.Columns)
            column(new ColumnValue(computed.Alias, name));
        return computed;
    }

    public static PlanPredicate? Map(PlanPredicate? predicate, Func<ColumnValue, PlanExpression> column) => predicate switch
    {
        null => null,
        Compared c => c with { Left = Map(c.Left, column), Right = Map(c.Right, column) },
        Ranged r => r with { Of = Map(r.Of, column), From = Map(r.From, column), To = Map(r.To, column) },
        InPeriod p => p with { Of = Map(p.Of, column) },
        TextMatch t => t with { Of = Map(t.Of, column) },
        IsMissing m => m with { Of = Map(m.Of, column) },
        OneOf o => o with { Of = Map(o.Of, column) },
        InPlan i => i with { Of = Map(i.Of, column) },
        AllOf a => new AllOf([.. a.Parts.Select(p => Map(p, column)!)]),
        AnyOf a => new AnyOf([.. a.Parts.Select(p => Map(p, column)!)]),
        Not n => new Not(Map(n.Part, column)!),
        _ => predicate,
    };
}
