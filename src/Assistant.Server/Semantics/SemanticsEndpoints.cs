using System.Text;
using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Semantics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Semantics;

/// <summary>The semantic model of a source over HTTP: out and in as YAML, its draft, its versions.</summary>
public static class SemanticsEndpoints
{
    private const long Largest = 4_000_000;

    public static void MapSemantics(this IEndpointRouteBuilder api)
    {
        var model = api.MapGroup("/sources/{id:guid}/model").WithTags("Data model").Require(Permission.ManageSources);
        model.MapGet("/", ExportAsync).WithName("ExportModel").WithSummary("The model as YAML: what is published, or with draft=true what is edited.");
        model.MapPut("/", ImportAsync).WithName("ImportModel")
            .WithSummary("Puts a YAML file (the body) in the draft's place, and with publish=true publishes it. What is wrong with it is told by line.");
        model.MapDelete("/draft", async Task<Results<NoContent, NotFound>> (Guid id, CurrentCaller current, SemanticModels models, CancellationToken cancelled) =>
                await models.DiscardAsync(current.Caller, id, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound())
            .WithName("DiscardModelDraft").WithSummary("Forgets the edits that are not published.");
        model.MapPost("/publish", async (Guid id, string? note, CurrentCaller current, SemanticModels models, CancellationToken cancelled) =>
                Answer(await models.PublishAsync(current.Caller, id, note ?? "", cancelled)))
            .WithName("PublishModel").WithSummary("Answers questions with the draft from now on.");
        model.MapGet("/versions", async (Guid id, CurrentCaller current, SemanticModels models, CancellationToken cancelled) =>
                TypedResults.Ok(await models.HistoryAsync(current.Caller, id, cancelled)))
            .WithName("ListModelVersions").WithSummary("All versions, the latest first: who, when, what was changed.");
        model.MapPost("/versions/{number:int}/restore", async (Guid id, int number, CurrentCaller current, SemanticModels models, CancellationToken cancelled) =>
                Answer(await models.RestoreAsync(current.Caller, id, number, cancelled)))
            .WithName("RestoreModel").WithSummary("Publishes an earlier version anew; 0 is the source with nothing said about it.");
    }

    private static async Task<Results<ContentHttpResult, NotFound>> ExportAsync(Guid id, bool? draft, CurrentCaller current, ModelFiles files, CancellationToken cancelled) =>
        await files.ExportAsync(current.Caller, id, draft ?? false, cancelled) is { } yaml ? TypedResults.Text(yaml, "application/yaml", Encoding.UTF8) : TypedResults.NotFound();

    private static async Task<Results<Ok<ModelImported>, NotFound, ProblemHttpResult>> ImportAsync(
        Guid id, bool? publish, HttpRequest request, CurrentCaller current, ModelFiles files, SemanticModels models, CancellationToken cancelled)
    {
        if (request.ContentLength is > Largest)
            return Refused("The file is too large for a model.");
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        switch (await files.ImportAsync(current.Caller, id, await reader.ReadToEndAsync(cancelled), cancelled))
        {
            case ImportOutcome.Refused refused:
                return TypedResults.Problem(
                    string.Join('\n', refused.Problems.Select(p => $"Line {p.Line}: {p.Message}")), statusCode: StatusCodes.Status422UnprocessableEntity, title: "The model was refused",
                    extensions: new Dictionary<string, object?> { ["problems"] = refused.Problems });
            case ImportOutcome.Imported imported when publish is not true:
                return TypedResults.Ok(new ModelImported(imported.Draft.Changes, null));
            case ImportOutcome.Imported imported:
                return await models.PublishAsync(current.Caller, id, "", cancelled) switch
                {
                    PublishOutcome.Published published => TypedResults.Ok(new ModelImported(imported.Draft.Changes, published.Number)),
                    PublishOutcome.Refused refused => Refused(refused.Reason),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
            default:
                return TypedResults.NotFound();
        }
    }

    private static Results<Ok<ModelPublished>, ProblemHttpResult> Answer(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Published published => TypedResults.Ok(new ModelPublished(published.Number)),
        PublishOutcome.Refused refused => Refused(refused.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemHttpResult Refused(string reason) =>
        TypedResults.Problem(reason, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The model was refused");
}

/// <param name="Version">Null: it is the draft, not published.</param>
public sealed record ModelImported(IReadOnlyList<string> Changes, int? Version);

public sealed record ModelPublished(int Version);
