using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Workflows;

namespace Assistant.Skills.Agents.Flows;

/// <summary>Profiles what is new or changed, proposes rules learnt from one part of the rows and checked on the other, and lets them wait for a person.</summary>
public sealed class RuleCreation(AgentTables tables, DataSources sources, QualityChecks checks, QualityRules rules)
{
    public const string Name = "rule-creation";

    // The rest waits for the next run: a customer's database has more to do than to be profiled.
    private const int MostTables = 25;

    // Of choosing, while a source is new and its statistics are on their way.
    private const int PatientAttempts = 4;

    // Of the rows a rule was not learnt from, the share that must keep it.
    private const double LeastChecked = 0.85;

    public Workflow Workflow => new(Name, "Rule creation", Workflow.HalfHourly,
    [
        new("choose", "Choose what to look at", ChooseAsync),
        new("profile", "Profile the tables and learn rules", ProfileAsync),
        new("check", "Check the rules on the other part of the rows", CheckAsync),
        new("propose", "Propose them to people", ProposeAsync),
    ]);

    private async Task<StepOutcome> ChooseAsync(StepContext step, CancellationToken cancellationToken)
    {
        var due = await tables.DueAsync(step, Name, cancellationToken);
        if (due.Count == 0 && step.Attempt < PatientAttempts && await tables.AreComingAsync(step, cancellationToken))
            return new StepOutcome.Failed("The statistics of a source are still being gathered. It goes on when they are there.", CanRetry: true);
        var chosen = due.Take(MostTables).ToList();
        return new StepOutcome.Done(chosen, due.Count == 0 ? "No table is new or has changed."
            : due.Count > chosen.Count ? $"{chosen.Count} of {due.Count} tables are new or have changed; the others wait for the next run." : $"{Count(due.Count, "table is", "tables are")} new or {(due.Count == 1 ? "has" : "have")} changed.");
    }

    private async Task<StepOutcome> ProfileAsync(StepContext step, CancellationToken cancellationToken)
    {
        var learnt = new List<LearntRules>();
        foreach (var table in step.Output<List<AgentTable>>("choose") ?? [])
            learnt.Add(await step.RememberAsync(table.Key, () => LearnAsync(step, table, cancellationToken),
                found => found.Rules is null ? $"{table.Table}: could not be read just now" : $"{table.Table}: {Count(found.Rows, "row", "rows")}, {Count(found.Rules.Count, "rule", "rules")} learnt", table.SourceId, cancellationToken));
        var read = learnt.Count(l => l.Rules is not null);
        return learnt.Count > 0 && read == 0
            ? new StepOutcome.Failed("None of the tables could be read. Check the sources on the page Sources.", CanRetry: true)
            : new StepOutcome.Done(learnt, learnt.Count == 0 ? null : $"{Count(learnt.Sum(l => l.Rules?.Count ?? 0), "rule", "rules")} learnt from {Count(read, "table", "tables")}.");
    }

    private static Task<StepOutcome> CheckAsync(StepContext step, CancellationToken cancellationToken)
    {
        var learnt = step.Output<List<LearntRules>>("profile") ?? [];
        var kept = learnt.Select(l => l with { Rules = l.Rules?.Where(r => r.Judged > 0 && (r.Checked ?? 1) >= LeastChecked).ToList() }).ToList();
        var (before, after) = (learnt.Sum(l => l.Rules?.Count ?? 0), kept.Sum(l => l.Rules?.Count ?? 0));
        return Task.FromResult<StepOutcome>(new StepOutcome.Done(kept, before == 0 ? null : after == before ? before == 1 ? "The one holds on the rows it was not learnt from." : $"All {before} hold on the rows they were not learnt from." : $"{after} of {before} hold on the rows they were not learnt from."));
    }

    private async Task<StepOutcome> ProposeAsync(StepContext step, CancellationToken cancellationToken)
    {
        var (proposed, waiting) = (0, 0);
        var chosen = (step.Output<List<AgentTable>>("choose") ?? []).ToDictionary(t => t.Key);
        foreach (var found in step.Output<List<LearntRules>>("check") ?? [])
        {
            if (found.Rules is not { } list || !chosen.TryGetValue(found.Key, out var table))
                continue;
            // What is proposed twice is kept once, so that being killed between the two does no harm.
            var counts = await step.RememberAsync(found.Key, async () =>
            {
                if (await sources.OpenAsync(step.Caller, table.SourceId, cancellationToken) is null)
                    return new Counts(0, 0);
                var before = (await rules.ListAsync(step.Caller, table.SourceId, cancellationToken)).Select(r => r.Id).ToHashSet();
                var kept = await rules.ProposeAsync(step.Caller, table.SourceId, list, cancellationToken);
                return new Counts(kept.Count(r => !before.Contains(r.Id)), kept.Count(r => r.State is RuleState.Proposed));
            }, c => $"{table.Table}: {Count(c.New, "new rule", "new rules")} proposed, {c.Waiting} waiting", table.SourceId, cancellationToken);
            await AgentTables.LookedAsync(step, table, Name, cancellationToken);
            (proposed, waiting) = (proposed + counts.New, waiting + counts.Waiting);
        }
        return new StepOutcome.Done(null, chosen.Count == 0 ? "Nothing new to learn from." : $"{Count(proposed, "new rule is", "new rules are")} proposed in {Count(chosen.Count, "table", "tables")}; {waiting} wait for a person on the page Quality.");
    }

    private async Task<LearntRules> LearnAsync(StepContext step, AgentTable table, CancellationToken cancellationToken) =>
        await sources.OpenAsync(step.Caller, table.SourceId, cancellationToken) is { } source && source.Catalog.Find(table.Table) is { } found
            && await checks.FindAsync(source, found, cancellationToken) is { } findings
            ? new(table.Key, findings.Rows, findings.Rules) : new(table.Key, 0, null);

    private static string Count(long count, string one, string many) => $"{count:#,0} {(count == 1 ? one : many)}";

    /// <param name="Rules">Null where the table could not be read.</param>
    internal sealed record LearntRules(string Key, long Rows, IReadOnlyList<ProposedRule>? Rules);

    internal sealed record Counts(int New, int Waiting);
}
