using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality;

/// <summary>Rules as sentences.</summary>
public static class RuleWords
{
    private const int MostValues = 5;

    /// <summary>The rule in one sentence without a full stop, e.g. "Serial number is filled where status is running".</summary>
    public static string Title(RuleBody rule)
    {
        var said = Demand(rule);
        var title = char.ToUpperInvariant(said[0]) + said[1..];
        if (rule.When is { } when)
            title += $" where {Said(when)}";
        return rule.Except is { } except ? $"{title}, except where {Said(except)}" : title;
    }

    private static string Said(RowCondition condition) => condition.Values is { } values ? $"{Name(condition.Column)} is {List(values, "or")}" : $"{Name(condition.Column)} is filled";

    /// <summary>What is wrong with rows that break the rule, e.g. "serial number is missing".</summary>
    public static string Fault(RuleBody rule) => rule is RuleBody.Within && rule.When is { } when ? $"{Wrong(rule)} where {Said(when)}" : Wrong(rule);

    private static string Wrong(RuleBody rule) => rule switch
    {
        RuleBody.Within { Most: "today" } within => $"{Name(within.Column)} is in the future",
        RuleBody.Filled filled => $"{Name(filled.Column)} is missing",
        RuleBody.Unique unique => $"the same {string.Join(" and ", unique.Columns.Select(Name))} stands in several rows",
        RuleBody.OneOf one => $"{Name(one.Column)} is none of the known values",
        RuleBody.NotSpelled not => not.Meant.Values.All(v => v == "") ? $"{Name(not.Column)} is {List([.. not.Meant.Keys], "or")}" : $"{Name(not.Column)} is spelled in another way",
        RuleBody.Within within => $"{Name(within.Column)} is out of range",
        RuleBody.Shaped shaped => $"{Name(shaped.Column)} is written in another form",
        RuleBody.Long size => $"{Name(size.Column)} has another length",
        RuleBody.Typed typed => $"{Name(typed.Column)} is no {Kind(typed.Kind)}",
        RuleBody.Known known => $"{Name(known.Column)} is not in {known.Table}",
        RuleBody.Determined told => $"{Name(told.Column)} differs from other rows with the same {Name(told.By)}",
        RuleBody.Ordered ordered => $"{Name(ordered.Upper)} is {(ordered.Dates ? "before" : "less than")} {Name(ordered.Lower)}",
        RuleBody.Computed computed => $"{Name(computed.Column)} does not fit {string.Join(", ", computed.Parts.Select(Name))}",
        RuleBody.Twin twin => $"the row nearly repeats another one: only {Names(twin.Apart)} {(twin.Apart.Count == 1 ? "differs" : "differ")}",
        RuleBody.Proportion ratio => $"{Name(ratio.Column)} is out of proportion to {Name(ratio.To)}",
        RuleBody.Distinct => "the row stands twice",
        RuleBody.Trimmed trimmed => $"{Name(trimmed.Column)} has blanks before or behind it",
        RuleBody.Unlike unlike => $"{Names(unlike.Columns)} is nearly that of another row",
        RuleBody.Written written => $"{written.Condition}",
        RuleBody.Recent => "the data are old",
        _ => "the table has another number of rows",
    };

    private static string Demand(RuleBody rule) => rule switch
    {
        RuleBody.Filled filled => $"{Name(filled.Column)} is filled",
        RuleBody.Unique unique => $"{string.Join(" and ", unique.Columns.Select(Name))} {(unique.Columns.Count > 1 ? "together tell" : "tells")} the rows apart",
        RuleBody.OneOf one => $"{Name(one.Column)} is {(one.Values.Count <= MostValues ? List(one.Values, "or") : $"one of {one.Values.Count} known values")}",
        RuleBody.NotSpelled not when not.Meant.Values.All(v => v == "") => $"{Name(not.Column)} is not {List([.. not.Meant.Keys], "or")}",
        RuleBody.NotSpelled not => $"{Name(not.Column)} is spelled in one way ({List([.. not.Meant.Take(2).Select(m => $"{m.Value}, not {m.Key}")], "and")})",
        RuleBody.Within { Most: "today" } within => $"{Name(within.Column)} is not in the future",
        RuleBody.Within { Least: "today" } within => $"{Name(within.Column)} is not in the past",
        RuleBody.Within { Least: "0.000001", Most: null } or RuleBody.Within { Least: "1", Most: null, Dates: false } => $"{Name(((RuleBody.Within)rule).Column)} is positive",
        RuleBody.Within { Least: { } least, Most: { } most } within => $"{Name(within.Column)} lies between {least} and {most}",
        RuleBody.Within { Least: { } least } within => within.Dates ? $"{Name(within.Column)} is not before {least}" : least == "0" ? $"{Name(within.Column)} is not negative" : $"{Name(within.Column)} is at least {least}",
        RuleBody.Within within => within.Dates ? $"{Name(within.Column)} is not after {within.Most}" : $"{Name(within.Column)} is at most {within.Most}",
        RuleBody.Shaped shaped => $"{Name(shaped.Column)} is written like {List([.. shaped.Shapes.Take(3).Select(ShapeLearner.Pictured)], "or")}",
        RuleBody.Long size => size.Least == size.Most ? $"{Name(size.Column)} has {size.Least} characters" : $"{Name(size.Column)} has {size.Least} to {size.Most} characters",
        RuleBody.Typed typed => $"{Name(typed.Column)} is a {Kind(typed.Kind)}",
        RuleBody.Known known => $"{Name(known.Column)} is known in {known.Table}",
        RuleBody.Determined told => told.FromMany ? $"all rows of a {Name(told.By)} tell the same {Name(told.Column)}" : $"{Name(told.By)} tells the {Name(told.Column)}",
        RuleBody.Ordered ordered => ordered.Dates ? $"{Name(ordered.Upper)} is not before {Name(ordered.Lower)}" : $"{Name(ordered.Lower)} is {(ordered.Strictly ? "less than" : "at most")} {Name(ordered.Upper)}",
        RuleBody.Computed computed => $"{Name(computed.Column)} is {Formed(computed)}",
        RuleBody.Twin twin => $"no row repeats another one but for {Names(twin.Apart)}",
        RuleBody.Proportion ratio => (ratio.Least, ratio.Most) switch
        {
            ({ } least, { } most) => $"{Name(ratio.Column)} is {least} to {most} times the {Name(ratio.To)}",
            ({ } least, null) => $"{Name(ratio.Column)} is at least {least} times the {Name(ratio.To)}",
            var (_, most) => $"{Name(ratio.Column)} is at most {most} times the {Name(ratio.To)}",
        },
        RuleBody.Distinct => "no row stands twice",
        RuleBody.Trimmed trimmed => $"{Name(trimmed.Column)} has no blanks before or behind it",
        RuleBody.Unlike unlike => $"no two rows have nearly the same {Names(unlike.Columns)}",
        RuleBody.Written written => $"not: {written.Condition}",
        RuleBody.Recent recent => $"the newest {Name(recent.Column)} is at most {recent.Days} days old",
        RuleBody.Volume { Most: { } most } volume => $"the table has {volume.Least:N0} to {most:N0} rows",
        RuleBody.Volume volume => $"the table has at least {volume.Least:N0} rows",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Formed(RuleBody.Computed rule)
    {
        var parts = rule.Parts.Select(Name).ToList();
        return rule.Formula switch
        {
            Formula.Product => string.Join(" × ", parts),
            Formula.Sum => string.Join(" + ", parts),
            Formula.Difference => $"{parts[0]} − {parts[1]}",
            Formula.Discounted => $"{parts[0]} × {parts[1]}, less {parts[2]} %",
            _ => $"{parts[0]} × {parts[1]} × (1 − {parts[2]})",
        };
    }

    private static string Kind(ValueKind kind) => kind switch { ValueKind.Date => "date", ValueKind.WholeNumber => "whole number", ValueKind.Number => "number", _ => "text" };

    private static string List(IReadOnlyList<string> values, string last) => values.Count switch
    {
        0 => "",
        1 => values[0],
        <= MostValues => $"{string.Join(", ", values.Take(values.Count - 1))} {last} {values[^1]}",
        _ => $"{string.Join(", ", values.Take(3))} and {values.Count - 3} more",
    };

    private static string Names(IReadOnlyList<string> columns) => string.Join(" and ", columns.Select(Name));

    private static string Name(string column) => NameWords.Joined(column) is { Length: > 0 } words ? words : column;
}
