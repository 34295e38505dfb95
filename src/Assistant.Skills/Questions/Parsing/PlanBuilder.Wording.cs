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

    private static readonly HashSet<string> Personal = ["email", "birth", "birthday", "age", "gender", "sex", "first", "last", "salary", "phone", "person", "nationality"];

    /// <summary>"Who borrowed the most books": those whom the books, or what ties the books to others, point to; people rather than things.</summary>
    private SchemaTable? WhoDid(SchemaTable done)
    {
        var edges = joins.EdgesOf(done);
        var people = edges.Where(e => e.Many == done).Select(e => e.One).Concat(edges.Where(e => e.One == done).SelectMany(e => joins.EdgesOf(e.Many).Where(f => f.Many == e.Many).Select(f => f.One)))
            .Where(t => t != done).Distinct().Select(t => (Table: t, Signs: t.Columns.Concat(t.Display).SelectMany(c => c.Words).Concat(t.Words).Count(Personal.Contains))).Where(p => p.Signs > 0).OrderByDescending(p => p.Signs).ToList();
        if (people.Count == 0 || done.Columns.SelectMany(c => c.Words).Count(Personal.Contains) >= people[0].Signs)
            return null;
        Guesses.Add($"took it to ask for {Spoken(people[0].Table)}");
        return people[0].Table;
    }

    /// <summary>
    /// "the members of the branch with the most members": the branch is found first, by a plan of its own, and the members are those of that branch.
    /// </summary>
    private Compared? OfTheTop(PlanScope scope)
    {
        if (sketch is not { Groups.Count: 0, Limit: null, Top: { By: { IsCount: true, Link: { IsTable: true, Table: { } counted } } } top } || counted != Entity
            || !sketch.Targets.All(t => t.Functions.Count == 0 && (t.Owner?.Link?.Owner ?? t.Link?.Owner) == counted)
            || sketch.Entities.Select(e => e.Link?.Table).FirstOrDefault(t => t is not null && t != counted) is not { } owner
            || joins.EdgesOf(counted).FirstOrDefault(e => e.Many == counted && e.One == owner && e.ManyColumns.Count == 1) is not { } key)
            return null;
        var column = counted.Columns.First(c => string.Equals(c.Name, key.ManyColumns[0], StringComparison.OrdinalIgnoreCase));
        var inner = new PlanScope(joins);
        var value = inner.Use(column);
        var plan = new QueryPlan
        {
            Sources = inner.Connect()!.Value.Sources,
            Groups = [value],
            Outputs = [new(value, NameWords.Spoken(column.Name))],
            Orders = [new(new Measure(MeasureFunction.Count, null), top.Descending)],
            Limit = new(1),
        };
        return new Compared(scope.Use(column), Comparison.Equal, new PlanValue(plan));
    }

    /// <summary>"Who owns X", where X names a row that points to whom: the answer is not X itself.</summary>
    private SchemaTable? Doer()
    {
        var named = Settler.All(sketch.Conditions).Where(c => c is { Scope: 0, Kind: ConditionKind.Value or ConditionKind.Compare, Operator: Comparison.Equal }).Any(c => ColumnOf(c) is { } column && Entity!.Display.Contains(column));
        var pointed = joins.EdgesOf(Entity!).Where(e => e.Many == Entity && e.One.Display.All(d => d.IsText)).Select(e => e.One).Distinct().ToList();
        if (!named || pointed.Count == 0 || sketch.Conditions.Any(c => StandsAbove(c) is not null))
            return null;
        Guesses.Add($"took it to ask for {Spoken(pointed[0])}");
        return pointed.Count == 1 ? pointed[0] : choices.Pick("who", pointed.Select(t => (t, 0.2)).ToList());
    }
}
