using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>How much a broken rule matters.</summary>
public enum Severity { Low, Medium, High, Critical }

/// <summary>Where a rule came from.</summary>
public enum RuleOrigin { Data, Sentence, Person }

/// <summary>Proposed rules wait for a person; only active ones are run.</summary>
public enum RuleState { Proposed, Active, Rejected, Off }

/// <summary>What a person decided about a rule.</summary>
public enum RuleDecision { Accepted, Adjusted, Rejected, TurnedOff, Promoted, RolledBack, Changed, Deleted }

/// <summary>A rule that was found or told, with what speaks for it.</summary>
/// <param name="Title">The rule as a sentence.</param>
/// <param name="Confidence">0 to 100: how likely the rule is meant to hold.</param>
/// <param name="Judged">Rows that it could judge.</param>
/// <param name="Violations">Rows that break it.</param>
/// <param name="Checked">Share of the rows it was not learnt from that keep it; null where it was not learnt.</param>
/// <param name="Reason">Why it was proposed, in words.</param>
public sealed record ProposedRule(
    TableName Table, RuleBody Body, string Title, Severity Severity, int Confidence, long Judged, long Violations, double? Checked, string Reason,
    RuleOrigin Origin = RuleOrigin.Data);

/// <summary>A rule as it is kept.</summary>
/// <param name="Number">What people call it by.</param>
/// <param name="Runs">Violations of the latest runs, the oldest first.</param>
public sealed record QualityRule(
    Guid Id, int Number, Guid SourceId, ProposedRule Rule, int Version, RuleState State, DateTimeOffset ChangedAt, IReadOnlyList<RuleRun> Runs)
{
    public bool IsBroken => Rule.Violations > 0;

    /// <summary>Who looks after it; null where nobody was named.</summary>
    public Guid? OwnerId { get; init; }

    public string? Owner { get; init; }
}

/// <param name="Judged">Rows that the rule could judge.</param>
public sealed record RuleRun(DateTimeOffset At, int Version, long Judged, long Violations);
