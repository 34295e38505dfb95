using System.Text.Json.Serialization;

namespace Assistant.Skills.Conversation;

/// <summary>One thing that happened while the assistant worked on a turn.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TurnBegan), "began")]
[JsonDerivedType(typeof(TextWritten), "text")]
[JsonDerivedType(typeof(PartShown), "part")]
[JsonDerivedType(typeof(TurnEnded), "ended")]
public abstract record TurnEvent;

public sealed record TurnBegan(Guid TurnId, Guid ConversationId, string Question) : TurnEvent;

/// <summary>More of the text being written; a TextPart or HeadlinePart that follows holds the whole and replaces it.</summary>
public sealed record TextWritten(string Text) : TurnEvent;

public sealed record PartShown(MessagePart Part) : TurnEvent;

/// <summary>The last event of every turn.</summary>
public sealed record TurnEnded(ClosingState State, int Milliseconds) : TurnEvent;

/// <summary>An event with its number in the turn, from 1; readers follow from the last number they saw.</summary>
public sealed record TurnUpdate(int Number, TurnEvent Event);

/// <param name="SourceId">The source the person chose, or null to let the assistant find it.</param>
/// <param name="ReplacesTurnId">For edit-and-resend and regenerate: the turn (and all after it) that this one takes the place of.</param>
/// <param name="ConversationId">Empty begins a conversation.</param>
/// <param name="Key">The sender's own name for this request, at most 200 characters: sent again with it, it is not asked again.</param>
public sealed record TurnRequest(Guid ConversationId, string Text, Guid? SourceId = null, Guid? ReplacesTurnId = null, string? Key = null)
{
    /// <summary>The project in which a new conversation begins; null for the one that the person works in.</summary>
    public Guid? ProjectId { get; init; }
}
