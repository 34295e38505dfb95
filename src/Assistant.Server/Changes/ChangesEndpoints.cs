using System.Text.Json.Serialization;
using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Assistant.Server.Changes;

/// <summary>Changes of a source's data over HTTP: propose, look, decide, write, undo; and the accounts for writing.</summary>
public static class ChangesEndpoints
{
    /// <summary>As many as a cell of a spreadsheet holds.</summary>
    private const int LongestCell = 32_767;

    private const int LongestNote = 2000, LongestConnection = 4000;

    public static void MapChanges(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/changes").WithTags("Changes").Require(Permission.ReadData);
        group.MapGet("/", async (CurrentCaller current, ChangeSets sets, CancellationToken cancelled) => TypedResults.Ok(await sets.ListAsync(current.Caller, cancelled)))
            .WithName("ListChanges").WithSummary("Changes that were proposed, latest first: figures and people, no values.");
        group.MapPost("/", ProposeAsync).WithName("ProposeChange")
            .WithSummary("Proposes cells of a table to be changed, by key. With the header Idempotency-Key a request sent twice is kept once.");
        group.MapGet("/{id:guid}", FindAsync).WithName("GetChange").WithSummary("One change.");
        group.MapGet("/{id:guid}/cells", CellsAsync).WithName("ListChangedCells").WithSummary("Its cells with old and new values that you may see, those left out as well.");
        group.MapPost("/{id:guid}/reject", RejectAsync).WithName("RejectChange").WithSummary("Rejects it, with the reason; who proposed it may take it back.");
        group.MapGet("/settings", async (CurrentCaller current, ChangeSets sets, CancellationToken cancelled) => TypedResults.Ok(new ChangeSettings(await sets.FourEyesAsync(current.Caller, cancelled))))
            .WithName("GetChangeSettings").WithSummary("Whether somebody else than who proposed must approve.");

        var decisions = group.MapGroup("").Require(Permission.ApproveChanges);
        decisions.MapPost("/{id:guid}/approve", ApproveAsync).WithName("ApproveChange").WithSummary("Approves all cells, or those chosen by their places in the list of cells. Sent twice it counts once.");
        decisions.MapPost("/{id:guid}/apply", ApplyAsync).WithName("ApplyChange").WithSummary("Writes an approved change in one transaction that checks every old value: all of it or nothing.");
        decisions.MapPost("/{id:guid}/undo", UndoAsync).WithName("UndoChange").WithSummary("Puts the old values back where what was written still stands: all of it or nothing.");

        var ruled = group.MapGroup("").Require(Permission.ManageOrganization);
        ruled.MapPut("/settings", SetAsync).WithName("SetChangeSettings").WithSummary("Says whether somebody else than who proposed must approve.");
        group.MapGet("/writers/{source:guid}", WriterAsync).WithName("GetWriteAccess").WithSummary("Whether changes can be written to a source, and as whom; never the password.");
        ruled.MapPut("/writers/{source:guid}", AllowAsync).WithName("AllowWriting").WithSummary("Gives a source an account for writing; it is kept encrypted and used only for approved changes.");
        ruled.MapDelete("/writers/{source:guid}", ForbidAsync).WithName("ForbidWriting").WithSummary("Forgets the account for writing.");
    }

    private static async Task<Results<Created<ChangeSet>, ProblemHttpResult>> ProposeAsync(
        ProposedChange wanted, [FromHeader(Name = "Idempotency-Key")] string? key, CurrentCaller current, ChangeSets sets, CancellationToken cancelled)
    {
        if (wanted.KeyColumns?.Any(k => k is null) == true || wanted.Cells?.Any(c => c is null || c.Key?.Any(k => k is null) == true) == true)
            return Problem("Neither a cell nor a part of its key may be null.");
        if (wanted.Cells?.Any(c => c.New is { Length: > LongestCell }) == true)
            return Problem($"A cell has at most {LongestCell:N0} characters.");
        var cells = (wanted.Cells ?? []).Select(c => new CellChange(c.Key ?? [], c.Column ?? "", c.Old, c.New)).ToList();
        return await sets.ProposeAsync(current.Caller, new(wanted.SourceId, new(wanted.Schema, wanted.Table ?? ""), wanted.KeyColumns ?? [], wanted.Title is { Length: > 0 } title ? title : $"Changes of {wanted.Table}", "API", cells), key, cancelled) switch
        {
            ChangeOutcome.Done { Set: var set } => TypedResults.Created($"/api/v1/changes/{set.Id}", set),
            ChangeOutcome.Refused refused => Problem(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Ok<ChangeSet>, NotFound>> FindAsync(Guid id, CurrentCaller current, ChangeSets sets, CancellationToken cancelled) =>
        await sets.FindAsync(current.Caller, id, cancelled) is { } set ? TypedResults.Ok(set) : TypedResults.NotFound();

    private static async Task<Results<Ok<IReadOnlyList<CellChange>>, NotFound>> CellsAsync(Guid id, CurrentCaller current, ChangeSets sets, CancellationToken cancelled) =>
        await sets.FindAsync(current.Caller, id, cancelled) is null ? TypedResults.NotFound() : TypedResults.Ok(await sets.CellsAsync(current.Caller, id, cancelled));

    private static async Task<Results<Ok<ChangeSet>, NotFound, ProblemHttpResult>> ApproveAsync(Guid id, Approval? approval, CurrentCaller current, ChangeSets sets, CancellationToken cancelled) =>
        approval?.Note is { Length: > LongestNote } ? TooLong() : await sets.FindAsync(current.Caller, id, cancelled) is null ? TypedResults.NotFound()
            : Answer(await sets.ApproveAsync(current.Caller, id, approval?.Cells?.ToHashSet(), approval?.Note ?? "", cancelled));

    private static async Task<Results<Ok<ChangeSet>, NotFound, ProblemHttpResult>> RejectAsync(Guid id, Rejection? rejection, CurrentCaller current, ChangeSets sets, CancellationToken cancelled) =>
        rejection?.Note is { Length: > LongestNote } ? TooLong() : await sets.FindAsync(current.Caller, id, cancelled) is null ? TypedResults.NotFound()
            : Answer(await sets.RejectAsync(current.Caller, id, rejection?.Note ?? "", cancelled));

    private static async Task<Results<Ok<ChangeSet>, NotFound, ProblemHttpResult>> ApplyAsync(Guid id, CurrentCaller current, ChangeSets sets, CancellationToken cancelled) =>
        await sets.FindAsync(current.Caller, id, cancelled) is null ? TypedResults.NotFound() : Answer(await sets.ApplyAsync(current.Caller, id, cancelled));

    private static async Task<Results<Ok<ChangeSet>, NotFound, ProblemHttpResult>> UndoAsync(Guid id, CurrentCaller current, ChangeSets sets, CancellationToken cancelled) =>
        await sets.FindAsync(current.Caller, id, cancelled) is null ? TypedResults.NotFound() : Answer(await sets.UndoAsync(current.Caller, id, cancelled));

    private static async Task<NoContent> SetAsync(ChangeSettings settings, CurrentCaller current, ChangeSets sets, CancellationToken cancelled)
    {
        await sets.SetFourEyesAsync(current.Caller, settings.FourEyes, cancelled);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<WriteAccess>, NotFound>> WriterAsync(Guid source, CurrentCaller current, ChangeWriters writers, CancellationToken cancelled) =>
        await writers.FindAsync(current.Caller, source, cancelled) is { } access ? TypedResults.Ok(access) : TypedResults.NotFound();

    private static async Task<Results<NoContent, ProblemHttpResult>> AllowAsync(Guid source, NewWriter? writer, CurrentCaller current, ChangeWriters writers, CancellationToken cancelled) =>
        writer?.ConnectionString is { Length: > LongestConnection } ? Problem($"A connection string has at most {LongestConnection:N0} characters.") : await writers.AllowAsync(current.Caller, source, writer?.ConnectionString, cancelled) is { } why ? Problem(why) : TypedResults.NoContent();

    private static async Task<Results<NoContent, NotFound>> ForbidAsync(Guid source, CurrentCaller current, ChangeWriters writers, CancellationToken cancelled) =>
        await writers.ForbidAsync(current.Caller, source, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Results<Ok<ChangeSet>, NotFound, ProblemHttpResult> Answer(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Done { Set: var set } => TypedResults.Ok(set),
        ChangeOutcome.Stale stale => TypedResults.Problem($"{stale.Set.Failure} The rows: {string.Join("; ", stale.Rows)}.", statusCode: StatusCodes.Status409Conflict, title: "The data have changed"),
        ChangeOutcome.Refused refused => Problem(refused.Why),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemHttpResult TooLong() => Problem($"A note has at most {LongestNote:N0} characters.");

    private static ProblemHttpResult Problem(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "This was not done");
}

/// <param name="KeyColumns">The columns that tell a row apart.</param>
public sealed record ProposedChange(Guid SourceId, string? Schema, string? Table, IReadOnlyList<string>? KeyColumns, string? Title, IReadOnlyList<ProposedCell>? Cells);

/// <param name="Key">Values of the key columns.</param>
/// <param name="Old">What stands there now; null where there is nothing.</param>
public sealed record ProposedCell(IReadOnlyList<string>? Key, string? Column, string? Old, string? New);

/// <param name="Cells">Places in the list of cells, from 0; null for all.</param>
public sealed record Approval(IReadOnlyList<int>? Cells, string? Note);

public sealed record Rejection(string? Note);

public sealed record ChangeSettings([property: JsonRequired] bool FourEyes);

/// <param name="ConnectionString">Of a user who may SELECT and UPDATE, to the same database; not needed for SQLite.</param>
public sealed record NewWriter(string? ConnectionString);
