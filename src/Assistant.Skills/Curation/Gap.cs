using Assistant.Skills.Semantics;

namespace Assistant.Skills.Curation;

public enum GapKind { NotAnswered, AskedBack, PoorAnswer }

/// <summary>A question that was not answered well.</summary>
/// <param name="Reason">What the person said was wrong, or why it was not answered.</param>
/// <param name="Unknown">Words in it that the source doesn't know; what each may mean is for a person to choose.</param>
/// <param name="Places">What a word may be made to mean, the likeliest first.</param>
public sealed record Gap(Guid TurnId, string Question, GapKind Kind, string? Reason, DateTimeOffset AskedAt, IReadOnlyList<string> Unknown, IReadOnlyList<ModelPlace> Places);

public enum GapOutcome { Edited, Verified, Dismissed }
