using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Where a plan shows each thing once: values of a category, and things that only had to have some row elsewhere.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>Whether rows would be shown once for each row of a table that only had to have one: "customers who have an order".</summary>
    private bool Repeats(PlanScope scope, List<PlanOutput> outputs, List<PlanOrder> orders)
    {
        if (scope.Tree() is not { Count: > 0 } tree || outputs.Any(o => o.Value is not ColumnValue))
            return false;
        var used = outputs.Select(o => o.Value).Concat(orders.Select(o => o.By)).OfType<ColumnValue>().Select(c => c.Alias).ToHashSet();
        var shown = scope.Tables.Where(t => used.Contains(PlanScope.Alias(t))).ToList();
        return shown.Count == 1 && shown[0] == Entity && Entity.Key.Count > 0 && JoinGraph.Multiplies(tree, Entity);
    }

    /// <summary>"all payment methods" asks which there are, not one a row.</summary>
    private bool IsCategoryList(IReadOnlyList<Condition> conditions) => conditions.Count == 0 && sketch.Entities.Count == 0 && sketch.Orders.Count == 0 && sketch.Top is null
        && sketch.Targets is [{ Owner: null, Link.Column: { IsWholeKey: false, IsMeasure: false } column }] && !IsName(column) && column.Catalog.Statistics is { } s && s.Distinct < s.Rows;

    /// <summary>Whether it tells which row is meant: a part of a key that tells only together with others does not.</summary>
    private static bool IsName(SchemaColumn column) => column.Table.Display.Contains(column) && !(column.IsKey && !column.IsWholeKey);

    /// <summary>Whether a column is asked for by itself that many rows share, as in "cities with more than 5 customers".</summary>
    private bool IsCategory(SchemaTable owner) => sketch.Targets.All(t => t.Functions.Count > 0 || t is { Link.Column: { IsWholeKey: false } column } && column.Table == owner && !IsName(column)
        && (t.Owner is null || t.Chunk is { } c && c.Lower.Split(' ')[^1] is "type" or "types" or "kind" or "kinds") && column.Catalog.Statistics is { } s && s.Distinct < s.Rows);
}
