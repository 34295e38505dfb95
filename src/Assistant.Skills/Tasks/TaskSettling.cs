using Assistant.Skills.Access;
using Assistant.Skills.MissingData;
using Assistant.Skills.Quality;
using Assistant.Skills.Storage;

namespace Assistant.Skills.Tasks;

/// <summary>
/// Keeps tasks true to the data: what a scan found filled closes its task, what lacks again opens it again, what a person called meant so drops it. Doing it
/// twice changes nothing. It is done whenever tasks are looked at, so no scan, workflow or change set need know of tasks.
/// </summary>
public sealed class TaskSettling(Database database, MissingFindings findings, QualityRules rules, TimeProvider time)
{
    /// <summary>Settles all tasks of the caller's organization; of those from rules, the ones whose rules the caller may see.</summary>
    /// <returns>Tasks that moved.</returns>
    public async Task<int> SettleAsync(Caller caller, CancellationToken cancellationToken)
    {
        IReadOnlyList<TaskRows.Row> tasks;
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
            tasks = [.. (await TaskRows.ReadAsync(tenant, cancellationToken)).Where(t => t.FindingId is not null || t.RuleId is not null)];
        if (tasks.Count == 0)
            return 0;
        var states = await findings.StatesAsync(caller, [.. tasks.Select(t => t.FindingId).OfType<Guid>()], cancellationToken);
        var ruled = tasks.Any(t => t.RuleId is not null) ? (await rules.ListAsync(caller, null, cancellationToken)).ToDictionary(r => r.Id) : [];
        var moves = new List<(TaskRows.Row Task, TaskState To, string Why)>();
        foreach (var task in tasks)
        {
            if (task.FindingId is { } finding && states.TryGetValue(finding, out var state))
                Judge(task, state.State switch { FindingState.Filled => false, FindingState.Open => true, _ => null }, state.SeenAt, moves);
            else if (task.RuleId is { } id && ruled.GetValueOrDefault(id) is { State: RuleState.Active, Runs: [.., var run] })
                Judge(task, run.Violations > 0, run.At, moves);
        }
        if (moves.Count == 0)
            return 0;
        var now = time.GetUtcNow();
        var moved = 0;
        await using var writing = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        foreach (var (task, to, why) in moves)
            moved += await TaskRows.MoveAsync(writing, task.Id, task.TaskState, to, null, now, why, cancellationToken) ? 1 : 0;
        await writing.CommitAsync(cancellationToken);
        return moved;
    }

    /// <param name="lacks">Whether it is still missing or broken; null where a person said that it is meant so.</param>
    /// <param name="seenAt">When somebody last looked: a task closed after that waits for the next look.</param>
    private static void Judge(TaskRows.Row task, bool? lacks, DateTimeOffset seenAt, List<(TaskRows.Row, TaskState, string)> moves)
    {
        var closed = task.TaskState is TaskState.Done or TaskState.Dropped;
        if (lacks is false && !closed)
            moves.Add((task, TaskState.Done, "nothing is missing any more"));
        else if (lacks is null && !closed)
            moves.Add((task, TaskState.Dropped, "it is meant so"));
        else if (lacks is true && task.TaskState is TaskState.Done && seenAt > task.ClosedAt)
            moves.Add((task, TaskState.ToDo, "it lacks again"));
    }
}
