using System.Text.Json.Serialization;
using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Http.HttpResults;
using Results = Assistant.Skills.Conversation.Results;

namespace Assistant.Server.Quality;

/// <summary>Data quality over HTTP: findings, rules, decisions, runs.</summary>
public static class QualityEndpoints
{
    private const int LongestNote = 2000;

    public static void MapQuality(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/quality").WithTags("Quality").Require(Permission.ReadData);
        group.MapGet("/rules", async (Guid? source, CurrentCaller current, QualityRules rules, CancellationToken cancelled) =>
                TypedResults.Ok(await rules.ListAsync(current.Caller, source, cancelled)))
            .WithName("ListQualityRules").WithSummary("Rules with their figures and latest runs, the broken first; of one source or of all.");
        group.MapGet("/sources/{source:guid}/findings", FindAsync).AddEndpointFilter(NamesTableAsync).WithName("FindQualityProblems")
            .WithSummary("Reads a table (?table=NAME): missing and disguised values, and the rules its data suggest. Nothing is kept.");
        group.MapGet("/sources/{source:guid}/profile", ProfileAsync).AddEndpointFilter(NamesTableAsync).ProducesProblem(StatusCodes.Status400BadRequest).WithName("ProfileTable")
            .WithSummary("What a table (?table=NAME) holds: figures, quantiles, histogram, patterns and lengths per column, keys, copies, and what columns tell of each other.");
        group.MapGet("/rules/{number:int}/rows", RowsAsync).WithName("ListRowsThatBreakARule").WithSummary("Up to 100 rows that break the rule, with the rights of who asks.");

        group.MapGet("/loads", async (Guid? source, CurrentCaller current, QualityLoads loads, CancellationToken cancelled) => TypedResults.Ok(await loads.ListAsync(current.Caller, source, cancelled)))
            .WithName("ListTableLoads").WithSummary("The newest load of each table, compared with those before it; odd and late ones first.");

        group.MapTrials();

        var changes = group.MapGroup("").Require(Permission.ManageSources);
        changes.MapPost("/sources/{source:guid}/proposals", ProposeAsync).WithName("ProposeQualityRules").WithSummary("Learns rules from a table (?table=NAME) and keeps them as proposals.");
        changes.MapPost("/sources/{source:guid}/rules", TellAsync).WithName("TellQualityRule").WithSummary("Reads a sentence as a rule and keeps it as a proposal, with the number of rows that break it.");
        changes.MapPost("/sources/{source:guid}/runs", RunAsync).WithName("RunQualityRules").WithSummary("Runs the active rules of the source now.");
        changes.MapPost("/sources/{source:guid}/loads", async Task<Results<Ok<RoundReport>, NotFound>> (Guid source, CurrentCaller current, DataSources sources, QualityRounds rounds, CancellationToken cancelled) =>
            await sources.OpenAsync(current.Caller, source, cancelled) is null ? TypedResults.NotFound() : TypedResults.Ok(await rounds.JudgeLoadsAsync(current.Caller, source, cancelled))).WithName("JudgeTableLoads").WithSummary("Compares the newest load of each table with those before it, now.");
        changes.MapPost("/sources/{source:guid}/loads/expected", async Task<Results<NoContent, NotFound>> (Guid source, string table, CurrentCaller current, DataSources sources, QualityLoads loads, CancellationToken cancelled) =>
            await OpenAsync(source, table, current, sources, cancelled) is { } place && await loads.ExpectAsync(current.Caller, source, place.Table.Name, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound())
            .AddEndpointFilter(NamesTableAsync).ProducesProblem(StatusCodes.Status400BadRequest).WithName("ExpectTableLoad").WithSummary("Notes that the newest load of a table (?table=NAME) is as it should be.");
        changes.MapPost("/rules/{number:int}/decisions", DecideAsync).WithName("DecideQualityRule").WithSummary("Accepts, rejects or turns off a rule, or adjusts it to a sentence.");
    }

    private static async Task<Results<Ok<TableFindings>, NotFound>> FindAsync(
        Guid source, string table, CurrentCaller current, DataSources sources, QualityChecks checks, CancellationToken cancelled) =>
        await OpenAsync(source, table, current, sources, cancelled) is { } place && await checks.FindAsync(place.Source, place.Table, cancelled) is { } findings
            ? TypedResults.Ok(findings) : TypedResults.NotFound();

    private static async Task<Results<Ok<TableProfile>, NotFound>> ProfileAsync(
        Guid source, string table, CurrentCaller current, DataSources sources, QualityChecks checks, CancellationToken cancelled) =>
        await OpenAsync(source, table, current, sources, cancelled) is { } place && await checks.ProfileAsync(current.Caller, place.Source, place.Table, cancelled) is { } profile
            ? TypedResults.Ok(profile) : TypedResults.NotFound();

    private static async Task<Results<Ok<IReadOnlyList<QualityRule>>, NotFound>> ProposeAsync(
        Guid source, string table, CurrentCaller current, DataSources sources, QualityChecks checks, QualityRules rules, CancellationToken cancelled) =>
        await OpenAsync(source, table, current, sources, cancelled) is { } place && await checks.FindAsync(place.Source, place.Table, cancelled) is { } findings
            ? TypedResults.Ok(await rules.ProposeAsync(current.Caller, source, findings.Rules, cancelled)) : TypedResults.NotFound();

    private static async Task<Results<Ok<QualityRule>, NotFound, ProblemHttpResult>> TellAsync(
        Guid source, ToldRule told, CurrentCaller current, DataSources sources, QualityChecks checks, QualityRules rules, CancellationToken cancelled)
    {
        if (await sources.OpenAsync(current.Caller, source, cancelled) is not { } opened)
            return TypedResults.NotFound();
        return await checks.ReadSentenceAsync(opened, told.Sentence ?? "", cancelled) switch
        {
            SentenceOutcome.Understood understood => await rules.ProposeAsync(current.Caller, source, [understood.Rule], cancelled) is [var kept, ..]
                ? TypedResults.Ok(kept) : Unclear("You see only a part of this data, so the rule is not kept. Ask somebody who sees all of it to tell it.", "The rule is not kept"),
            SentenceOutcome.NotUnderstood no => Unclear(no.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Ok<IReadOnlyList<RuleResult>>, NotFound>> RunAsync(
        Guid source, CurrentCaller current, DataSources sources, QualityChecks checks, QualityRules rules, CancellationToken cancelled)
    {
        if (await sources.OpenAsync(current.Caller, source, cancelled) is not { } opened)
            return TypedResults.NotFound();
        var active = (await rules.ListAsync(current.Caller, source, cancelled)).Where(r => r.State is RuleState.Active).ToList();
        var ran = await checks.RunAsync(opened, active, cancelled);
        await rules.RanAsync(current.Caller, ran, cancelled);
        return TypedResults.Ok<IReadOnlyList<RuleResult>>([.. ran.Select(r => new RuleResult(r.Rule.Number, r.Rule.Rule.Title, r.Judged, r.Violations))]);
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DecideAsync(
        int number, NewDecision decision, CurrentCaller current, DataSources sources, QualityChecks checks, QualityRules rules, CancellationToken cancelled)
    {
        if (await rules.FindAsync(current.Caller, number, cancelled) is not { } rule)
            return TypedResults.NotFound();
        if (decision.Note is { Length: > LongestNote })
            return Unclear($"A note has at most {LongestNote:N0} characters.");
        ProposedRule? adjusted = null;
        if (decision.Decision is RuleDecision.Adjusted)
        {
            if (await sources.OpenAsync(current.Caller, rule.SourceId, cancelled) is not { } opened)
                return TypedResults.NotFound();
            if (await checks.ReadSentenceAsync(opened, decision.Sentence ?? "", cancelled) is not SentenceOutcome.Understood understood)
                return Unclear("Give the adjusted rule as a sentence.");
            adjusted = understood.Rule;
        }
        await rules.DecideAsync(current.Caller, rule.Id, decision.Decision, decision.Note ?? "", adjusted, cancelled);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ResultTable>, NotFound>> RowsAsync(
        int number, CurrentCaller current, DataSources sources, QualityChecks checks, QualityRules rules, Results results, CancellationToken cancelled) =>
        await rules.FindAsync(current.Caller, number, cancelled) is { } rule && await sources.OpenAsync(current.Caller, rule.SourceId, cancelled) is { } opened
            && checks.RowsQuery(opened, rule.Rule) is { } query && await results.ReadSavedAsync(current.Caller, rule.SourceId, query, cancelled) is QueryOutcome.Rows rows
            ? TypedResults.Ok(rows.Table) : TypedResults.NotFound();

    private static async Task<(OpenedSource Source, CatalogTable Table)?> OpenAsync(
        Guid source, string table, CurrentCaller current, DataSources sources, CancellationToken cancelled)
    {
        if (await sources.OpenAsync(current.Caller, source, cancelled) is not { } opened)
            return null;
        var found = opened.Catalog.Tables.FirstOrDefault(t => !opened.Policy.HiddenTables.Contains(t.Name)
            && (string.Equals(t.Name.ToString(), table, StringComparison.OrdinalIgnoreCase) || string.Equals(t.Name.Name, table, StringComparison.OrdinalIgnoreCase)));
        return found is null ? null : (opened, found);
    }

    private static async ValueTask<object?> NamesTableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        string.IsNullOrWhiteSpace(context.HttpContext.Request.Query["table"])
            ? TypedResults.Problem("Name the table, for example ?table=orders.", statusCode: StatusCodes.Status400BadRequest, title: "No table is named") : await next(context);

    private static ProblemHttpResult Unclear(string why, string title = "This is no rule about the data") =>
        TypedResults.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: title);
}

/// <param name="Sentence">E.g. "active equipment must have a location".</param>
public sealed record ToldRule(string? Sentence);

/// <param name="Sentence">The rule as it shall be, where it is adjusted.</param>
public sealed record NewDecision([property: JsonRequired] RuleDecision Decision, string? Note, string? Sentence);

/// <param name="Judged">Rows that the rule could judge.</param>
public sealed record RuleResult(int Number, string Title, long Judged, long Violations);
