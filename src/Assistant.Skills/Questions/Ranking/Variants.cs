using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>Readings one step away from a plan, where people mean more than one thing by the same words; the ranking tells whether one fits better.</summary>
internal static class Variants
{
    /// <summary>Plans near the given one, each with what was done.</summary>
    public static IEnumerable<(string Kind, QueryPlan Plan)> Of(QueryPlan plan, Vocabulary vocabulary, Func<QueryPlan, QueryPlan?> tidy)
    {
        SchemaTable? TableOf(string alias) => vocabulary.Tables.FirstOrDefault(t => PlanScope.Alias(t) == alias);
        SchemaColumn? Find(PlanExpression value) => value is ColumnValue c ? TableOf(c.Alias)?.Columns.FirstOrDefault(x => x.Name == c.Column) : null;
        _ = tidy;
        var plain = plan.Groups.Count == 0 && plan.Outputs.All(o => o.Value is ColumnValue);
        if (plain && plan.Limit is null && plan.Combined is null)
            yield return ("distinct", plan with { Distinct = !plan.Distinct });
        // what is shown
        if (plan.Groups.Count > 0 && plan.Outputs.Count > 1)
        {
            for (var i = 0; i < plan.Outputs.Count; i++)
                yield return ("hide_" + (plan.Outputs[i].Value is Measure ? "measure" : "group"), plan with { Outputs = [.. plan.Outputs.Where((_, at) => at != i)] });
        }
        else if (plain && plan.Outputs.Count > 1)
        {
            for (var i = 0; i < plan.Outputs.Count; i++)
                yield return ("hide_column", plan with { Outputs = [.. plan.Outputs.Where((_, at) => at != i)] });
        }
        if (plan.Groups.Count > 0 && plan.Orders is [{ By: Measure by }] && !plan.Outputs.Any(o => o.Value == by))
            yield return ("show_order", plan with { Outputs = [.. plan.Outputs, new(by, "amount")] });
        if (plan.Groups.Count > 0 && !plan.Outputs.Any(o => o.Value is Measure) && plan.Orders.Count == 0)
            yield return ("show_count", plan with { Outputs = [.. plan.Outputs, new(new Measure(MeasureFunction.Count, null), "count")] });
        for (var i = 0; i < plan.Outputs.Count; i++)
        {
            var at = i;
            if (Find(plan.Outputs[i].Value) is { } shown && shown.Table.Key is [var key])
            {
                var other = key == shown ? shown.Table.Display is [var display] && display != key ? display : null : shown.Table.Display.Contains(shown) ? key : null;
                if (other is not null)
                {
                    PlanOutput replaced = new(new ColumnValue(PlanScope.Alias(other.Table), other.Name), NameWords.Spoken(other.Name));
                    yield return (key == shown ? "name_for_key" : "key_for_name", plan with { Outputs = [.. plan.Outputs.Select((o, j) => j == at ? replaced : o)] });
                    yield return ("key_and_name", plan with { Outputs = [.. plan.Outputs.Take(at), replaced, .. plan.Outputs.Skip(at)] });
                }
            }
            if (plan.Outputs[i].Value is Measure { Function: MeasureFunction.Count } count)
            {
                if (count.Of is not null)
                    yield return ("count_distinct", plan with { Outputs = [.. plan.Outputs.Select((o, j) => j == at ? o with { Value = count with { Distinct = !count.Distinct } } : o)] });
                if (count.Of is not null)
                    yield return ("count_rows", plan with { Outputs = [.. plan.Outputs.Select((o, j) => j == at ? o with { Value = new Measure(MeasureFunction.Count, null) } : o)] });
            }
            if (plan.Outputs[i].Value is Measure { Function: MeasureFunction.Sum } sum)
                yield return ("count_for_sum", plan with { Outputs = [.. plan.Outputs.Select((o, j) => j == at ? o with { Value = new Measure(MeasureFunction.Count, null) } : o)] });
            if (plan.Outputs[i].Value is Measure { Function: MeasureFunction.Sum } column)
                yield return ("column_for_sum", plan with { Groups = [], Outputs = [.. plan.Outputs.Select((o, j) => j == at ? o with { Value = column.Of! } : o)] });
        }
        if (plan.Orders.Count > 0)
            yield return ("flip", plan with { Orders = [.. plan.Orders.Select(o => o with { Descending = !o.Descending })] });
        if (plan.Limit is not null)
            yield return ("no_limit", plan with { Limit = null });
        else if (plan.Orders.Count > 0)
            yield return ("limit_one", plan with { Limit = new(1) });
        var parts = PlanPredicate.Conjuncts(plan.Where);
        for (var i = 0; i < parts.Count; i++)
        {
            var at = i;
            PlanPredicate? without = null;
            foreach (var part in parts.Where((_, j) => j != at))
                without = PlanPredicate.And(without, part);
            yield return ("without_" + parts[i].GetType().Name, plan with { Where = without });
        }
        foreach (var group in plan.Groups.Where(_ => plan.Groups.Count > 1))
            yield return ("ungroup", plan with { Groups = [.. plan.Groups.Where(g => g != group)] });
        if (plan.Groups.Count > 0 && !plan.Groups.OfType<ColumnValue>().Any(g => Find(g)?.IsKey == true) && plan.Outputs.Select(o => Find(o.Value)).FirstOrDefault(c => c is not null) is { Table.Key: [var own] } )
            yield return ("group_key", plan with { Groups = [new ColumnValue(PlanScope.Alias(own.Table), own.Name), .. plan.Groups] });
        if (plan.Sources.Count > 1)
        {
            foreach (var leaf in plan.Joins.Where(j => !plan.Joins.Any(k => k.Left == j.Right)).ToList())
            {
                if (!PlanColumns.Of(plan).Any(c => c.Alias == leaf.Right))
                    yield return ("no_join", plan with { Sources = [.. plan.Sources.Where(s => s.Alias != leaf.Right)], Joins = [.. plan.Joins.Where(j => j != leaf)] });
            }
            yield return ("left_join", plan with { Joins = [.. plan.Joins.Select(j => j with { KeepUnmatched = !j.KeepUnmatched })] });
        }
    }
}
