using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>What follows from a turn of phrase rather than from a name: a difference, who did something.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>"the difference between A and B": the two amounts shown last, the one less the other; the higher one first where that is said.</summary>
    private QueryPlan Subtracted(QueryPlan plan)
    {
        if (!sketch.Difference)
            return plan;
        var amounts = plan.Outputs.Where(o => IsAmount(o.Value)).TakeLast(2).ToList();
        if (amounts.Count != 2 || plan.Combined is not null)
        {
            Guesses.Add("the difference that is asked for is not computed");
            return plan;
        }
        var (left, right) = IsLow(amounts[0].Value) && !IsLow(amounts[1].Value) ? (amounts[1], amounts[0]) : (amounts[0], amounts[1]);
        var difference = new PlanOutput(new Arithmetic(ArithmeticOperator.Subtract, left.Value, right.Value), $"difference of {left.Label} and {right.Label}");
        return plan with
        {
            Outputs = [.. plan.Outputs.Where(o => !amounts.Contains(o)), difference],
            Groups = [.. plan.Groups.Where(g => amounts.All(a => a.Value != g))],
        };
    }

    private bool IsAmount(PlanExpression value) => value switch
    {
        Measure => true,
        ColumnValue c => ColumnOf(c) is { IsMeasure: true } or { IsYear: true },
        _ => false,
    };

    private bool IsLow(PlanExpression value) => value is Measure { Function: MeasureFunction.Min } || value is ColumnValue c && ColumnOf(c) is { } column && MeasureNames.Says(column, MeasureFunction.Min);

    /// <summary>"Who owns X", where X names a row that points to whom: the answer is not X itself.</summary>
    private SchemaTable? Doer()
    {
        var named = Settler.All(sketch.Conditions).Where(c => c is { Scope: 0, Kind: ConditionKind.Value or ConditionKind.Compare, Operator: Comparison.Equal }).Any(c => ColumnOf(c) is { } column && Entity!.Display.Contains(column));
        var pointed = joins.EdgesOf(Entity!).Where(e => e.Many == Entity && e.One.Display.All(d => d.IsText)).Select(e => e.One).Distinct().ToList();
        if (!named || pointed.Count == 0)
            return null;
        Guesses.Add($"took it to ask for {Spoken(pointed[0])}");
        return pointed.Count == 1 ? pointed[0] : choices.Pick("who", pointed.Select(t => (t, 0.2)).ToList());
    }
}
