using System.Text.Json.Serialization;
using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Agents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Agents;

/// <summary>Scripts to be reviewed, over HTTP.</summary>
public static class ScriptsEndpoints
{
    private const int LongestNote = 2000;

    public static void MapScripts(this IEndpointRouteBuilder api)
    {
        var scripts = api.MapGroup("/scripts").WithTags("Scripts").Require(Permission.ReadData);
        scripts.MapGet("/", async (CurrentCaller current, AgentScripts all, CancellationToken cancelled, bool waiting = false) =>
                TypedResults.Ok((await all.ListAsync(current.Caller, cancelled)).Where(s => !waiting || s.State is ScriptState.Waiting)))
            .WithName("ListScripts").WithSummary("Rules, changes to data and what takes them back, with state and reviewer; ?waiting=true for those to decide.");
        scripts.MapGet("/{id}", async Task<Results<Ok<ReviewedScript>, NotFound>> (string id, CurrentCaller current, AgentScripts all, CancellationToken cancelled) =>
                await all.FindAsync(current.Caller, id, cancelled) is { } script ? TypedResults.Ok(script) : TypedResults.NotFound())
            .WithName("GetScript").WithSummary("A script with its SQL: rule-12, change-3, undo-3.");
        scripts.MapPost("/{id}/decisions", async Task<Results<NoContent, NotFound, ProblemHttpResult>> (string id, ScriptDecision decision, CurrentCaller current, AgentScripts all, CancellationToken cancelled) =>
                await all.FindAsync(current.Caller, id, cancelled) is null ? TypedResults.NotFound()
                : decision.Note is { Length: > LongestNote } ? TypedResults.Problem($"A note has at most {LongestNote} characters.", statusCode: StatusCodes.Status422UnprocessableEntity, title: "This cannot be decided")
                : await all.DecideAsync(current.Caller, id, decision.Approve, decision.Note ?? "", cancelled) is { } why
                    ? TypedResults.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "This cannot be decided") : TypedResults.NoContent())
            .WithName("DecideScript").WithSummary("Approves or rejects a script; who may, and whether four eyes are needed, is as for the rule or change itself.");
    }
}

/// <param name="Note">Why; needed to reject a change.</param>
public sealed record ScriptDecision([property: JsonRequired] bool Approve, string? Note);
