using Assistant.Skills.MissingData;
using Assistant.Skills.Sources;
using Assistant.Skills.Tasks;
using Assistant.Skills.Workflows;

namespace Assistant.Skills.Agents.Flows;

/// <summary>Scans for what is missing, makes tasks of the gaps that matter, and keeps both true to the data.</summary>
public sealed class MissingDataResolution(AgentTables tables, DataSources sources, MissingScans scans, MissingFindings findings, TaskBoard board, TaskSettling settling)
{
    public const string Name = "missing-data-resolution";

    // The rest waits for the next run: a customer's database has more to do than to be scanned.
    private const int MostTables = 40;

    // A table that was looked at before is looked at again after this: somebody may have filled it.
    private static readonly TimeSpan Again = TimeSpan.FromHours(12);

    public Workflow Workflow => new(Name, "Missing-data resolution", Workflow.HalfHourly,
    [
        new("choose", "Choose what to look at", ChooseAsync),
        new("scan", "Look for what is missing", ScanAsync),
        new("tasks", "Make tasks of what matters", MakeTasksAsync),
        new("close", "Close what is filled", CloseAsync),
    ]);

    private async Task<StepOutcome> ChooseAsync(StepContext step, CancellationToken cancellationToken)
    {
        var all = await tables.ReadableAsync(step, cancellationToken);
        var due = (await tables.DueAsync(step, Name, cancellationToken)).ToList();
        foreach (var source in all.GroupBy(t => t.SourceId))
        {
            var scanned = await findings.ScannedAsync(step.Caller, source.Key, cancellationToken);
            due.AddRange(source.Where(t => scanned.TryGetValue(t.Table, out var at) && at < step.Now - Again && due.All(d => d.Key != t.Key)));
        }
        return new StepOutcome.Done(due.Take(MostTables).ToList(), due.Count == 0 ? "Every table was looked at lately." : $"{Math.Min(due.Count, MostTables)} of {all.Count} tables are looked at.");
    }

    private async Task<StepOutcome> ScanAsync(StepContext step, CancellationToken cancellationToken)
    {
        var (read, gaps) = (0, 0);
        var chosen = step.Output<List<AgentTable>>("choose") ?? [];
        foreach (var table in chosen)
        {
            // The same data give the same findings, once: being killed between scan and note does no harm.
            var found = await step.RememberAsync(table.Key, async () =>
                await sources.OpenAsync(step.Caller, table.SourceId, cancellationToken) is { } source && source.Catalog.Find(table.Table) is { } known
                    && await scans.ScanAsync(step.Caller, source, known, cancellationToken) is { } scanned ? new Scanned(true, scanned.Gaps.Count) : new Scanned(false, 0),
                s => !s.Read ? $"{table.Table}: could not be read just now" : s.Gaps == 0 ? $"{table.Table}: nothing is missing" : $"{table.Table}: {s.Gaps} {(s.Gaps == 1 ? "gap" : "gaps")}", table.SourceId, cancellationToken);
            if (found.Read)
                await AgentTables.LookedAsync(step, table, Name, cancellationToken);
            (read, gaps) = (read + (found.Read ? 1 : 0), gaps + found.Gaps);
        }
        return chosen.Count > 0 && read == 0
            ? new StepOutcome.Failed("None of the tables could be read. Check the sources on the page Sources.", CanRetry: true)
            : new StepOutcome.Done(gaps, chosen.Count == 0 ? null : $"{gaps} gaps in {read} tables.");
    }

    private async Task<StepOutcome> MakeTasksAsync(StepContext step, CancellationToken cancellationToken)
    {
        // A gap has one task, so a step that is done again makes none twice.
        var made = 0;
        foreach (var info in await tables.SourcesAsync(step, cancellationToken))
            if (await sources.OpenAsync(step.Caller, info.Id, cancellationToken) is { } source)
                made += await board.MakeAsync(step.Caller, source, await findings.ListAsync(step.Caller, source, cancellationToken), PriorityLevel.High, cancellationToken);
        return new StepOutcome.Done(made, made == 0 ? null : $"{made} {(made == 1 ? "task" : "tasks")} made of gaps of high priority.");
    }

    private async Task<StepOutcome> CloseAsync(StepContext step, CancellationToken cancellationToken)
    {
        await settling.SettleAsync(step.Caller, cancellationToken);
        var open = 0;
        foreach (var info in await tables.SourcesAsync(step, cancellationToken))
            if (await sources.OpenAsync(step.Caller, info.Id, cancellationToken) is { } source)
                open += (await findings.ListAsync(step.Caller, source, cancellationToken)).Count(f => f.State is FindingState.Open);
        return new StepOutcome.Done(null, open == 0 ? "Nothing is missing that a person has to fill." : $"{open} gaps are open; the page Missing data ranks them.");
    }

    internal sealed record Scanned(bool Read, int Gaps);
}
