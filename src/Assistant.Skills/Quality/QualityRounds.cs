using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>What a round over one source did.</summary>
/// <param name="Tables">Tables that were read.</param>
/// <param name="Count">Rules proposed or run, or tests looked at.</param>
/// <param name="Attention">Rules that are broken, or tests that came to a verdict.</param>
public sealed record RoundReport(int Tables, int Count, int Attention);

/// <summary>The work on quality that repeats itself: for schedules and workflows. Each method does one whole round of one source and may be run again at any time.</summary>
public sealed class QualityRounds(QualityChecks checks, QualityRules rules, RuleTrials trials, QualityLoads loads, DataSources sources)
{
    /// <summary>Learns rules from every table of the source and keeps them as proposals; what is known already is not doubled.</summary>
    public async Task<RoundReport> ProposeAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } source)
            return new(0, 0, 0);
        var (tables, proposed, broken) = (0, 0, 0);
        foreach (var table in source.VisibleTables())
        {
            if (await checks.FindAsync(source, table, cancellationToken) is not { } findings)
                continue;
            var kept = await rules.ProposeAsync(caller, sourceId, findings.Rules, cancellationToken);
            (tables, proposed, broken) = (tables + 1, proposed + kept.Count(r => r.State is RuleState.Proposed), broken + kept.Count(r => r.IsBroken));
        }
        return new(tables, proposed, broken);
    }

    /// <summary>Runs the active rules of the source and keeps the figures.</summary>
    public async Task<RoundReport> CheckAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } source)
            return new(0, 0, 0);
        var active = (await rules.ListAsync(caller, sourceId, cancellationToken)).Where(r => r.State is RuleState.Active).ToList();
        var ran = await checks.RunAsync(source, active, cancellationToken);
        await rules.RanAsync(caller, ran, cancellationToken);
        return new(ran.Select(r => r.Rule.Rule.Table).Distinct().Count(), ran.Count, ran.Count(r => r.Violations > 0));
    }

    /// <summary>Compares the newest load of each table that is loaded day by day with those before it, and keeps what is found.</summary>
    public async Task<RoundReport> JudgeLoadsAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } source)
            return new(0, 0, 0);
        var judged = new List<TableLoad>();
        foreach (var table in source.VisibleTables().Where(QualityChecks.IsLoadedByDay))
            if (await loads.JudgeAsync(caller, source, table, cancellationToken) is { } load)
                judged.Add(load);
        return new(judged.Count, judged.Count, judged.Count(l => l.IsOdd || l.IsLate(loads.Now)));
    }

    /// <summary>Lets challengers judge in the shadow of their champions, in every running test of the source; a decided test ends, and a better challenger of which no labelled row gets worse takes over.</summary>
    public async Task<RoundReport> RunShadowAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        var looked = await trials.RunShadowAsync(caller, sourceId, cancellationToken);
        return new(looked.Select(t => t.RuleId).Distinct().Count(), looked.Count, looked.Count(t => t.Verdict is not TrialVerdict.NotEnoughData));
    }
}
