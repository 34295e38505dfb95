namespace Assistant.Skills.Agents;

/// <summary>Rule: a query that finds rows. Change: statements that write cells. Undo: those that take them back.</summary>
public enum ScriptKind { Rule, Change, Undo }

/// <summary>Waiting: nobody has decided. InUse: a rule that runs. Written, TakenBack, NotWritten: what became of a change.</summary>
public enum ScriptState { Waiting, Approved, InUse, Rejected, TurnedOff, Written, TakenBack, NotWritten }

/// <summary>SQL that was made by an agent or a person and runs, will run or has run against a source.</summary>
/// <param name="Id">"rule-12", "change-3" or "undo-3".</param>
/// <param name="Number">Of the rule or the change.</param>
/// <param name="MayDecide">Whether who asks may approve or reject it now.</param>
public sealed record ReviewedScript(
    string Id, ScriptKind Kind, int Number, string Title, Guid SourceId, string SourceName, ScriptState State, string MadeBy, DateTimeOffset MadeAt,
    string? Reviewer, DateTimeOffset? ReviewedAt, bool MayDecide)
{
    public string? Sql { get; init; }
}
