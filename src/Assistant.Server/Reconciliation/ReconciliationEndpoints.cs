using System.Text;
using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Reconciliation;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Reconciliation;

/// <summary>Comparing tables over HTTP. What the caller may not see is told as not there.</summary>
public static class ReconciliationEndpoints
{
    public static void MapReconciliation(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/reconciliation").WithTags("Reconciliation").Require(Permission.ReadData);
        group.MapGet("/comparisons", async (CurrentCaller current, Comparisons comparisons, CancellationToken cancelled) => TypedResults.Ok(await comparisons.ListAsync(current.Caller, cancelled)))
            .WithName("ListComparisons").WithSummary("What is compared, and how it came out over time; for who sees both tables whole.");
        group.MapPost("/comparisons", CompareAsync).WithName("CompareTables")
            .WithSummary("Compares two tables now: counts, sums, hashes of parts, rows on one side only, values that differ. Keys and columns are found where they are not given.");
        group.MapGet("/comparisons/{number:int}/differences", ReportAsync).WithName("TakeDifferences").WithSummary("Compares again and gives every difference as CSV, with the rights of who asks.");
    }

    private static async Task<Results<Ok<KeptOutcome>, ProblemHttpResult>> CompareAsync(TablesToCompare wanted, CurrentCaller current, Reconciler reconciler, Comparisons comparisons, CancellationToken cancelled)
    {
        if (wanted is not { Left: { Table: not null } left, Right: { Table: not null } right } || wanted.Keys?.Any(k => k is null) == true || wanted.Columns?.Any(c => c is null) == true)
            return Refused("Say which two tables are to be compared, left and right, each by its source and its name; keys and columns must have names.");
        var tolerance = wanted.Tolerance ?? new();
        var (plan, why) = await reconciler.PlanAsync(current.Caller, left.ToTable(), right.ToTable(), wanted.Keys ?? [], tolerance, cancelled);
        if (plan is null)
            return Refused(why!);
        if (wanted.Columns is { Count: > 0 } columns)
            plan = plan with { Columns = columns };
        return await reconciler.CompareAsync(current.Caller, plan, null, cancelled) switch
        {
            CompareOutcome.Compared compared => TypedResults.Ok(new KeptOutcome(await comparisons.KeepAsync(current.Caller, compared.Comparison, cancelled), compared.Comparison)),
            CompareOutcome.Refused refused => Refused(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> ReportAsync(int number, CurrentCaller current, Comparisons comparisons, DifferenceReport report, Audit audit, TimeProvider time, CancellationToken cancelled)
    {
        if (await comparisons.FindAsync(current.Caller, number, cancelled) is not { } kept)
            return TypedResults.NotFound();
        await audit.RecordAsync(current.Caller, "differences exported", $"comparison {number}", time.GetUtcNow(), null, cancelled);
        return TypedResults.Stream(async stream =>
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            if (await report.WriteAsync(current.Caller, kept.Plan, writer, cancelled) is { } why)
                await writer.WriteAsync($"\r\n{why}\r\n".AsMemory(), cancelled);
        }, "text/csv; charset=utf-8", $"differences-{number}.csv");
    }

    private static ProblemHttpResult Refused(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The tables were not compared");
}

public sealed record TableToCompare(Guid SourceId, string? Schema, string Table)
{
    public ComparedTable ToTable() => new(SourceId, new TableName(Schema, Table));
}

/// <param name="Keys">Left names of the columns that tell rows apart; empty: the key that both tables have.</param>
/// <param name="Columns">Pairs to compare; empty: all of the same name.</param>
public sealed record TablesToCompare(TableToCompare? Left, TableToCompare? Right, IReadOnlyList<string>? Keys, IReadOnlyList<ColumnPair>? Columns, Tolerance? Tolerance);

/// <param name="Number">By which its differences are taken as a file; null where it was not kept.</param>
public sealed record KeptOutcome(int? Number, Comparison Comparison);
