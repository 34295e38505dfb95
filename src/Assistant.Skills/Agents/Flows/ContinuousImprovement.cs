using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Workflows;

namespace Assistant.Skills.Agents.Flows;

/// <summary>Runs the active rules, turns what people said of flagged rows into challengers, lets them judge in the shadow, and puts the better ones in use where that is allowed.</summary>
public sealed class ContinuousImprovement(AgentTables tables, DataSources sources, QualityRounds rounds, QualityRules rules, RuleLabels labels, RuleChallengers challengers, RuleTrials trials)
{
    public const string Name = "continuous-improvement";

    public Workflow Workflow => new(Name, "Continuous improvement", Workflow.HalfHourly,
    [
        new("check", "Run the active rules", CheckAsync),
        new("loads", "Compare the newest loads with those before", LoadsAsync),
        new("feedback", "Gather what people said of rows", FeedbackAsync),
        new("challenge", "Make challengers", ChallengeAsync),
        new("shadow", "Let challengers judge in the shadow", ShadowAsync),
        new("verdict", "Tell the verdicts", VerdictAsync),
    ]);

    private async Task<StepOutcome> CheckAsync(StepContext step, CancellationToken cancellationToken)
    {
        var (ran, broken) = (0, 0);
        foreach (var source in await tables.SourcesAsync(step, cancellationToken))
        {
            var round = await step.RememberAsync($"{source.Id:N}", () => rounds.CheckAsync(step.Caller, source.Id, cancellationToken),
                r => r.Count == 0 ? null : $"{source.Name}: {Counted.Of(r.Count, "rule", "rules")} ran, {Broken(r.Attention)}", source.Id, cancellationToken);
            (ran, broken) = (ran + round.Count, broken + round.Attention);
        }
        return new StepOutcome.Done(null, ran == 0 ? "No rule is active." : $"{Counted.Of(ran, "rule", "rules")} ran, {Broken(broken)}.");
    }

    private async Task<StepOutcome> LoadsAsync(StepContext step, CancellationToken cancellationToken)
    {
        var (judged, odd) = (0, 0);
        foreach (var source in await tables.SourcesAsync(step, cancellationToken))
        {
            var round = await step.RememberAsync($"{source.Id:N}", () => rounds.JudgeLoadsAsync(step.Caller, source.Id, cancellationToken),
                r => r.Count == 0 ? null : $"{source.Name}: {Counted.Of(r.Count, "load", "loads")} compared, {r.Attention} odd or late", source.Id, cancellationToken);
            (judged, odd) = (judged + round.Count, odd + round.Attention);
        }
        return new StepOutcome.Done(null, judged == 0 ? null : $"{Counted.Of(judged, "load", "loads")} compared with those before, {odd} odd or late.");
    }

    private async Task<StepOutcome> FeedbackAsync(StepContext step, CancellationToken cancellationToken)
    {
        var mine = (await tables.SourcesAsync(step, cancellationToken)).Select(s => s.Id).ToHashSet();
        var rejected = new List<int>();
        foreach (var rule in (await rules.ListAsync(step.Caller, null, cancellationToken)).Where(r => r.State is RuleState.Active && mine.Contains(r.SourceId)))
            if ((await labels.CountAsync(step.Caller, rule.Id, cancellationToken)).Rejected > 0)
                rejected.Add(rule.Number);
        return new StepOutcome.Done(rejected, rejected.Count == 0 ? "Nobody found a rule wrong about a row." : $"Of {Counted.Of(rejected.Count, "rule", "rules")} people found rows that are no faults.");
    }

    private async Task<StepOutcome> ChallengeAsync(StepContext step, CancellationToken cancellationToken)
    {
        var started = 0;
        foreach (var number in step.Output<List<int>>("feedback") ?? [])
            started += await step.RememberAsync($"{number}", () => StartAsync(step, number, cancellationToken), _ => null, null, cancellationToken) ? 1 : 0;
        return new StepOutcome.Done(null, started == 0 ? null : $"{Counted.Of(started, "new version is", "new versions are")} tested in the shadow of the ones in use.");
    }

    /// <summary>Whether a test began. A rule has one test at a time, and what was tested is not tested again.</summary>
    private async Task<bool> StartAsync(StepContext step, int number, CancellationToken cancellationToken)
    {
        if (await rules.FindAsync(step.Caller, number, cancellationToken) is not { State: RuleState.Active } rule
            || await sources.OpenAsync(step.Caller, rule.SourceId, cancellationToken) is not { } source
            || await challengers.FromFeedbackAsync(step.Caller, source, rule, cancellationToken) is not { } version)
            return false;
        var before = (await trials.ListAsync(step.Caller, rule.SourceId, cancellationToken)).Where(t => t.RuleId == rule.Id);
        return before.All(t => t.State is not TrialState.Running && t.Challenger.Title != version.Title)
            && await trials.StartAsync(step.Caller, rule, version.Body, version.Why, TrialPlan.Of(), cancellationToken) is TrialOutcome.Started;
    }

    private async Task<StepOutcome> ShadowAsync(StepContext step, CancellationToken cancellationToken)
    {
        var verdicts = new List<Seen>();
        foreach (var source in await tables.SourcesAsync(step, cancellationToken))
            verdicts.AddRange(await step.RememberAsync($"{source.Id:N}", async () =>
                (await trials.RunShadowAsync(step.Caller, source.Id, cancellationToken)).Select(t => new Seen(t.RuleNumber, t.Verdict, t.State, t.Challenger.Number)).ToList(),
                seen => seen.Count == 0 ? null : $"{source.Name}: {string.Join(", ", seen.Select(Words))}", source.Id, cancellationToken));
        return new StepOutcome.Done(verdicts, verdicts.Count == 0 ? "No test runs." : verdicts.Count == 1 ? "One test was looked at." : $"{verdicts.Count} tests were looked at.");
    }

    private static Task<StepOutcome> VerdictAsync(StepContext step, CancellationToken cancellationToken)
    {
        var verdicts = step.Output<List<Seen>>("shadow") ?? [];
        var (promoted, decided) = (verdicts.Count(v => v.State is TrialState.Promoted), verdicts.Count(v => v.State is not TrialState.Running));
        return Task.FromResult<StepOutcome>(new StepOutcome.Done(null, verdicts.Count == 0 ? "Active rules ran; no version is being tested."
            : $"{Counted.Of(verdicts.Count, "version is", "versions are")} tested: {decided} came to a verdict, {promoted} took over."));
    }

    private static string Broken(int rules) => rules == 1 ? "1 is broken" : $"{rules} are broken";

    private static string Words(Seen seen) => $"rule {seen.Rule}, version {seen.Version}: {seen switch
    {
        { State: TrialState.Promoted } => "better, in use now",
        { Verdict: TrialVerdict.Better } => "better, waits for a person",
        { Verdict: TrialVerdict.Worse } => "worse",
        { Verdict: TrialVerdict.NoDifference } => "no difference",
        _ => "not enough data yet",
    }}";

    internal sealed record Seen(int Rule, TrialVerdict Verdict, TrialState State, int Version);
}
