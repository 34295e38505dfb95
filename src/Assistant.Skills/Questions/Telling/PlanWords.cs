using System.Globalization;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Telling;

/// <summary>A plan in plain words: what is read, which rows, how they are grouped and sorted.</summary>
internal sealed class PlanWords(QueryPlan plan, CultureInfo culture)
{
    private readonly Dictionary<string, string> _tables = plan.Sources.ToDictionary(s => s.Alias, s => s.Table is null ? "the rows found" : NameWords.Spoken(s.Table.Name));

    public static string Explain(QueryPlan plan, CultureInfo culture) => new PlanWords(plan, culture).Whole();

    public static string Title(QueryPlan plan)
    {
        var measures = plan.Outputs.Where(o => o.Value is not ColumnValue and not TimeGrain).Select(o => o.Label).ToList();
        var plain = plan.Outputs.Where(o => o.Value is ColumnValue or TimeGrain).Select(o => o.Label).ToList();
        var text = measures.Count == 0 ? $"{Listed(plain)} of {NameWords.Spoken(plan.Sources[0].Table?.Name ?? "rows")}"
            : plain.Count == 0 ? Listed(measures) : $"{Listed(measures)} by {Listed(plain)}";
        return text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
    }

    private string Whole()
    {
        var sentences = new List<string>();
        var reads = Listed(plan.Sources.Select(s => s.Plan is null ? _tables[s.Alias] : "the rows found first"));
        sentences.Add(plan.Sources.Count == 1 ? $"Reads {reads}." : $"Reads {reads}, joined along their keys.");
        if (plan.Where is { } where)
            sentences.Add($"Keeps rows where {Words(where)}.");
        if (plan.Groups.Count > 0)
            sentences.Add($"Groups them by {Listed(plan.Groups.Select(Words).Distinct())}.");
        if (plan.Having is { } having)
            sentences.Add($"Keeps groups where {Words(having)}.");
        sentences.Add($"Shows {(plan.Distinct ? "each different " : "")}{Listed(plan.Outputs.Select(o => o.Value is EveryColumn ? "all columns" : Words(o.Value)))}.");
        if (plan.Orders.Count > 0)
            sentences.Add($"Sorts by {Listed(plan.Orders.Select(o => Words(o.By) + (o.Descending ? ", highest first" : ", lowest first")))}.");
        if (plan.Limit is { Within: { } within } few)
            sentences.Add($"Keeps the first{(few.Rows == 1 ? "" : $" {few.Rows}")} of each {Listed(within.Select(Words).Distinct())}.");
        else if (plan.Limit is { } limit)
            sentences.Add(limit.Rows == 1 ? "Keeps the first." : $"Keeps the first {limit.Rows}.");
        if (plan.Combined is { } combined)
        {
            var other = new PlanWords(combined.With, culture).Whole();
            sentences.Add(combined.Operator switch
            {
                PlanSetOperator.Union => "Adds the rows of a second query: " + other,
                PlanSetOperator.Intersect => "Keeps what a second query finds as well: " + other,
                _ => "Takes away what a second query finds: " + other,
            });
        }
        return string.Join(' ', sentences);
    }

    public static IReadOnlyList<string> Filters(QueryPlan plan, CultureInfo culture)
    {
        var words = new PlanWords(plan, culture);
        return [.. PlanPredicate.Conjuncts(plan.Where).Concat(PlanPredicate.Conjuncts(plan.Having)).Select(p => words.Words(p))];
    }

    /// <summary>The resolved periods of a plan, e.g. "order date: last month (1–31 October 2026)".</summary>
    public static string? Dates(QueryPlan plan, CultureInfo culture)
    {
        var words = new PlanWords(plan, culture);
        var found = Periods(plan.Where).Select(p => $"{words.Words(p.Of)}: {p.Words} ({words.Range(p)})").ToList();
        return found.Count == 0 ? null : string.Join("; ", found);
    }

    private static IEnumerable<InPeriod> Periods(PlanPredicate? predicate) => predicate switch
    {
        InPeriod p => [p],
        AllOf a => a.Parts.SelectMany(Periods),
        AnyOf a => a.Parts.SelectMany(Periods),
        Not n => Periods(n.Part),
        _ => [],
    };

    private string Range(InPeriod period)
    {
        string Day(DateOnly day) => day.ToString("d MMMM yyyy", culture);
        return (period.From, period.Before) switch
        {
            ({ } from, { } before) when before == from.AddDays(1) => Day(from),
            ({ } from, { } before) => $"{Day(from)} to {Day(before.AddDays(-1))}",
            ({ } from, null) => $"from {Day(from)} on",
            (null, { } before) => $"to {Day(before.AddDays(-1))}",
            _ => "any time",
        };
    }

    public string Words(PlanExpression value) => value switch
    {
        ColumnValue c => NameWords.Spoken(c.Column) is var name && plan.Sources.Count > 1 && _tables.TryGetValue(c.Alias, out var table) && !name.Contains(' ', StringComparison.Ordinal) ? $"{name} of {table}" : NameWords.Spoken(c.Column),
        Literal l => l.Type is DataType.Text ? $"'{l.Text}'" : decimal.TryParse(l.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("#,0.####", culture) : l.Text,
        TimeGrain g => $"{g.Grain.ToString().ToLowerInvariant()} of {Words(g.Of)}",
        Measure { Of: null, Only: null } => "the number of rows",
        Measure { Only: { } only } m => $"{MeasureWords(m)} where {Words(only)}",
        Measure m => MeasureWords(m),
        Arithmetic a => $"{Words(a.Left)} {a.Operator switch { ArithmeticOperator.Add => "plus", ArithmeticOperator.Subtract => "minus", ArithmeticOperator.Multiply => "times", _ => "divided by" }} {Words(a.Right)}",
        ShareOfTotal s => $"the share of {Words(s.Of)} in the total",
        PreviousPeriod p => $"{Words(p.Of)} of the period before",
        RunningTotal r => $"{Words(r.Of)} added up so far",
        RankWithin => "the place within its group",
        DaysBetween d => $"days from {Words(d.From)} to {Words(d.To)}",
        Computed c => c.Formula,
        PlanValue p => $"the result of another query ({new PlanWords(p.Plan, culture).Whole().TrimEnd('.')})",
        _ => "all columns",
    };

    private string MeasureWords(Measure m) => m.Function switch
    {
        MeasureFunction.Count when m.Of is null => "the number of rows",
        MeasureFunction.Count => $"the number of {(m.Distinct ? "different " : "")}{Words(m.Of!)}",
        MeasureFunction.Sum when Words(m.Of!) is var summed => summed.StartsWith("total", StringComparison.Ordinal) ? $"the {summed}" : $"the total {summed}",
        MeasureFunction.Average => $"the average {Words(m.Of!)}",
        MeasureFunction.Min => $"the lowest {Words(m.Of!)}",
        MeasureFunction.Max => $"the highest {Words(m.Of!)}",
        _ => $"the median {Words(m.Of!)}",
    };

    public string Words(PlanPredicate predicate) => predicate switch
    {
        Compared c => $"{Words(c.Left)} {c.Operator switch { Comparison.Equal => "is", Comparison.NotEqual => "is not", Comparison.Less => "is below", Comparison.LessOrEqual => "is at most", Comparison.Greater => "is above", _ => "is at least" }} {Words(c.Right)}",
        Ranged r => $"{Words(r.Of)} is {(r.Negated ? "not " : "")}between {Words(r.From)} and {Words(r.To)}",
        InPeriod p => $"{Words(p.Of)} is {p.Words} ({Range(p)})",
        TextMatch t => $"{Words(t.Of)} {(t.Negated ? "doesn't " : "")}{t.Kind switch { TextMatchKind.StartsWith => "start", TextMatchKind.EndsWith => "end", _ => "contain" }}{(t.Negated ? "" : "s")} {(t.Kind == TextMatchKind.Contains ? "" : "with ")}'{t.Text}'",
        IsMissing m => $"{Words(m.Of)} is {(m.Negated ? "known" : "missing")}",
        OneOf o => $"{Words(o.Of)} is {(o.Negated ? "none" : "one")} of {string.Join(", ", o.Values.Select(Words))}",
        InPlan i => $"{Words(i.Of)} is {(i.Negated ? "not " : "")}among those found by another query ({new PlanWords(i.Plan, culture).Whole().TrimEnd('.')})",
        AllOf a => string.Join(" and ", a.Parts.Select(Words)),
        AnyOf a => "(" + string.Join(" or ", a.Parts.Select(Words)) + ")",
        Not n => $"it is not so that {Words(n.Part)}",
        _ => "",
    };

    public static string Listed(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count switch { 0 => "", 1 => all[0], _ => string.Join(", ", all.Take(all.Count - 1)) + " and " + all[^1] };
    }
}
