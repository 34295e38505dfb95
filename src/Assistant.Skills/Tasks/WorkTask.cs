using Assistant.Skills.MissingData;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tasks;

/// <summary>To do, being done, waiting for somebody's approval, done, or not to be done.</summary>
public enum TaskState { ToDo, Doing, Review, Done, Dropped }

/// <summary>The data that a task is about.</summary>
public sealed record TaskPlace(Guid SourceId, string SourceName, TableName Table, IReadOnlyList<string> Columns);

/// <summary>Something that a person is to do about the data.</summary>
/// <param name="Number">What people call it by.</param>
/// <param name="Place">Null where it is about no data.</param>
/// <param name="FindingId">The missing data that it was made from.</param>
/// <param name="RuleId">The broken rule that it was made from.</param>
/// <param name="Missing">What lacks now, of a task from a finding or a rule.</param>
/// <param name="ClosedByScan">Nobody closed it: the data were found filled.</param>
public sealed record WorkTask(
    Guid Id, int Number, string Title, string Note, TaskPlace? Place, Guid? FindingId, Guid? RuleId, long? Missing, TaskPerson? Assignee, DateOnly? DueOn, TaskState State, PriorityLevel Priority,
    TaskPerson MadeBy, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, DateTimeOffset? ClosedAt, bool ClosedByScan)
{
    public bool IsClosed => State is TaskState.Done or TaskState.Dropped;

    /// <param name="today">In the time zone of who looks.</param>
    public bool IsOverdue(DateOnly today) => !IsClosed && DueOn < today;
}

public sealed record TaskPerson(Guid Id, string Name);

/// <summary>What happened to a task.</summary>
/// <param name="By">Null where a scan did it.</param>
/// <param name="What">made, comment, state, assignee, due, priority, title or note.</param>
public sealed record TaskEvent(DateTimeOffset At, string? By, string What, string? Before, string? After);

/// <summary>A task to be made.</summary>
public sealed record NewTask(string Title)
{
    public string Note { get; init; } = "";
    public Guid? SourceId { get; init; }
    public TableName? Table { get; init; }
    public IReadOnlyList<string> Columns { get; init; } = [];
    public Guid? FindingId { get; init; }
    public Guid? RuleId { get; init; }
    public Guid? Assignee { get; init; }
    public DateOnly? DueOn { get; init; }
    public PriorityLevel Priority { get; init; } = PriorityLevel.Medium;
}

/// <summary>What is null stays as it is; <see cref="NoAssignee"/> and <see cref="NoDue"/> take away.</summary>
public sealed record TaskChange
{
    public TaskState? State { get; init; }
    public Guid? Assignee { get; init; }
    public bool NoAssignee { get; init; }
    public DateOnly? DueOn { get; init; }
    public bool NoDue { get; init; }
    public PriorityLevel? Priority { get; init; }
    public string? Title { get; init; }
    public string? Note { get; init; }
}

/// <summary>How making or changing a task ended.</summary>
public abstract record TaskOutcome
{
    private TaskOutcome() { }

    /// <param name="IsNew">False where the finding or rule had a task already, or one was changed.</param>
    public sealed record Done(WorkTask Task, bool IsNew) : TaskOutcome;

    /// <param name="Why">For the person, with what to do instead.</param>
    public sealed record Refused(string Why) : TaskOutcome;
}
