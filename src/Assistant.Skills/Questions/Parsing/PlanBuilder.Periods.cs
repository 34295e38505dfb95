using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Several periods in one question: "this year vs last year" compares them.</summary>
internal sealed partial class PlanBuilder
{
    private static readonly HashSet<string> Comparisons = ["vs", "versus", "compare", "compared", "comparing", "comparison", "against", "and", "to"];

    /// <summary>
    /// No date lies in two periods that exclude each other, so both are meant: either may hold, and the answer is told for each.
    /// </summary>
    private PlanPredicate? Alternatives(PlanPredicate? where)
    {
        var parts = PlanPredicate.Conjuncts(where);
        var told = parts.OfType<AnyOf>().FirstOrDefault(a => a.Parts.Count > 1 && a.Parts.All(p => p is InPeriod { From: not null, Before: not null }));
        var periods = told is not null ? [.. told.Parts.Cast<InPeriod>()]
            : parts.OfType<InPeriod>().Where(p => p is { From: not null, Before: not null }).GroupBy(p => p.Of).Select(g => g.ToList()).FirstOrDefault(g => g.Count > 1 && Exclude(g));
        if (periods is null || periods.Select(p => p.Of).Distinct().Count() != 1)
            return where;
        BreakDown(periods);
        if (told is not null)
            return where;
        return parts.Where(p => p is not InPeriod i || !periods.Contains(i)).Append(new AnyOf([.. periods])).Aggregate((PlanPredicate?)null, PlanPredicate.And);
    }

    private static bool Exclude(List<InPeriod> periods)
    {
        var sorted = periods.OrderBy(p => p.From).ToList();
        return sorted.Zip(sorted.Skip(1)).All(p => p.First.Before <= p.Second.From);
    }

    /// <summary>"the average salary of men and women": an average over both would answer nothing, so each is told.</summary>
    private void BreakDownValues()
    {
        if (sketch.Groups.Count > 0 || sketch.Top is not null || sketch.Targets.Count == 0 || !sketch.Targets.All(t => t.Functions.Count > 0 && t.Functions.All(f => f is MeasureFunction.Average or MeasureFunction.Median)))
            return;
        if (sketch.Conditions.Where(c => c is { Scope: 0, Operator: Comparison.Equal } && ColumnOf(c) is not null).GroupBy(c => ColumnOf(c)).FirstOrDefault(g => g.Count() > 1 && g.Any(c => c.And)) is { Key: { } column })
            sketch.Groups.Add(new Noun(null) { Link = new Link(null, column, null, 1) });
    }

    private void BreakDown(List<InPeriod> periods)
    {
        if (sketch.Targets.Count > 0 && sketch.Targets.All(t => t is { Functions.Count: 0, Link.Column: { IsMeasure: false, IsDate: false } }) && tokens.Any(t => t.Lower.StartsWith("compar", StringComparison.Ordinal) || t.Lower is "vs" or "versus"))
        {
            // "compare 2024 and 2025 by channel" says by what, not what
            sketch.Groups.AddRange(sketch.Targets);
            sketch.Targets.Clear();
            sketch.Targets.Add(new Noun(null) { Functions = [MeasureFunction.Count] });
            Guesses.Add($"counted {Spoken(Entity!)}");
        }
        var measured = sketch.Targets.Any(t => t.Functions.Count > 0 || t.Link?.Column is { IsMeasure: true } || t.Link is { IsTable: true });
        if (!measured || sketch.Top is not null || sketch.Groups.Any(g => g.Grain is not null) || tokens.Any(t => t.Lower is "or") || !tokens.Any(t => Comparisons.Contains(t.Lower))
            || GrainOf(periods) is not { } grain || periods[0].Of is not ColumnValue value || ColumnOf(value) is not { } column)
            return;
        if (sketch.Targets.All(t => t.Functions.Count == 0) && sketch.Targets.Any(t => t.Link is { IsTable: true }) && !tokens.Any(t => t.Lower is not "and" and not "to" && Comparisons.Contains(t.Lower)) && sketch.AskedForList)
            return;
        sketch.Groups.Insert(0, new Noun(null) { Grain = grain, Link = new Link(null, column, null, 1) });
    }

    /// <summary>The largest grain of which each period is exactly one.</summary>
    private static Grain? GrainOf(List<InPeriod> periods)
    {
        bool All(Func<DateOnly, DateOnly> next, Func<DateOnly, bool> begins) => periods.All(p => begins(p.From!.Value) && next(p.From.Value) == p.Before);
        return All(d => d.AddYears(1), d => d is { Month: 1, Day: 1 }) ? Grain.Year
            : All(d => d.AddMonths(3), d => d is { Day: 1 } && d.Month % 3 == 1) ? Grain.Quarter
            : All(d => d.AddMonths(1), d => d.Day == 1) ? Grain.Month
            : All(d => d.AddDays(7), d => d.DayOfWeek == DayOfWeek.Monday) ? Grain.Week
            : All(d => d.AddDays(1), _ => true) ? Grain.Day : null;
    }
}
