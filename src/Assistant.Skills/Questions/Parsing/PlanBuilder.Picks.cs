using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>The first of each group: "the cheapest product of each category", "the customer with the most orders in every city".</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>Whether something other than the groups themselves is asked for by a superlative.</summary>
    private bool PicksInEachGroup() => sketch is { Top: not null, Groups.Count: > 0 } && sketch.Groups.All(g => g.Link is not null)
        && sketch.Targets.Any(t => t is { Functions.Count: 0, Every: false } && t.Link is { } link && !sketch.Groups.Any(g => g.Link!.Table is { } group ? link.Owner == group : g.Link.Column == link.Column));

    /// <summary>Shows by what was picked as well, and groups by what the picks are of where rows are counted or added up.</summary>
    private void ShowPicked(PlanExpression by, List<PlanOutput> outputs, List<PlanExpression> groups, List<PlanExpression> within)
    {
        if (groups.Count > 0)
            groups.AddRange(within.Where(w => !groups.Contains(w)).ToList());
        if (outputs.Any(o => o.Value == by))
            return;
        outputs.Add(new(by, LabelOf(by)));
    }

    private string LabelOf(PlanExpression value) => value switch
    {
        ColumnValue c when ColumnOf(c) is { } column => NameWords.Spoken(column.Name),
        Measure { Of: null } => "count",
        Measure { Function: MeasureFunction.Count } => "count",
        Measure { Of: ColumnValue c } m when ColumnOf(c) is { } column => NameOf(m.Function, column),
        _ => "measure",
    };
}
