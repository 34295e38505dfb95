using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>All that a plan names, with the plans inside it: tables, columns, measures, conditions and written values.</summary>
internal sealed class PlanContents
{
    private readonly Dictionary<string, TableName?> _aliases = [];

    public PlanContents(QueryPlan plan) => Visit(plan);

    public List<QueryPlan> Plans { get; } = [];
    public HashSet<TableName> Tables { get; } = [];
    public List<(TableName? Table, string Column)> Columns { get; } = [];
    public List<Measure> Measures { get; } = [];
    public List<PlanPredicate> Predicates { get; } = [];
    public List<string> Literals { get; } = [];

    /// <summary>The table that a column of the plan stands in, or null for that of an inner plan.</summary>
    public TableName? TableOf(ColumnValue column) => _aliases.GetValueOrDefault(column.Alias);

    private void Visit(QueryPlan plan)
    {
        Plans.Add(plan);
        foreach (var source in plan.Sources)
        {
            _aliases[source.Alias] = source.Table;
            if (source.Table is { } table)
                Tables.Add(table);
            if (source.Plan is { } inner)
                Visit(inner);
        }
        Visit(plan.Where);
        Visit(plan.Having);
        foreach (var value in plan.Outputs.Select(o => o.Value).Concat(plan.Groups).Concat(plan.Orders.Select(o => o.By)))
            Visit(value);
        foreach (var value in plan.Limit?.Within ?? [])
            Visit(value);
        if (plan.Limit is { } limit)
            Literals.Add(limit.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (plan.Combined is { } combined)
            Visit(combined.With);
    }

    private void Visit(PlanPredicate? predicate)
    {
        if (predicate is null)
            return;
        Predicates.Add(predicate);
        switch (predicate)
        {
            case AllOf all:
                foreach (var part in all.Parts)
                    Visit(part);
                break;
            case AnyOf any:
                foreach (var part in any.Parts)
                    Visit(part);
                break;
            case Not not:
                Visit(not.Part);
                break;
            case Compared c:
                Visit(c.Left);
                Visit(c.Right);
                break;
            case Ranged r:
                Visit(r.Of);
                Visit(r.From);
                Visit(r.To);
                break;
            case InPeriod p:
                Visit(p.Of);
                Literals.Add(p.Words);
                break;
            case TextMatch t:
                Visit(t.Of);
                Literals.Add(t.Text);
                break;
            case IsMissing m:
                Visit(m.Of);
                break;
            case OneOf o:
                Visit(o.Of);
                Literals.AddRange(o.Values.Select(v => v.Text));
                break;
            case InPlan i:
                Visit(i.Of);
                Visit(i.Plan);
                break;
        }
    }

    private void Visit(PlanExpression? value)
    {
        switch (value)
        {
            case ColumnValue c:
                Columns.Add((TableOf(c), c.Column));
                break;
            case Literal l:
                Literals.Add(l.Text);
                break;
            case TimeGrain g:
                Visit(g.Of);
                break;
            case Measure m:
                Measures.Add(m);
                Visit(m.Of);
                Visit(m.Only);
                break;
            case Arithmetic a:
                Visit(a.Left);
                Visit(a.Right);
                break;
            case ShareOfTotal s:
                Visit(s.Of);
                break;
            case PreviousPeriod p:
                Visit(p.Of);
                break;
            case RunningTotal r:
                Visit(r.Of);
                break;
            case RankWithin r:
                Visit(r.By);
                foreach (var part in r.Partition)
                    Visit(part);
                break;
            case DaysBetween d:
                Visit(d.From);
                Visit(d.To);
                break;
            case PlanValue p:
                Visit(p.Plan);
                break;
        }
    }
}
