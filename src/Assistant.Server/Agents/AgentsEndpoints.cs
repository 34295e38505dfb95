using System.Globalization;
using Assistant.Server.Access;
using Assistant.Server.Chat;
using Assistant.Skills.Access;
using Assistant.Skills.Agents;
using Assistant.Skills.Conversation;
using Assistant.Skills.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Agents;

/// <summary>Agents and their workflows over HTTP: what they are, when they run, their runs, and runs followed as server-sent events.</summary>
public static class AgentsEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents").Require(Permission.ReadData);
        agents.MapGet("/", async (CurrentCaller current, AgentHub hub, CancellationToken cancelled) => TypedResults.Ok(await hub.ListAsync(current.Caller, cancelled)))
            .WithName("ListAgents").WithSummary("Agents with status, schedule, figures of 30 days, open and last run.");
        agents.MapGet("/{name}", async Task<Results<Ok<AgentView>, NotFound>> (string name, CurrentCaller current, AgentHub hub, CancellationToken cancelled) =>
                await hub.FindAsync(current.Caller, name, cancelled) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound())
            .WithName("GetAgent").WithSummary("One agent.");

        var workflows = api.MapGroup("/workflows").WithTags("Workflows").Require(Permission.ReadData);
        workflows.MapGet("/", ListAsync).WithName("ListWorkflows").WithSummary("Workflows with their steps, settings and figures of 30 days.");
        workflows.MapGet("/runs", async (CurrentCaller current, WorkflowRuns runs, CancellationToken cancelled, string? workflow = null, int count = 50) =>
                TypedResults.Ok(await runs.ListAsync(current.Caller, workflow, count, cancelled)))
            .WithName("ListWorkflowRuns").WithSummary("The latest runs, of one workflow or of all; up to 200.");
        workflows.MapGet("/runs/{id:guid}", async Task<Results<Ok<WorkflowRun>, NotFound>> (Guid id, CurrentCaller current, WorkflowRuns runs, CancellationToken cancelled) =>
                await runs.GetAsync(current.Caller, id, cancelled) is { } run ? TypedResults.Ok(run) : TypedResults.NotFound())
            .WithName("GetWorkflowRun").WithSummary("A run with its steps.");
        workflows.MapGet("/runs/{id:guid}/events", FollowAsync).WithName("FollowWorkflowRun")
            .WithSummary("The run's events as server-sent events, after the number in the query or in Last-Event-ID, until it has ended.");
        workflows.MapGet("/schedule", (string text, TimeProvider time, string zone = "UTC") => TypedResults.Ok(ScheduleReading.Of(text, zone, time.GetUtcNow())))
            .WithName("ReadSchedule").WithSummary("What a schedule means in words, and its next times; nothing is changed.");

        var changes = workflows.MapGroup("").Require(Permission.ManageOrganization);
        changes.MapPut("/{name}/settings", ChangeAsync).WithName("ChangeWorkflow")
            .WithSummary("On or off, schedule (30m, 2h, 1d or five fields of cron), time zone, sources; what is left out stays.");
        changes.MapPost("/{name}/runs", async (string name, CurrentCaller current, WorkflowRuns runs, CancellationToken cancelled) => Asked(await runs.AskAsync(current.Caller, name, cancelled)))
            .WithName("RunWorkflow").WithSummary("Runs the workflow now; 409 with the open run where one is open.");
        changes.MapPost("/runs/{id:guid}/cancel", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, CurrentCaller current, WorkflowRuns runs, CancellationToken cancelled) =>
                await runs.CancelAsync(current.Caller, id, cancelled) is { } why ? Problem(why) : TypedResults.NoContent())
            .WithName("CancelWorkflowRun").WithSummary("Ends a run that waits or works; what it has done stays done.");
        changes.MapPost("/runs/{id:guid}/retry", async (Guid id, CurrentCaller current, WorkflowRuns runs, CancellationToken cancelled) => Asked(await runs.RetryAsync(current.Caller, id, cancelled)))
            .WithName("RetryWorkflowRun").WithSummary("A new run that goes on where a failed or cancelled one ended.");
    }

    private static async Task<Ok<IReadOnlyList<WorkflowView>>> ListAsync(CurrentCaller current, WorkflowRuns runs, WorkflowSchedules schedules, CancellationToken cancelled)
    {
        var settings = (await schedules.ListAsync(current.Caller, cancelled)).ToDictionary(s => s.Workflow);
        var figures = (await runs.FiguresAsync(current.Caller, cancelled)).ToDictionary(f => f.Workflow);
        return TypedResults.Ok<IReadOnlyList<WorkflowView>>([.. runs.Workflows.Select(w =>
            new WorkflowView(w.Name, w.Title, [.. w.Steps.Select(s => new StepView(s.Name, s.Label))], settings[w.Name], figures[w.Name]))]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        string name, SettingsChange change, CurrentCaller current, WorkflowSchedules schedules, CancellationToken cancelled) =>
        await schedules.ChangeAsync(current.Caller, name, change, cancelled) is { } why ? Problem(why) : TypedResults.NoContent();

    private static async Task<Results<TurnEventStream, NotFound>> FollowAsync(
        Guid id, CurrentCaller current, WorkflowRuns runs, IOptions<TurnOptions> options, TimeProvider time, CancellationToken cancelled, int? after = null,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        if (await runs.GetAsync(current.Caller, id, cancelled) is null)
            return TypedResults.NotFound();
        var from = int.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : after ?? 0;
        return new TurnEventStream(runs.FollowAsync(current.Caller, id, from, cancelled), options.Value.KeepAlive, time);
    }

    private static Results<Accepted<StartedRun>, Conflict<StartedRun>, ProblemHttpResult> Asked(AskOutcome outcome) => outcome switch
    {
        AskOutcome.Asked(var run) => TypedResults.Accepted($"/api/v1/workflows/runs/{run}/events", new StartedRun(run)),
        AskOutcome.Open(var run) => TypedResults.Conflict(new StartedRun(run)),
        AskOutcome.Refused refused => Problem(refused.Why),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemHttpResult Problem(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "This cannot be done");
}

/// <summary>A workflow as an organization has it.</summary>
public sealed record WorkflowView(string Name, string Title, IReadOnlyList<StepView> Steps, WorkflowSettings Settings, WorkflowFigures Figures);

public sealed record StepView(string Name, string Label);

/// <summary>A run that waits or works.</summary>
public sealed record StartedRun(Guid RunId);
