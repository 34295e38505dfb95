using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.MissingData;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Tasks;

/// <summary>Tasks over HTTP. A task that the caller may not see is told as not there.</summary>
public static class TasksEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/tasks").WithTags("Tasks").Require(Permission.ReadData);
        group.MapGet("/", ListAsync).WithName("ListTasks").WithSummary("Tasks as the data stand now: ?mine=true, ?overdue=true, ?state=ToDo|Doing|Review|Done|Dropped.");
        group.MapGet("/people", async (CurrentCaller current, TaskPeople people, CancellationToken cancelled) => TypedResults.Ok(await people.ListAsync(current.Caller, cancelled)))
            .WithName("ListTaskPeople").WithSummary("Who tasks can be given to.");
        group.MapPost("/", MakeAsync).WithName("MakeTask").WithSummary("Makes a task by hand, of a finding (finding: NUMBER) or of a broken rule (rule: NUMBER), which have one each.");
        group.MapGet("/{number:int}", async Task<Results<Ok<WorkTask>, NotFound>> (int number, CurrentCaller current, TaskBoard board, CancellationToken cancelled) =>
                await board.FindAsync(current.Caller, number, cancelled) is { } task ? TypedResults.Ok(task) : TypedResults.NotFound())
            .WithName("GetTask").WithSummary("One task by its number.");
        group.MapPatch("/{number:int}", ChangeAsync).WithName("ChangeTask").WithSummary("Changes state, assignee, due date, priority, title or note; each change stands in the history.");
        group.MapGet("/{number:int}/events", async Task<Results<Ok<IReadOnlyList<TaskEvent>>, NotFound>> (int number, CurrentCaller current, TaskBoard board, CancellationToken cancelled) =>
                await board.EventsAsync(current.Caller, number, cancelled) is { Count: > 0 } events ? TypedResults.Ok(events) : TypedResults.NotFound())
            .WithName("ListTaskEvents").WithSummary("History and comments of a task, the oldest first.");
        group.MapPost("/{number:int}/comments", CommentAsync).WithName("CommentOnTask").WithSummary("Adds a comment.");
    }

    private static async Task<Ok<IReadOnlyList<WorkTask>>> ListAsync(bool? mine, bool? overdue, TaskState? state, CurrentCaller current, TaskBoard board, TimeProvider time, CancellationToken cancelled)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(current.Caller.Preferences.TimeZone)).DateTime);
        return TypedResults.Ok<IReadOnlyList<WorkTask>>([.. (await board.ListAsync(current.Caller, cancelled)).Where(t =>
            (mine is not true || t.Assignee?.Id == current.Caller.UserId) && (overdue is not true || t.IsOverdue(today)) && (state is null || t.State == state))]);
    }

    private static async Task<Results<Created<WorkTask>, Ok<WorkTask>, NotFound, ProblemHttpResult>> MakeAsync(
        TaskWanted wanted, CurrentCaller current, TaskBoard board, OpenFindings findings, QualityRules rules, CancellationToken cancelled)
    {
        TaskOutcome outcome;
        if (wanted.Finding is { } number)
        {
            if (await findings.FindAsync(current.Caller, number, cancelled) is not var (source, finding))
                return TypedResults.NotFound();
            outcome = await board.MakeAsync(current.Caller, source, finding, wanted.Assignee, wanted.DueOn, cancelled);
        }
        else if (wanted.Rule is { } ruled)
        {
            if (await rules.FindAsync(current.Caller, ruled, cancelled) is not { } rule)
                return TypedResults.NotFound();
            outcome = await board.MakeAsync(current.Caller, rule, wanted.Assignee, wanted.DueOn, cancelled);
        }
        else
            outcome = await board.MakeAsync(
                current.Caller,
                new(wanted.Title ?? "")
                {
                    Note = wanted.Note ?? "", SourceId = wanted.SourceId, Table = wanted.Table is { } table ? new TableName(wanted.Schema, table) : null, Columns = wanted.Columns ?? [], Assignee = wanted.Assignee, DueOn = wanted.DueOn,
                    Priority = wanted.Priority ?? PriorityLevel.Medium,
                }, cancelled);
        return outcome switch
        {
            TaskOutcome.Done { IsNew: true, Task: var task } => TypedResults.Created($"/api/v1/tasks/{task.Number}", task),
            TaskOutcome.Done { Task: var task } => TypedResults.Ok(task),
            TaskOutcome.Refused refused => Refused(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Ok<WorkTask>, NotFound, ProblemHttpResult>> ChangeAsync(int number, TaskChange change, CurrentCaller current, TaskBoard board, CancellationToken cancelled)
    {
        if (await board.FindAsync(current.Caller, number, cancelled) is null)
            return TypedResults.NotFound();
        return await board.ChangeAsync(current.Caller, number, change, cancelled) switch
        {
            TaskOutcome.Done done => TypedResults.Ok(done.Task),
            TaskOutcome.Refused refused => Refused(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> CommentAsync(int number, NewComment comment, CurrentCaller current, TaskBoard board, CancellationToken cancelled)
    {
        if (await board.FindAsync(current.Caller, number, cancelled) is null)
            return TypedResults.NotFound();
        return await board.CommentAsync(current.Caller, number, comment.Text ?? "", cancelled) is { } why ? Refused(why) : TypedResults.NoContent();
    }

    private static ProblemHttpResult Refused(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The task was not changed");
}

/// <param name="Finding">Number of a finding that the task is made of; Rule: number of a rule. Then title and table are theirs.</param>
public sealed record TaskWanted(
    string? Title, string? Note, int? Finding, int? Rule, Guid? SourceId, string? Schema, string? Table, IReadOnlyList<string>? Columns, Guid? Assignee, DateOnly? DueOn, PriorityLevel? Priority);

public sealed record NewComment(string? Text);
