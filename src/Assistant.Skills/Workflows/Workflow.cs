namespace Assistant.Skills.Workflows;

/// <summary>Background work as a list of named steps. Steps run one after another; each is checkpointed, and may be run again after a crash.</summary>
/// <param name="Name">Stable: runs and settings are kept under it.</param>
/// <param name="Title">For people.</param>
/// <param name="Schedule">When it runs where an organization has not said otherwise, see <see cref="Workflows.Schedule"/>.</param>
public sealed record Workflow(string Name, string Title, string Schedule, IReadOnlyList<WorkflowStep> Steps)
{
    public const string HalfHourly = "30m";
}

/// <param name="Name">Stable within the workflow: the checkpoint is kept under it.</param>
/// <param name="Label">What it does, e.g. "Propose rules".</param>
/// <param name="RunAsync">
/// Does the work. May be called again after a crash anywhere in it: what must not happen twice goes through <see cref="StepContext.OnceAsync"/>
/// or is idempotent by a key of its own.
/// </param>
public sealed record WorkflowStep(string Name, string Label, Func<StepContext, CancellationToken, Task<StepOutcome>> RunAsync);

/// <summary>How a step ended.</summary>
public abstract record StepOutcome
{
    private StepOutcome() { }

    /// <param name="Output">For later steps, kept as JSON; never rows of a source.</param>
    /// <param name="Detail">What came of it in one sentence, for administrators.</param>
    public sealed record Done(object? Output = null, string? Detail = null) : StepOutcome;

    /// <param name="Problem">In words, with a next step.</param>
    /// <param name="CanRetry">Whether trying again later may help.</param>
    public sealed record Failed(string Problem, bool CanRetry) : StepOutcome;
}
