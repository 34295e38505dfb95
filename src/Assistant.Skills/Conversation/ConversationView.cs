namespace Assistant.Skills.Conversation;

/// <summary>A line of the list of conversations.</summary>
/// <param name="Mine">False for one that a colleague shared: it can be read, not continued.</param>
/// <param name="Running">Whether an answer is being made right now.</param>
public sealed record ConversationSummary(
    Guid Id, string Title, bool Pinned, bool Archived, bool Shared, bool Mine, bool Running, DateTimeOffset UpdatedAt);

/// <summary>A conversation with its turns in order, those replaced by an edit left out.</summary>
public sealed record ConversationView(ConversationSummary Summary, IReadOnlyList<TurnView> Turns);

/// <summary>A question and what is known of its answer; of a running turn, the parts so far.</summary>
/// <param name="State">How it ended; null while it runs.</param>
/// <param name="LastNumber">The last event that the parts hold: follow from here.</param>
/// <param name="RatedUp">Thumb up or down, null without.</param>
public sealed record TurnView(
    Guid Id, string Question, Guid? SourceId, ClosingState? State, IReadOnlyList<MessagePart> Parts, int LastNumber,
    DateTimeOffset StartedAt, int? Milliseconds, bool? RatedUp, string? RatingReason);
