namespace Assistant.Skills.Quality;

/// <summary>How reading a sentence as a rule ended.</summary>
public abstract record SentenceOutcome
{
    private SentenceOutcome() { }

    public sealed record Understood(ProposedRule Rule) : SentenceOutcome;

    /// <param name="Why">For the person, with what to write instead.</param>
    public sealed record NotUnderstood(string Why) : SentenceOutcome;
}
