using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Chat;

/// <summary>Turns over HTTP: ask, follow as server-sent events from any number, stop, rate.</summary>
public static class TurnEndpoints
{
    public static void MapTurns(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/turns").WithTags("Turns");
        group.MapPost("/", StartAsync).WithName("StartTurn").WithSummary("Asks a question; the answer is made in the background and followed by its events.");
        group.MapGet("/{id:guid}/events", FollowAsync).WithName("FollowTurn")
            .WithSummary("The turn's events as server-sent events, after the number in the query or in Last-Event-ID, until it has ended.");
        group.MapPost("/{id:guid}/stop", StopAsync).WithName("StopTurn").WithSummary("Stops the answer and the query it waits for.");
        group.MapPut("/{id:guid}/rating", RateAsync).WithName("RateTurn").WithSummary("Thumb up, thumb down, or none, with a reason.");
    }

    private static async Task<Results<Accepted<StartedTurn>, NotFound, ValidationProblem, ProblemHttpResult>> StartAsync(
        NewTurn request, CurrentCaller current, Turns turns, HttpContext http, CancellationToken cancelled,
        [FromHeader(Name = "Idempotency-Key")] string? key = null)
    {
        current.Caller.Require(Permission.ReadData);
        if (string.IsNullOrWhiteSpace(request.Text))
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["text"] = ["Write a question."] });
        if (key is { Length: 0 or > 200 })
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["Idempotency-Key"] = ["Use 1 to 200 characters."] });
        switch (await turns.StartAsync(current.Caller, new(request.ConversationId ?? default, request.Text, request.SourceId, request.ReplacesTurnId, key), cancelled))
        {
            case StartOutcome.Started(var turn, var conversation):
                return TypedResults.Accepted($"/api/v1/turns/{turn}/events", new StartedTurn(turn, conversation));
            case StartOutcome.KeyTaken:
                return TypedResults.Problem("Send a new Idempotency-Key, or the same question as before.", title: "This key was used for another question.", statusCode: StatusCodes.Status422UnprocessableEntity);
            case StartOutcome.TooMany many:
                http.Response.Headers.RetryAfter = ((int)many.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return TypedResults.Problem($"At most {many.PerMinute} are answered in a minute. Ask again in {many.RetryAfter.TotalSeconds:0} seconds.", title: "Too many questions.", statusCode: StatusCodes.Status429TooManyRequests);
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<Results<TurnEventStream, NotFound>> FollowAsync(
        Guid id, CurrentCaller current, Turns turns, IOptions<TurnOptions> options, TimeProvider time, CancellationToken cancelled, int? after = null,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        if (!await turns.ExistsAsync(current.Caller, id, cancelled))
            return TypedResults.NotFound();
        // What a browser sends when it reconnects by itself is later than what the page first asked for.
        var from = int.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : after ?? 0;
        return new TurnEventStream(turns.FollowAsync(current.Caller, id, from, cancelled), options.Value.KeepAlive, time);
    }

    private static async Task<Results<NoContent, NotFound>> StopAsync(Guid id, CurrentCaller current, Turns turns, CancellationToken cancelled) =>
        await turns.StopAsync(current.Caller, id, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> RateAsync(
        Guid id, Rating rating, CurrentCaller current, Conversations conversations, CancellationToken cancelled) =>
        await conversations.RateAsync(current.Caller, id, rating.Up, rating.Reason, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();
}

/// <param name="ConversationId">Null begins a conversation.</param>
public sealed record NewTurn(string? Text, Guid? ConversationId = null, Guid? SourceId = null, Guid? ReplacesTurnId = null);

public sealed record Rating(bool? Up, string? Reason);
