namespace Assistant.Skills.Questions;

/// <summary>How changing a query by words ended.</summary>
public abstract record RefineOutcome
{
    private RefineOutcome() { }

    /// <param name="Sql">The changed query, in the source's dialect, one clause a line.</param>
    /// <param name="What">What was changed, in words.</param>
    public sealed record Refined(string Sql, string What) : RefineOutcome;

    /// <param name="Why">Why not and what can be done, in words.</param>
    public sealed record Refused(string Why) : RefineOutcome;

    /// <summary>The words are no command to change a query: they may be a question of their own.</summary>
    public sealed record NotACommand : RefineOutcome;
}
