namespace Assistant.Skills.Conversation;

/// <summary>How asking ended.</summary>
public abstract record StartOutcome
{
    private StartOutcome() { }

    /// <summary>The turn runs; with a key that was used before, it is the turn that was started then.</summary>
    public sealed record Started(Guid TurnId, Guid ConversationId) : StartOutcome;

    /// <summary>There is no such conversation of the caller's.</summary>
    public sealed record NotYours : StartOutcome;

    /// <summary>The key was used for another question.</summary>
    public sealed record KeyTaken : StartOutcome;

    /// <summary>The person asked more than is allowed in a minute.</summary>
    public sealed record TooMany(int PerMinute, TimeSpan RetryAfter) : StartOutcome;
}
