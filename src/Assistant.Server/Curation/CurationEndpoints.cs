using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Curation;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Curation;

/// <summary>Verified questions, readiness, replay and gaps of a source over HTTP.</summary>
public static class CurationEndpoints
{
    public static void MapCuration(this IEndpointRouteBuilder api)
    {
        var source = api.MapGroup("/sources/{id:guid}").WithTags("Data model").Require(Permission.ManageSources);
        source.MapGet("/verified", ListAsync).WithName("ListVerified").WithSummary("The verified questions of a source, with who, when, and whether they still hold.");
        source.MapPost("/verified", VerifyAsync).WithName("Verify").WithSummary("Keeps a question with the query that answers it; the query is run first.");
        source.MapDelete("/verified/{pairId:guid}", async Task<Results<NoContent, NotFound>> (Guid id, Guid pairId, CurrentCaller current, VerifiedQuestions verified, CancellationToken cancelled) =>
                await verified.RemoveAsync(current.Caller, pairId, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound())
            .WithName("TakeBackVerification").WithSummary("Takes a verification back.");
        source.MapPut("/answering", async Task<Results<NoContent, NotFound>> (Guid id, HowToAnswer how, CurrentCaller current, VerifiedQuestions verified, CancellationToken cancelled) =>
                await verified.AnswerOnlyVerifiedAsync(current.Caller, id, how.VerifiedOnly, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound())
            .WithName("SetAnswering").WithSummary("Whether a source answers verified questions only.");
        source.MapGet("/readiness", async Task<Results<Ok<SourceReadiness>, NotFound>> (Guid id, CurrentCaller current, Readiness readiness, CancellationToken cancelled) =>
                await readiness.OfAsync(current.Caller, id, cancelled) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound())
            .WithName("GetReadiness").WithSummary("How ready a source is for questions, 0 to 100, and what would help most.");
        source.MapPost("/model/replay", ReplayAsync).WithName("ReplayModel").WithSummary("Asks known questions with the published model and with the draft, or with an earlier version (0: nothing said); tells which answers change. No rows.");
        source.MapGet("/gaps", async (Guid id, CurrentCaller current, GapQueue gaps, CancellationToken cancelled) =>
                TypedResults.Ok((await gaps.ListAsync(current.Caller, id, cancelled)).Select(g => new OpenGap(g.TurnId, g.Question, g.Kind, g.Reason, g.AskedAt, g.Unknown)).ToList()))
            .Require(Permission.ManageOrganization).WithName("ListGaps").WithSummary("Questions that were not answered well, with the words that nobody knew.");
    }

    private static async Task<Results<Ok<IReadOnlyList<VerifiedQuestion>>, NotFound>> ListAsync(
        Guid id, CurrentCaller current, DataSources sources, VerifiedQuestions verified, CancellationToken cancelled) =>
        await sources.OpenAsync(current.Caller, id, cancelled) is { } opened ? TypedResults.Ok(await verified.ListAsync(current.Caller, opened, cancelled)) : TypedResults.NotFound();

    private static async Task<Results<Created<PairId>, ProblemHttpResult>> VerifyAsync(Guid id, NewPair pair, CurrentCaller current, VerifiedAnswers answers, CancellationToken cancelled) =>
        await answers.VerifyAsync(current.Caller, id, pair.Question ?? "", pair.Sql ?? "", cancelled) switch
        {
            VerifyOutcome.Verified verified => TypedResults.Created($"/api/v1/sources/{id}/verified", new PairId(verified.Id)),
            VerifyOutcome.Refused refused => TypedResults.Problem(refused.Reason, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The answer was not verified"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<Results<Ok<Replayed>, NotFound>> ReplayAsync(
        Guid id, int? version, CurrentCaller current, SemanticModels models, ModelReplays replays, CancellationToken cancelled)
    {
        var after = version is { } number ? await models.VersionAsync(current.Caller, id, number, cancelled) : (await models.DraftAsync(current.Caller, id, cancelled))?.Model;
        if (after is null || await replays.ReplayAsync(current.Caller, id, after, cancelled) is not { } replay)
            return TypedResults.NotFound();
        return TypedResults.Ok(new Replayed(replay.Questions.Count, replay.Verified, replay.RightBefore, replay.RightAfter,
            [.. replay.Changed.Select(q => new ChangedAnswer(q.Question, q.Verified, q.Verdict, q.Before.Sql, q.After.Sql, q.Before.Table?.Rows.Count, q.After.Table?.Rows.Count))]));
    }
}

public sealed record HowToAnswer(bool VerifiedOnly);

public sealed record NewPair(string? Question, string? Sql);

public sealed record PairId(Guid Id);

public sealed record OpenGap(Guid TurnId, string Question, GapKind Kind, string? Reason, DateTimeOffset AskedAt, IReadOnlyList<string> Unknown);

/// <param name="RightBefore">Of the verified questions, those that the engine alone answers as verified.</param>
public sealed record Replayed(int Asked, int Verified, int RightBefore, int RightAfter, IReadOnlyList<ChangedAnswer> Changed);

public sealed record ChangedAnswer(string Question, bool Verified, ReplayVerdict Verdict, string? SqlBefore, string? SqlAfter, int? RowsBefore, int? RowsAfter);
