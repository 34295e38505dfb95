using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Amounts that joined rows would repeat.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>
    /// "total fees of visits with a prescription of X", "of those with any prescription": what only limits the rows is looked up in a plan of its own, so that each amount is added once.
    /// Null where the other tables are shown or grouped by as well.
    /// </summary>
    private (PlanScope Scope, PlanPredicate? Where)? Apart(
        SchemaTable added, PlanScope scope, PlanPredicate? where, PlanPredicate? having, List<PlanOutput> outputs, List<PlanExpression> groups, List<PlanOrder> orders)
    {
        if (added.Key is not [{ } key] || having is not null || sketch.Groups.Any(g => g.Link is not null && g.Link.Owner != added && outputs.Count == 0))
            return null;
        var shown = PlanColumns.Of(new QueryPlan { Sources = [], Outputs = outputs, Groups = groups, Orders = orders }).Select(c => vocabulary.Called(c.Alias)).OfType<SchemaTable>().Append(added).Distinct().ToList();
        IEnumerable<SchemaTable> TablesOf(PlanPredicate part) => PlanColumns.Of(new QueryPlan { Sources = [], Outputs = [], Where = part }).Select(c => vocabulary.Called(c.Alias)).OfType<SchemaTable>();
        var parts = PlanPredicate.Conjuncts(where);
        var inside = parts.Where(p => TablesOf(p).Any(t => !shown.Contains(t))).ToList();
        var outer = new PlanScope(joins);
        foreach (var table in shown)
            outer.Need(table);
        // What limits nothing else must at least point to the amounts: not the savings of those who have checking accounts, too.
        var near = scope.Tables.Where(t => !shown.Contains(t)).ToList();
        if (inside.Count == 0 && (near.Count == 0 || near.Any(t => joins.Distance(t, added) > 1)) || outer.Tree() is not { } tree || tree.Count > 0 && Joins.JoinGraph.Multiplies(tree, added))
            return null;
        var inner = new PlanScope(joins);
        var value = inner.Use(key);
        foreach (var table in scope.Tables.Where(t => !shown.Contains(t)).Concat(inside.SelectMany(TablesOf)))
            inner.Need(table);
        if (inner.Connect() is not var (sources, connections))
            return null;
        var among = new QueryPlan { Sources = sources, Joins = connections, Where = inside.Aggregate((PlanPredicate?)null, PlanPredicate.And), Outputs = [new(value, NameWords.Spoken(key.Name))] };
        return (outer, parts.Except(inside).Append(new InPlan(outer.Use(key), Finished(among))).Aggregate((PlanPredicate?)null, PlanPredicate.And));
    }
}
