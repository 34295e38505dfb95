using Assistant.Skills.Conversation;

namespace Assistant.Skills.Workflows;

/// <summary>Queued: waits for its time or a free place. The last three are ends.</summary>
public enum RunState { Queued, Running, Done, Failed, Cancelled }

public enum RunCause { Schedule, Person, Retry }

/// <summary>One run of a workflow in an organization.</summary>
/// <param name="DueAt">When it may begin, or be tried again.</param>
/// <param name="Summary">What came of it; null for who may not administer.</param>
/// <param name="Problem">Why it failed, in words; null for who may not administer.</param>
/// <param name="LastNumber">Of its latest event.</param>
public sealed record WorkflowRun(
    Guid Id, string Workflow, RunState State, RunCause Cause, string? AskedBy, DateTimeOffset AskedAt, DateTimeOffset DueAt, DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt, bool CancelAsked, string? Summary, string? Problem, int LastNumber)
{
    public bool IsOpen => State is RunState.Queued or RunState.Running;

    public IReadOnlyList<RunStep> Steps { get; init; } = [];
}

/// <param name="Milliseconds">Of the last attempt.</param>
/// <param name="Detail">What came of it; null for who may not administer.</param>
public sealed record RunStep(string Name, StepState State, int Attempts, DateTimeOffset StartedAt, int? Milliseconds, string? Detail, string? Problem);

/// <summary>When a workflow runs in an organization, and on what.</summary>
/// <param name="Schedule">"30m", "2h", "1d" or five fields of cron.</param>
/// <param name="TimeZone">IANA name; counts for cron.</param>
/// <param name="Sources">Null: all that the agents' account may read.</param>
public sealed record WorkflowSettings(string Workflow, bool Enabled, string Schedule, string TimeZone, IReadOnlyList<Guid>? Sources, DateTimeOffset? NextAt);

/// <summary>A change of settings; what is null stays.</summary>
public sealed record SettingsChange(bool? Enabled = null, string? Schedule = null, string? TimeZone = null, IReadOnlyList<Guid>? Sources = null)
{
    /// <summary>Forget a choice of sources: the workflow works on all that its account may read.</summary>
    public bool AllSources { get; init; }
}

/// <summary>Figures over the ended runs of the last 30 days; cancelled ones do not count as success or failure.</summary>
/// <param name="MedianSeconds">From beginning to end; null without a run.</param>
public sealed record WorkflowFigures(string Workflow, int Done, int Failed, int Cancelled, double? MedianSeconds, double? P95Seconds)
{
    /// <summary>0 to 1, or null without a run.</summary>
    public double? SuccessRate => Done + Failed == 0 ? null : (double)Done / (Done + Failed);
}

/// <summary>How asking for a run ended.</summary>
public abstract record AskOutcome
{
    private AskOutcome() { }

    public sealed record Asked(Guid RunId) : AskOutcome;

    /// <summary>One is open already; a workflow does not overlap itself.</summary>
    public sealed record Open(Guid RunId) : AskOutcome;

    /// <param name="Why">For the person.</param>
    public sealed record Refused(string Why) : AskOutcome;
}
