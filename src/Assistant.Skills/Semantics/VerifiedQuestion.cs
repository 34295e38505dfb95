namespace Assistant.Skills.Semantics;

/// <summary>A question with the query that a person found right.</summary>
/// <param name="Plan">The engine's plan that gives the query, as JSON; null where a person wrote it.</param>
/// <param name="AskedOn">The day that relative dates were counted from.</param>
/// <param name="Invalid">Why it no longer answers, in words: what changed in the source; null while it holds.</param>
public sealed record VerifiedQuestion(
    Guid Id, Guid SourceId, string Question, string Sql, string? Plan, DateOnly AskedOn, string VerifiedBy, DateTimeOffset VerifiedAt, string? Invalid)
{
    /// <summary>The columns it reads, each as table.column.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];
}

/// <summary>How verifying ended.</summary>
public abstract record VerifyOutcome
{
    private VerifyOutcome() { }

    public sealed record Verified(Guid Id) : VerifyOutcome;

    /// <param name="Reason">For the person, with what to do.</param>
    public sealed record Refused(string Reason) : VerifyOutcome;
}

/// <summary>How a source answers, and how well.</summary>
/// <param name="VerifiedOnly">Only questions that were verified are answered.</param>
/// <param name="Right">Of <paramref name="Of"/> verified questions, those that the engine alone answers as verified; null before it was measured.</param>
public sealed record SourceAnswering(bool VerifiedOnly, int? Right, int? Of, DateTimeOffset? MeasuredAt)
{
    public static SourceAnswering Usual { get; } = new(false, null, null, null);
}
