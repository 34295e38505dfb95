using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;

namespace Assistant.Skills.Questions.Telling;

/// <summary>"The largest payment" is a row with a number for a name; whose it is, when it was and how much says more.</summary>
internal static class NamedRows
{
    private const int MostAdded = 4;

    /// <summary>The plan with what tells its rows apart for people; the plan itself where names are shown already or rows are not listed one by one.</summary>
    public static QueryPlan Shown(QueryPlan plan, SourceModel model)
    {
        if (plan is not { Groups.Count: 0, Having: null, Distinct: false, Combined: null, Sources: [{ Table: { } name, Alias: var alias }, ..] } || model.Vocabulary.Find(name) is not { } table
            || table.Display is not [{ IsKey: true } key] || alias != PlanScope.Alias(table) || !plan.Outputs.All(o => o.Value is ColumnValue c && c.Alias == alias && IsShownAnyway(c, key, plan)) || !plan.Outputs.Any(o => o.Value is ColumnValue c && c.Column == key.Name))
            return plan;
        foreach (var reference in table.Columns.Where(c => c.References is { } to && to.Table != table).DistinctBy(c => c.References!.Table).Take(2))
            plan = WithNameOf(plan, alias, reference);
        foreach (var column in Own(table, plan.Joins.Count == 0))
        {
            if (plan.Outputs.Count <= MostAdded && plan.Outputs.All(o => o.Value != new ColumnValue(alias, column.Name)))
                plan = plan with { Outputs = [.. plan.Outputs, new(new ColumnValue(alias, column.Name), NameWords.Spoken(column.Name))] };
        }
        return plan;
    }

    private static bool IsShownAnyway(ColumnValue shown, SchemaColumn key, QueryPlan plan) => shown.Column == key.Name || plan.Orders.Any(o => o.By == shown);

    /// <summary>When it was and what it came to; in a file also who and what the line is about.</summary>
    private static IEnumerable<SchemaColumn> Own(SchemaTable table, bool alone)
    {
        if (alone)
        {
            foreach (var kind in table.Columns.Where(c => c is { IsText: true, IsKey: false, References: null, Yes: null } && c.Catalog.Statistics is { Distinct: > 2 } seen && seen.Distinct < seen.Rows).Take(2))
                yield return kind;
        }
        if (table.Columns.FirstOrDefault(c => c.IsDate && !PlanBuilder.IsEnd(c)) is { } date)
            yield return date;
        if (PlanBuilder.MainMeasure(table) is { } amount)
            yield return amount;
    }

    private static QueryPlan WithNameOf(QueryPlan plan, string alias, SchemaColumn reference)
    {
        var (key, other) = (reference.References!, reference.References!.Table);
        if (other.Display.Count == 0 || other.Display.All(d => d.IsKey))
            return plan;
        var there = PlanScope.Alias(other);
        if (plan.Sources.All(s => s.Alias != there))
            plan = plan with { Sources = [.. plan.Sources, new(there, other.Name)], Joins = [.. plan.Joins, new(alias, [reference.Name], there, [key.Name], KeepUnmatched: true)] };
        return plan with { Outputs = [.. plan.Outputs, .. other.Display.Select(d => new PlanOutput(new ColumnValue(there, d.Name), d.Words.Count == 1 && d.Words[0] is "name" or "title" ? $"{Language.Lemmas.Of(NameWords.Spoken(other.Name.Name))} {NameWords.Spoken(d.Name)}" : NameWords.Spoken(d.Name)))] };
    }
}
