using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Http.HttpResults;
using Results = Assistant.Skills.Conversation.Results;

namespace Assistant.Server.Chat;

/// <summary>Rows of the results that answers show, read again with the viewer's rights.</summary>
public static class ResultEndpoints
{
    public static void MapResults(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Results").Require(Permission.ReadData);
        group.MapGet("/results/{id:guid}", ReadAsync).WithName("ReadResult").WithSummary("The rows of a result, read with your rights.");
        group.MapPost("/queries", RunAsync).Require(Permission.WriteSql).WithName("RunQuery").WithSummary("Runs one SELECT of your own on a source, through the gate.");
    }

    private static async Task<Results<Ok<ResultRows>, ProblemHttpResult>> ReadAsync(
        Guid id, CurrentCaller current, Results results, CancellationToken cancelled) => Answer(await results.ReadAsync(current.Caller, id, cancelled));

    private static async Task<Results<Ok<ResultRows>, ProblemHttpResult>> RunAsync(
        NewQuery query, CurrentCaller current, Results results, CancellationToken cancelled) =>
        Answer(await results.RunAsync(current.Caller, query.SourceId, query.Sql ?? "", cancelled));

    private static Results<Ok<ResultRows>, ProblemHttpResult> Answer(QueryOutcome outcome)
    {
        if (outcome is QueryOutcome.Rows { Table: var table })
            return TypedResults.Ok(new ResultRows(table.Columns, table.Rows, table.Completeness, table.Hash));
        var closing = Closings.Of(outcome)!;
        return TypedResults.Problem(closing.Why, title: closing.Title, statusCode: outcome switch
        {
            QueryOutcome.NotAllowed => StatusCodes.Status403Forbidden,
            QueryOutcome.NotModelled => StatusCodes.Status404NotFound,
            QueryOutcome.EngineFailed => StatusCodes.Status502BadGateway,
            _ => StatusCodes.Status422UnprocessableEntity,
        });
    }
}

public sealed record ResultRows(
    IReadOnlyList<ResultColumn> Columns, IReadOnlyList<object?[]> Rows, Completeness Completeness, string Hash);

public sealed record NewQuery(Guid SourceId, string? Sql);
