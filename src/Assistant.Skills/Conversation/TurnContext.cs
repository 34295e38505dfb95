using Assistant.Skills.Access;

namespace Assistant.Skills.Conversation;

/// <summary>Who asks, where, with which rights: known to skills, never decided by a model.</summary>
/// <param name="Text">What the person wrote, as written.</param>
/// <param name="Today">The person's date, in their time zone.</param>
/// <param name="Emit">Shows an event to the person at once; the turn log keeps it.</param>
/// <param name="State">What skills noted in earlier turns of the conversation, by key, as JSON; kept when the turn ends.</param>
public sealed record TurnContext(
    Caller Caller, Guid ConversationId, Guid TurnId, Guid? SourceId, string Text, DateOnly Today,
    Func<TurnEvent, ValueTask> Emit, IDictionary<string, string> State)
{
    /// <summary>The project of the conversation: its sources are preferred.</summary>
    public Guid? ProjectId { get; init; }

    public ValueTask ShowAsync(MessagePart part) => Emit(new PartShown(part));
}

/// <summary>What a skill hands back: a short text the model reads, and parts the person sees (those it did not show already).</summary>
public sealed record SkillResult(string ForModel, IReadOnlyList<MessagePart> ForPerson)
{
    public ClosingState State { get; init; } = ClosingState.Answered;

    public static SkillResult Say(string text) => new(text, [new TextPart(text)]);
}
