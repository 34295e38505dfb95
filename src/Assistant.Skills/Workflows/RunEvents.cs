using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Workflows;

/// <summary>
/// A run's events as a person may see them: an event about a source is shown to who may use that source and sees all its tables, and of the
/// steps as such only administrators see what came of them, since that may tell of any source.
/// </summary>
public sealed class RunEvents(Database database, SourcePeople people, Policies policies)
{
    internal async Task<IReadOnlyList<TurnUpdate>> ReadAsync(Caller caller, Guid runId, int after, CancellationToken cancellationToken)
    {
        List<(int Number, Guid? Source, string Json)> rows;
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
            rows = (await tenant.Connection.QueryAsync<(int, Guid?, string)>(new(
                "SELECT number, source_id, event::text FROM workflow_events WHERE organization_id = @OrganizationId AND run_id = @runId AND number > @after ORDER BY number",
                new { caller.OrganizationId, runId, after }, cancellationToken: cancellationToken))).AsList();
        var updates = rows.Select(row => (row.Source, Update: new TurnUpdate(row.Number, ConversationJson.Read<TurnEvent>(row.Json)))).ToList();
        if (caller.May(Permission.ManageOrganization))
            return [.. updates.Select(u => u.Update)];
        var closed = await ClosedAsync(caller, updates.Select(u => u.Source).OfType<Guid>().Distinct(), cancellationToken);
        return [.. updates.Where(u => u.Source is not { } source || !closed.Contains(source)).Select(u => u.Source is null ? Bare(u.Update) : u.Update).OfType<TurnUpdate>()];
    }

    private async Task<HashSet<Guid>> ClosedAsync(Caller caller, IEnumerable<Guid> sources, CancellationToken cancellationToken)
    {
        var closed = (await people.HiddenFromAsync(caller, cancellationToken)).ToHashSet();
        foreach (var source in sources.Where(s => !closed.Contains(s)).ToList())
            if ((await policies.ForAsync(caller, source, cancellationToken)) is { HiddenTables.Count: > 0 } or { Masks.Count: > 0 })
                closed.Add(source);
        return closed;
    }

    /// <summary>Null for what only tells what came of it.</summary>
    private static TurnUpdate? Bare(TurnUpdate update) => update.Event switch
    {
        PartShown { Part: StepPart step } => update with { Event = new PartShown(step with { Detail = null }) },
        PartShown { Part: ClosingPart { State: ClosingState.EngineError } closing } => update with { Event = new PartShown(closing with { Why = "An administrator sees the reason.", CanRetry = false }) },
        PartShown { Part: not ClosingPart } => null,
        _ => update,
    };
}
