using Assistant.Server.Access;
using Assistant.Server.Chat;
using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Workbooks;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Workbooks;

/// <summary>Fill-in workbooks over HTTP: ask for one, take it, give it back.</summary>
public static class WorkbooksEndpoints
{
    private const int LongestTitle = 200, MostKeys = 10_000;

    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapWorkbooks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workbooks").WithTags("Workbooks").Require(Permission.ReadData);
        group.MapGet("/", async (CurrentCaller current, FillInWorkbooks workbooks, CancellationToken cancelled) => TypedResults.Ok(await workbooks.ListAsync(current.Caller, cancelled)))
            .WithName("ListWorkbooks").WithSummary("The latest fill-in workbooks, and whether they came back.");
        group.MapPost("/", MakeAsync).WithName("MakeWorkbook").WithSummary("Makes a fill-in workbook for a table: rows with missing values, all rows, or rows by key.");
        group.MapGet("/{id:guid}/file", TakeAsync).WithName("TakeWorkbook").WithSummary("The workbook as .xlsx, with what stands in the source now and what you may see.");
        group.MapPost("/uploads", CheckAsync).WithName("UploadWorkbook")
            .WithSummary("Takes a filled workbook (its bytes are the body), checks every cell and proposes the good ones. With the header Idempotency-Key a request sent twice is proposed once.");
    }

    private static async Task<Results<Created<IssuedWorkbook>, ProblemHttpResult>> MakeAsync(NewWorkbook wanted, CurrentCaller current, FillInWorkbooks workbooks, CancellationToken cancelled) =>
        Unfit(wanted) is { } why ? Problem(why) : await workbooks.MakeAsync(current.Caller, new(wanted.SourceId, new(wanted.Schema, wanted.Table ?? "")) { Columns = wanted.Columns, Rows = wanted.Rows, Keys = wanted.Keys ?? [], Title = wanted.Title }, cancelled) switch
        {
            WorkbookOutcome.Made { Workbook: var made } => TypedResults.Created(made.Address, made),
            WorkbookOutcome.Refused refused => Problem(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string? Unfit(NewWorkbook wanted) => wanted switch
    {
        { Title.Length: > LongestTitle } => $"A title has at most {LongestTitle} characters.",
        { Keys.Count: > MostKeys } => $"At most {MostKeys:N0} rows can be chosen by key. Ask for all rows instead.",
        { Keys: { } keys } when keys.Any(k => k is null || k.Count == 0 || k.Any(v => v is null)) => "Each chosen row must be told by the values of the table's key.",
        { Rows: WorkbookRows.Chosen, Keys: null or { Count: 0 } } => "Say which rows, by the values of the table's key.",
        { Columns: { } columns } when columns.Any(c => c is null) => "A column must have a name.",
        _ => null,
    };

    private static async Task<IResult> TakeAsync(Guid id, CurrentCaller current, FillInWorkbooks workbooks, CancellationToken cancelled)
    {
        if (await workbooks.FindAsync(current.Caller, id, cancelled) is not { } workbook)
            return TypedResults.NotFound();
        // On the disk, not in the memory: a million rows are a hundred megabytes.
        var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        if (await workbooks.WriteAsync(current.Caller, id, file, cancelled) is { } why)
        {
            await file.DisposeAsync();
            return Problem(why);
        }
        file.Position = 0;
        return TypedResults.Stream(file, Xlsx, $"{ResultFiles.FileName(workbook.Title)}.xlsx");
    }

    private static async Task<Results<Ok<CheckedWorkbook>, ProblemHttpResult>> CheckAsync(
        [FromHeader(Name = "Idempotency-Key")] string? key, HttpContext http, CurrentCaller current, WorkbookUploads uploads, IOptions<WorkbookOptions> options, CancellationToken cancelled)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.Value.MaxUploadMegabytes * 1_000_000L + 1_000_000;
        return await uploads.CheckAsync(current.Caller, http.Request.Body, key, cancelled) switch
        {
            UploadOutcome.Checked done => TypedResults.Ok(new CheckedWorkbook(done.Set, done.Rows, done.Good, done.Left, done.Rest)),
            UploadOutcome.Refused refused => Problem(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static ProblemHttpResult Problem(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "This was not done");
}

/// <param name="Columns">To be filled; null for those with missing values.</param>
/// <param name="Keys">For Rows "Chosen": values of the table's key.</param>
public sealed record NewWorkbook(Guid SourceId, string? Schema, string? Table, IReadOnlyList<string>? Columns, WorkbookRows Rows, IReadOnlyList<IReadOnlyList<string>>? Keys, string? Title);

/// <param name="Change">What was proposed; null where no cell could go on.</param>
/// <param name="Good">Cells that go on.</param>
/// <param name="Left">Cells left out, each with its reason.</param>
/// <param name="Rest">A workbook with the rows of these, to be corrected.</param>
public sealed record CheckedWorkbook(ChangeSet? Change, int Rows, int Good, IReadOnlyList<CellChange> Left, IssuedWorkbook? Rest);
