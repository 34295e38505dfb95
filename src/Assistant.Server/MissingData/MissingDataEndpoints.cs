using System.Text.Json.Serialization;
using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.MissingData;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Http.HttpResults;
using Results = Assistant.Skills.Conversation.Results;

namespace Assistant.Server.MissingData;

/// <summary>Missing data over HTTP: scans, findings, their rows, and where the values could come from. What the caller may not see is told as not there.</summary>
public static class MissingDataEndpoints
{
    public static void MapMissingData(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/missing").WithTags("Missing data").Require(Permission.ReadData);
        group.MapGet("/sources/{source:guid}", ListAsync).WithName("ListMissingFindings").WithSummary("What is missing in a source, the most important first, with priority and figures over time.");
        group.MapPost("/sources/{source:guid}/scans", ScanAsync).WithName("ScanForMissingData")
            .WithSummary("Scans a source, or one table (?table=NAME). The same data give the same findings, once; with ?since=TIME tables scanned since then are left out.");
        group.MapGet("/findings/{number:int}", async Task<Results<Ok<MissingFinding>, NotFound>> (int number, CurrentCaller current, OpenFindings open, CancellationToken cancelled) =>
                await open.FindAsync(current.Caller, number, cancelled) is var (_, finding) ? TypedResults.Ok(finding) : TypedResults.NotFound())
            .WithName("GetMissingFinding").WithSummary("One finding by its number.");
        group.MapGet("/findings/{number:int}/rows", RowsAsync).WithName("ListRowsOfMissingFinding").WithSummary("Up to 100 rows that the finding is about, with the rights of who asks.");
        group.MapGet("/findings/{number:int}/sources", SourcesAsync).WithName("FindValueSources").WithSummary("Where the missing values could come from, with hit rate and support on the rows whose value is known.");

        var changes = group.MapGroup("").Require(Permission.ManageSources);
        changes.MapPut("/findings/{number:int}/state", DecideAsync).WithName("DecideMissingFinding").WithSummary("Says that a finding is meant so (dismissed: true), or takes that back.");
        changes.MapPut("/sources/{source:guid}/criticality", CriticalityAsync).WithName("SetCriticality").WithSummary("Says how much a column matters to the business.");
    }

    private static async Task<Results<Ok<IReadOnlyList<MissingFinding>>, NotFound>> ListAsync(Guid source, CurrentCaller current, DataSources sources, MissingFindings findings, CancellationToken cancelled) =>
        await sources.OpenAsync(current.Caller, source, cancelled) is { } opened ? TypedResults.Ok(await findings.ListAsync(current.Caller, opened, cancelled)) : TypedResults.NotFound();

    private static async Task<Results<Ok<IReadOnlyList<ScannedTable>>, NotFound>> ScanAsync(
        Guid source, string? table, DateTimeOffset? since, CurrentCaller current, DataSources sources, MissingScans scans, CancellationToken cancelled)
    {
        if (await sources.OpenAsync(current.Caller, source, cancelled) is not { } opened)
            return TypedResults.NotFound();
        var named = table is null ? null : opened.Catalog.Tables.FirstOrDefault(t => !opened.Policy.HiddenTables.Contains(t.Name)
            && (string.Equals(t.Name.ToString(), table, StringComparison.OrdinalIgnoreCase) || string.Equals(t.Name.Name, table, StringComparison.OrdinalIgnoreCase)));
        if (table is not null && named is null)
            return TypedResults.NotFound();
        return await scans.ScanAsync(current.Caller, source, named?.Name, since, cancelled) is { } scanned ? TypedResults.Ok(scanned) : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<IReadOnlyList<IReadOnlyDictionary<string, string?>>>, NotFound, ProblemHttpResult>> RowsAsync(
        int number, CurrentCaller current, OpenFindings open, Results results, CancellationToken cancelled)
    {
        if (await open.FindAsync(current.Caller, number, cancelled) is not var (source, finding) || GapRows.Query(source, finding.Gap) is not { } query)
            return TypedResults.NotFound();
        return await results.ReadSavedAsync(current.Caller, source.Info.Id, query, cancelled) is QueryOutcome.Rows { Table: var rows }
            ? TypedResults.Ok<IReadOnlyList<IReadOnlyDictionary<string, string?>>>([.. rows.Rows.Select(row => rows.Columns.Select((c, i) => (c.Name, Text: CellText.Invariant(row[i]))).ToDictionary(c => c.Name, c => c.Text))])
            : TypedResults.Problem("The source could not be read just now. Try again in a moment.", statusCode: StatusCodes.Status502BadGateway, title: "The rows could not be read");
    }

    private static async Task<Results<Ok<IReadOnlyList<ValueSupply>>, NotFound>> SourcesAsync(int number, CurrentCaller current, OpenFindings open, ValueSources supplies, CancellationToken cancelled) =>
        await open.FindAsync(current.Caller, number, cancelled) is var (source, finding) ? TypedResults.Ok(await supplies.FindAsync(current.Caller, source, finding.Gap, cancelled)) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> DecideAsync(int number, NewFindingState state, CurrentCaller current, OpenFindings open, MissingFindings findings, CancellationToken cancelled) =>
        await open.FindAsync(current.Caller, number, cancelled) is var (_, finding) && await findings.DismissAsync(current.Caller, finding.Id, state.Dismissed, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> CriticalityAsync(Guid source, NewCriticality wanted, CurrentCaller current, DataSources sources, MissingFindings findings, CancellationToken cancelled)
    {
        if (await sources.OpenAsync(current.Caller, source, cancelled) is not { } opened
            || opened.Catalog.Tables.FirstOrDefault(t => !opened.Policy.HiddenTables.Contains(t.Name) && (t.Name.ToString() == wanted.Table || t.Name.Name == wanted.Table)) is not { } table
            || table.Find(wanted.Column ?? "") is not { } column)
            return TypedResults.NotFound();
        await findings.SetCriticalityAsync(current.Caller, source, table.Name, column.Name, wanted.Criticality, cancelled);
        return TypedResults.NoContent();
    }
}

public sealed record NewFindingState([property: JsonRequired] bool Dismissed);

/// <param name="Table">With its schema, or alone where that is clear.</param>
public sealed record NewCriticality(string? Table, string? Column, [property: JsonRequired] Criticality Criticality);
