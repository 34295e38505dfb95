using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>What belongs to the first of something else: "the shops of the district with the most inhabitants".</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>
    /// The district is found first, by a plan of its own; then its shops are all those of that district. Null where each shop has a place of its own in the ranking.
    /// </summary>
    private QueryPlan? WithinTheTop()
    {
        if (sketch is not { Top: { } top, TopOf: { Chunk: { } said, Link: { IsTable: true, Table: { } owner } } topOf, Groups.Count: 0, Limit: null, Per: null } || owner == Entity || owner.Key is not [{ } key]
            || top.By.Hints is ["*"] && top.By.Link is null || sketch.Targets.Contains(topOf) || sketch.Targets.Any(t => t.Link?.Owner == owner || t.Owner == topOf)
            || !AsksForMany() || joins.Connect([Entity!, owner]) is not { Count: > 0 } way || !JoinGraph.Multiplies(way, owner, Entity))
            return null;
        var inside = sketch.Conditions.Where(c => c is { Scope: 0, Or: false } && c.Left != topOf && (c.Left?.Chunk ?? c.Right)?.Start > said.Start).ToList();
        var outside = sketch.Conditions.Where(c => !inside.Contains(c) && c.Left != topOf).ToList();
        if (outside.Any(c => c.Or) || !choices.Usually("within the top " + said.Text, 0.3))
            return null;
        if (Topmost(topOf, owner, key, inside) is not { } first)
            return null;
        sketch.Top = null;
        var among = new Condition(ConditionKind.Compare) { Left = new Noun(null) { Link = new(null, key, null, 1) }, Among = first };
        sketch.Conditions.Clear();
        sketch.Conditions.AddRange(outside);
        return Select([.. outside, among]);
    }

    /// <summary>Whether the question speaks of several: "the shops", "how many", not "the shop".</summary>
    private bool AsksForMany() => sketch.Targets.All(t => t.Functions.Count > 0 || (t.Owner?.Chunk ?? t.Chunk) is { } said && said.Lower.Split(' ')[^1] is var word && (Lemma(word) != word || word is "staff" or "personnel"));

    /// <summary>The key of the first row of a table by what the question ranks by.</summary>
    private QueryPlan? Topmost(Noun topOf, SchemaTable owner, SchemaColumn key, List<Condition> conditions)
    {
        var (targets, entities, entity, all) = (sketch.Targets.ToList(), sketch.Entities.ToList(), Entity, sketch.Conditions.ToList());
        sketch.Targets.Clear();
        sketch.Entities.Clear();
        sketch.Conditions.Clear();
        sketch.Conditions.AddRange(conditions);
        sketch.Targets.Add(new Noun(null) { Link = new(null, key, null, 1), Owner = topOf });
        Entity = owner;
        var found = Select(conditions);
        sketch.Targets.Clear();
        sketch.Targets.AddRange(targets);
        sketch.Entities.AddRange(entities);
        sketch.Conditions.Clear();
        sketch.Conditions.AddRange(all);
        Entity = entity;
        _counted = null;
        return found is { Outputs: [_], Combined: null } ? Finished(found) : null;
    }
}
