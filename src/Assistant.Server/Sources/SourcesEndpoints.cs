using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Catalog;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Sources;

/// <summary>Data sources over HTTP: list, connect, upload, catalog, refresh, delete.</summary>
public static class SourcesEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sources").WithTags("Sources").Require(Permission.ReadData);
        group.MapGet("/", async (CurrentCaller current, DataSources sources, CancellationToken cancelled) =>
                TypedResults.Ok(await sources.ListAsync(current.Caller, cancelled)))
            .WithName("ListSources").WithSummary("The connected sources.");
        group.MapPost("/", ConnectAsync).Require(Permission.ManageSources).WithName("ConnectSource").WithSummary("Connects a PostgreSQL database by its connection string.");
        group.MapPost("/files", UploadAsync).WithName("UploadFile")
            .WithSummary("Uploads a CSV, TSV, JSON, Parquet, XLSX or SQLite file: its bytes are the body, its name and (if you want) its project are in the query.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetSource").WithSummary("A source with the tables and columns that you may read.");
        group.MapPost("/{id:guid}/refresh", RefreshAsync).Require(Permission.ManageSources).WithName("RefreshSource").WithSummary("Reads the source's structure again.");
        group.MapPatch("/{id:guid}", MoveAsync).Require(Permission.ManageOrganization).WithName("MoveSource").WithSummary("Moves a source to another project, with all that belongs to it.");
        group.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteSource").WithSummary("Forgets a source; an uploaded file is deleted.");
    }

    private static async Task<Results<Created<DataSource>, ProblemHttpResult>> ConnectAsync(
        NewConnection wanted, CurrentCaller current, DataSources sources, CancellationToken cancelled) =>
        Answer(await sources.ConnectAsync(current.Caller, new NewSource.PostgreSqlText(wanted.Name ?? "", wanted.ConnectionString ?? "") { ProjectId = wanted.ProjectId }, cancelled));

    private static async Task<Results<Created<DataSource>, ProblemHttpResult>> UploadAsync(
        string name, HttpContext http, CurrentCaller current, DataSources sources, IOptions<SourceOptions> options, CancellationToken cancelled, Guid? project = null)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.Value.MaxUploadMegabytes * 1_000_000L;
        return Answer(await sources.UploadAsync(current.Caller, Path.GetFileName(name), http.Request.Body, project, cancelled));
    }

    private static async Task<Results<Ok<VisibleSource>, NotFound>> GetAsync(Guid id, CurrentCaller current, VisibleSources sources, CancellationToken cancelled) =>
        await sources.FindAsync(current.Caller, id, cancelled) is { } source ? TypedResults.Ok(source) : TypedResults.NotFound();

    private static async Task<Results<Ok<DataSource>, ProblemHttpResult>> RefreshAsync(
        Guid id, CurrentCaller current, DataSources sources, CancellationToken cancelled) =>
        await sources.RefreshAsync(current.Caller, id, cancelled) switch
        {
            RefreshOutcome.Refreshed refreshed => TypedResults.Ok(refreshed.Source),
            RefreshOutcome.Refused refused => Refused(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(Guid id, CurrentCaller current, DataSources sources, CancellationToken cancelled) =>
        await sources.DeleteAsync(current.Caller, id, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, ProblemHttpResult>> MoveAsync(Guid id, SourceMove move, CurrentCaller current, Projects projects, CancellationToken cancelled) =>
        await projects.MoveAsync(current.Caller, id, move.ProjectId, cancelled) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The source was not moved") : TypedResults.NoContent();

    private static Results<Created<DataSource>, ProblemHttpResult> Answer(ConnectOutcome outcome) => outcome switch
    {
        ConnectOutcome.Connected { Source: var source } => TypedResults.Created($"/api/v1/sources/{source.Id}", source),
        ConnectOutcome.Refused refused => Refused(refused.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemHttpResult Refused(string reason) =>
        TypedResults.Problem(reason, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The source was refused");
}

/// <param name="ConnectionString">"postgresql://..." or "Host=...;Username=...;...".</param>
/// <param name="ProjectId">Into which project; without it, into the one open to everybody.</param>
public sealed record NewConnection(string? Name, string? ConnectionString, Guid? ProjectId = null);

/// <param name="ProjectId">The project that the source belongs to from now on.</param>
public sealed record SourceMove(Guid ProjectId);
