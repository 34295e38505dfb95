using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Agents;

/// <summary>
/// Every script that was made or will be run, in one list, with who reviewed it: the SQL of rules, the changes to data and what takes them
/// back. What stands there and what may be decided is as the rules and the changes themselves have it; a decision is theirs too.
/// </summary>
public sealed class AgentScripts(QualityRules rules, RuleReviews reviews, QualityChecks checks, ChangeSets changes, DataSources sources)
{
    /// <summary>Those that the caller may see, the latest first; without their SQL.</summary>
    public async Task<IReadOnlyList<ReviewedScript>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        var names = (await sources.ListAsync(caller, cancellationToken)).ToDictionary(s => s.Id, s => s.Name);
        var people = await reviews.ListAsync(caller, cancellationToken);
        var scripts = (await rules.ListAsync(caller, null, cancellationToken)).Where(r => names.ContainsKey(r.SourceId) && people.ContainsKey(r.Id))
            .Select(r => Of(r, people[r.Id], names[r.SourceId], caller)).ToList();
        foreach (var set in await changes.ListAsync(caller, cancellationToken))
            scripts.AddRange(Of(set, caller));
        return [.. scripts.OrderByDescending(s => s.State is ScriptState.Waiting).ThenByDescending(s => s.MadeAt)];
    }

    /// <summary>With its SQL; null where the caller may see none of that id.</summary>
    public async Task<ReviewedScript?> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken)).FirstOrDefault(s => s.Id == id) is { } script ? script with { Sql = await SqlAsync(caller, script, cancellationToken) } : null;

    /// <summary>Approves or rejects; returns why not, in words.</summary>
    /// <param name="note">Why; needed to reject a change.</param>
    public async Task<string?> DecideAsync(Caller caller, string id, bool approve, string note, CancellationToken cancellationToken)
    {
        if ((await ListAsync(caller, cancellationToken)).FirstOrDefault(s => s.Id == id) is not { } script)
            return "There is no such script.";
        if (script.Kind is ScriptKind.Undo)
            return "What takes a change back is decided with the change.";
        if (script.Kind is ScriptKind.Rule)
            return await rules.FindAsync(caller, script.Number, cancellationToken) is { } rule
                && await rules.DecideAsync(caller, rule.Id, approve ? RuleDecision.Accepted : RuleDecision.Rejected, note, null, cancellationToken) ? null : "There is no such rule.";
        if (await changes.FindAsync(caller, script.Number, cancellationToken) is not { } set)
            return "There is no such change.";
        return (approve ? await changes.ApproveAsync(caller, set.Id, null, note, cancellationToken) : await changes.RejectAsync(caller, set.Id, note, cancellationToken)) is ChangeOutcome.Refused refused
            ? refused.Why : null;
    }

    private async Task<string?> SqlAsync(Caller caller, ReviewedScript script, CancellationToken cancellationToken)
    {
        if (await sources.OpenAsync(caller, script.SourceId, cancellationToken) is not { } source)
            return null;
        if (script.Kind is ScriptKind.Rule)
            return await rules.FindAsync(caller, script.Number, cancellationToken) is { } rule ? checks.RowsQuery(source, rule.Rule) : null;
        return await changes.FindAsync(caller, script.Number, cancellationToken) is { } set
            ? ChangeScript.Of(set, await changes.CellsAsync(caller, set.Id, cancellationToken), script.Kind is ScriptKind.Undo) : null;
    }

    private static ReviewedScript Of(QualityRule rule, RuleReview review, string source, Caller caller) => new(
        $"rule-{rule.Number}", ScriptKind.Rule, rule.Number, $"{rule.Rule.Table.Name}: {rule.Rule.Title}", rule.SourceId, source,
        rule.State switch { RuleState.Proposed => ScriptState.Waiting, RuleState.Active => ScriptState.InUse, RuleState.Rejected => ScriptState.Rejected, _ => ScriptState.TurnedOff },
        review.MadeBy, review.MadeAt, review.Reviewer, review.ReviewedAt, caller.MayOn(Permission.ManageSources, rule.SourceId) && rule.State is RuleState.Proposed);

    private static IEnumerable<ReviewedScript> Of(ChangeSet set, Caller caller)
    {
        var state = set.State switch
        {
            ChangeState.Proposed => ScriptState.Waiting, ChangeState.Approved or ChangeState.Applying => ScriptState.Approved, ChangeState.Applied or ChangeState.Undoing => ScriptState.Written,
            ChangeState.Rejected => ScriptState.Rejected, ChangeState.Undone => ScriptState.TakenBack, _ => ScriptState.NotWritten,
        };
        yield return new($"change-{set.Number}", ScriptKind.Change, set.Number, set.Title, set.SourceId, set.SourceName, state, set.Author, set.MadeAt, set.DecidedBy, set.DecidedAt,
            caller.MayOn(Permission.ApproveChanges, set.SourceId) && set.State is ChangeState.Proposed);
        if (set.State is ChangeState.Applied or ChangeState.Undoing or ChangeState.Undone)
            yield return new($"undo-{set.Number}", ScriptKind.Undo, set.Number, set.Title, set.SourceId, set.SourceName, set.State is ChangeState.Undone ? ScriptState.Written : ScriptState.Approved,
                set.Author, set.WrittenAt ?? set.MadeAt, set.DecidedBy, set.DecidedAt, false);
    }
}
