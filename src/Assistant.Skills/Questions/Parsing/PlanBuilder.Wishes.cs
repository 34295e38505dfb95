using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>What a question wishes of its measures: how many of a thing in each group, a share, a running total, the change from period to period.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>
    /// "loans per month", "orders by status": a thing named alone beside a group is counted; listing its rows under each group would answer nothing.
    /// </summary>
    private bool CountsBareThing() =>
        sketch is { Groups.Count: > 0, Top: null, Limit: null, Distinct: false } && sketch.Orders.Count == 0
        && sketch.Targets is [{ Functions.Count: 0, Owner: null, Grain: null, Every: false, Hints.Count: 0, Link: { IsTable: true, Table: { } thing } }]
        && !sketch.Groups.Any(g => g.Link is { IsTable: true } group && group.Table == thing);

    /// <summary>
    /// "a pie chart of the countries", "a bar chart of the number of cities": a picture of one category shows how often each value comes.
    /// </summary>
    private void CountDrawnCategory()
    {
        if (sketch is not { Chart: "pie" or "bar" or "line" or "area" or "histogram" or "stacked", Groups.Count: 0, Per: null, Top: null, Limit: null, Difference: false }
            || sketch.Targets is not [{ Functions: [] or [MeasureFunction.Count], Grain: null, Every: false, Averaged: false, IsSpan: false, Hints.Count: 0, Link.Column: { IsMeasure: false, IsNumeric: false } column } target])
            return;
        if (target.Functions.Count == 0 && (column.IsKey || column.Catalog.Statistics is not { } seen || seen.Distinct >= seen.Rows))
            return;
        sketch.Groups.Add(new Noun(target.Chunk) { Link = new(null, column, null, target.Link!.Score), Owner = target.Owner });
        target.Functions = [MeasureFunction.Count];
        target.Distinct = sketch.Distinct = false;
    }

    /// <summary>Turns the measures shown into what is wished of them. Null where the plan can't say it; then nobody must be told otherwise.</summary>
    private QueryPlan? Wished(QueryPlan plan)
    {
        sketch.Running |= plan.Outputs.Any(o => o.Value is TimeGrain) && tokens.Any(t => t.Lower is "cumulative" or "cumulated" or "accumulated");
        // The slices of a pie are the shares.
        if (sketch is { Share: true, Chart: "pie" } && plan.Groups.Count > 0)
            sketch.Share = false;
        if (!(sketch.Share || sketch.Running || sketch.Change))
            return plan;
        var measure = plan.Outputs.FirstOrDefault(o => o.Value is Measure);
        if (measure is null || plan.Combined is not null)
            return Unsaid();
        if (sketch.Share)
            return plan.Groups.Count > 0 && !IsShareWithin(plan, measure) ? WithShareOfGroups(plan, measure) : ShareOfRows(plan, measure);
        if (plan.Outputs.FirstOrDefault(o => o.Value is TimeGrain)?.Value is not TimeGrain period)
            return Unsaid();
        PlanOutput further = sketch.Running
            ? new(new RunningTotal(measure.Value, period), "running " + measure.Label)
            : new(new PreviousPeriod(measure.Value, period), "previous " + measure.Label);
        PlanOutput[] added = sketch.Running
            ? [further]
            : [further, new(new Arithmetic(ArithmeticOperator.Subtract, measure.Value, further.Value), "change of " + measure.Label)];
        return plan with { Outputs = [.. plan.Outputs, .. added], Orders = plan.Orders.Count > 0 ? plan.Orders : [new(period, false)] };

        QueryPlan? Unsaid()
        {
            _problems.Add(sketch.Share ? "it isn't clear what share of what is asked for" : sketch.Running ? "it isn't clear what is added up from period to period" : "it isn't clear between which periods the change is asked for");
            return null;
        }
    }

    private static readonly HashSet<string> SideBySide = ["compare", "comparing", "comparison", "vs", "versus"];

    /// <summary>"compare phone and email orders": how many there are of each that is named, or what is measured of each.</summary>
    private QueryPlan SetSideBySide(QueryPlan plan)
    {
        if (plan is not { Groups.Count: 0, Limit: null, Combined: null, Having: null } || !tokens.Any(t => SideBySide.Contains(t.Lower))
            || PlanPredicate.Conjuncts(plan.Where).OfType<OneOf>().FirstOrDefault(o => o is { Negated: false, Of: ColumnValue, Values.Count: > 1 }) is not { Of: ColumnValue of })
            return plan;
        var measures = plan.Outputs.Where(o => HasMeasure(o.Value)).ToList();
        if (measures.Count == 0 && (Entity is null || vocabulary.Called(of.Alias) != Entity))
            return plan;
        if (measures.Count == 0)
            measures = [new(new Measure(MeasureFunction.Count, null), $"number of {Spoken(Entity!)}")];
        return plan with { Outputs = [new(of, NameWords.Spoken(of.Column)), .. measures], Groups = [of], Distinct = false, Orders = [] };
    }

    private QueryPlan WithShareOfGroups(QueryPlan plan, PlanOutput measure) =>
        plan with { Outputs = [.. plan.Outputs, new(Scaled(new ShareOfTotal(measure.Value)), ShareLabel("of total"))] };

    /// <summary>
    /// "percentage of orders returned by channel": what limits the rows before the groups are named is what the share is of; "share of orders by
    /// channel in Spain" limits them all.
    /// </summary>
    private bool IsShareWithin(QueryPlan plan, PlanOutput measure)
    {
        if (measure.Value is not Measure { Function: MeasureFunction.Count } || !PlanPredicate.Conjuncts(plan.Where).Any(p => p is not Questions.InPeriod))
            return false;
        var first = sketch.Groups.Select(g => g.Chunk?.Start ?? 0).DefaultIfEmpty(0).Min();
        return sketch.Conditions.Where(c => c.Kind is not (ConditionKind.InPeriod or ConditionKind.Exists)).All(c => (c.Right ?? c.Left?.Chunk)?.Start < first);
    }

    /// <summary>"what share of members is gold": the rows that meet the conditions among all of them, periods limiting both.</summary>
    private QueryPlan? ShareOfRows(QueryPlan plan, PlanOutput measure)
    {
        var periods = PlanPredicate.Conjuncts(plan.Where).Where(p => p is Questions.InPeriod).Aggregate((PlanPredicate?)null, PlanPredicate.And);
        var rest = PlanPredicate.Conjuncts(plan.Where).Where(p => p is not Questions.InPeriod).Aggregate((PlanPredicate?)null, PlanPredicate.And);
        var (only, among) = rest is null ? (periods, null) : (rest, periods);
        if (only is null || measure.Value is not Measure { Only: null } whole || plan.Having is not null || plan.Limit is not null || plan.Outputs.Count(o => HasMeasure(o.Value)) != 1)
        {
            _problems.Add("it isn't clear what share of what is asked for");
            return null;
        }
        var share = new PlanOutput(Scaled(new Arithmetic(ArithmeticOperator.Divide, whole with { Only = only }, whole)), ShareLabel($"of {measure.Label.Replace("number of ", "", StringComparison.Ordinal)}"));
        return plan with { Where = among, Outputs = [.. plan.Outputs.Select(o => o == measure ? share : o)] };
    }

    private bool InPercent => tokens.Any(t => t.Lower.StartsWith("percent", StringComparison.Ordinal) || t.Lower is "%");

    private PlanExpression Scaled(PlanExpression share) =>
        InPercent ? new Arithmetic(ArithmeticOperator.Multiply, share, new Literal("100", Sources.DataType.Integer)) : share;

    private string ShareLabel(string of) => (InPercent ? "percentage " : "share ") + of;

    private static string NameOf(Grain grain) => grain switch
    {
        Grain.DayOfWeek => "weekday",
        Grain.MonthOfYear => "month of the year",
        _ => grain.ToString().ToLowerInvariant(),
    };

    /// <summary>How people call a measure: "total amount", not "sum amount".</summary>
    private static string NameOf(MeasureFunction function) => function switch
    {
        MeasureFunction.Sum => "total",
        MeasureFunction.Average => "average",
        MeasureFunction.Min => "lowest",
        MeasureFunction.Max => "highest",
        MeasureFunction.Median => "median",
        _ => "number of",
    };

    /// <summary>A column's measure. "Total total" says nothing: what it is the total of does.</summary>
    private static string NameOf(MeasureFunction function, SchemaColumn column)
    {
        var (measure, name) = (NameOf(function), NameWords.Spoken(column.Name));
        return name == measure ? $"{name} of {NameWords.Plural(NameWords.Spoken(column.Table.Name.Name))}"
            : name.StartsWith(measure + " ", StringComparison.Ordinal) ? name : $"{measure} {name}";
    }
}
