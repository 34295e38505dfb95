namespace Assistant.Skills.Sources.Gate;

/// <summary>Carries a refusal out of the depth of a tree; never leaves the gate.</summary>
internal sealed class RefusedException(QueryOutcome outcome) : Exception
{
    public QueryOutcome Outcome { get; } = outcome;

    public static RefusedException NotAllowed(string what) => new(new QueryOutcome.NotAllowed(what));

    public static RefusedException TooCostly(string why) => new(new QueryOutcome.TooCostly(why));
}
