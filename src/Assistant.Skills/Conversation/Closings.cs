using Assistant.Skills.Sources;

namespace Assistant.Skills.Conversation;

/// <summary>The foreseen ends of reading, as the closing part of an answer.</summary>
public static class Closings
{
    /// <summary>Null for rows.</summary>
    public static ClosingPart? Of(QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.Rows => null,
        QueryOutcome.NotAllowed not => new(ClosingState.NotAllowed, "You are not allowed to see this", not.What, []),
        QueryOutcome.NotModelled missing => new(
            ClosingState.NotModelled, "The data does not have this",
            $"There is no '{missing.Name}'.{(missing.Nearest is { } nearest ? $" The nearest is '{nearest}'." : "")}", []),
        QueryOutcome.NotARead write => new(ClosingState.NotAllowed, "Only one query that reads may run here", write.Why, []),
        QueryOutcome.TooCostly costly => new(ClosingState.EngineError, "This would take too much", costly.Why, [], CanRetry: true),
        QueryOutcome.NotUnderstood unclear => new(ClosingState.NotModelled, "The query is not understood", unclear.Why, []),
        QueryOutcome.EngineFailed failed => new(ClosingState.EngineError, "The source could not answer", failed.Message, [], CanRetry: true),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
