using System.Text.Json.Serialization;
using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Quality;

/// <summary>Versions of rules over HTTP: feedback on single rows, tests of versions against each other, promotion, roll-back.</summary>
public static class TrialEndpoints
{
    public static void MapTrials(this RouteGroupBuilder quality)
    {
        quality.MapGet("/trials", async (Guid? source, CurrentCaller current, RuleTrials trials, CancellationToken cancelled) => TypedResults.Ok(await trials.ListAsync(current.Caller, source, cancelled)))
            .WithName("ListRuleTrials").WithSummary("Tests of rule versions with all looks, the running ones first.");
        quality.MapGet("/rules/{number:int}/versions", async (int number, CurrentCaller current, RuleVersions versions, CancellationToken cancelled) => TypedResults.Ok(await versions.ListAsync(current.Caller, number, cancelled)))
            .WithName("ListRuleVersions").WithSummary("All versions of a rule, the first first.");

        var changes = quality.MapGroup("").Require(Permission.ManageSources);
        changes.MapPost("/rules/{number:int}/trials", StartAsync).WithName("StartRuleTrial").WithSummary("Tests another version of a rule on the same rows: stricter, looser, of the feedback, or as a sentence says.");
        changes.MapPost("/trials/{id:guid}/looks", LookAsync).WithName("LookAtRuleTrial").WithSummary("Lets both versions judge the rows as they are now, and tells the verdict.");
        changes.MapPost("/trials/{id:guid}/promotion", async (Guid id, CurrentCaller current, RuleTrials trials, CancellationToken cancelled) => await EndAsync(id, current, trials, trials.PromoteAsync, cancelled))
            .WithName("PromoteRuleVersion").WithSummary("Makes the challenger of a running test the version in use.");
        changes.MapPost("/trials/{id:guid}/stop", async (Guid id, CurrentCaller current, RuleTrials trials, CancellationToken cancelled) => await EndAsync(id, current, trials, trials.StopAsync, cancelled))
            .WithName("StopRuleTrial").WithSummary("Ends a running test without a change.");
        changes.MapPost("/rules/{number:int}/version", SwitchAsync).WithName("SwitchRuleVersion").WithSummary("Brings a version of a rule back into use; without a number the one before.");
        changes.MapPut("/rules/{number:int}", SetAsync).WithName("SetQualityRule").WithSummary("Sets severity and owner of a rule, and, where given, its condition as SQL that is true for wrong rows: a new version.");
        changes.MapDelete("/rules/{number:int}", async Task<Results<NoContent, NotFound>> (int number, CurrentCaller current, RuleChanges rules, CancellationToken cancelled) =>
                await rules.DeleteAsync(current.Caller, number, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound())
            .WithName("DeleteQualityRule").WithSummary("Deletes a rule with its versions, runs and tests.");
        changes.MapPost("/rules/{number:int}/labels", LabelAsync).WithName("LabelRuleRows").WithSummary("Keeps of rows, known by the columns of their key, that they are faults or are none.");
    }

    private static async Task<Results<Ok<RuleTrial>, NotFound, ProblemHttpResult>> StartAsync(
        int number, NewTrial wanted, CurrentCaller current, DataSources sources, QualityRules rules, QualityChecks checks, RuleChallengers challengers, RuleTrials trials, CancellationToken cancelled)
    {
        if (await rules.FindAsync(current.Caller, number, cancelled) is not { } rule || await sources.OpenAsync(current.Caller, rule.SourceId, cancelled) is not { } opened)
            return TypedResults.NotFound();
        if (wanted.Level is <= 0.5 or >= 1 || wanted.Power is <= 0.5 or >= 1 || wanted.Share is <= 0.5 or >= 1)
            return Refused("Level, power and share lie between 0.5 and 1.");
        var version = wanted.How switch
        {
            TrialKind.Stricter => await challengers.StricterAsync(opened, rule, cancelled),
            TrialKind.Looser => await challengers.LooserAsync(opened, rule, cancelled),
            TrialKind.Feedback => await challengers.FromFeedbackAsync(current.Caller, opened, rule, cancelled),
            _ => await checks.ReadSentenceAsync(opened, wanted.Sentence ?? "", cancelled) is SentenceOutcome.Understood understood && understood.Rule.Table == rule.Rule.Table
                ? new(understood.Rule.Body, understood.Rule.Title, "Told by a person.") : null,
        };
        if (version is null)
            return Refused("There is no such version: give one as a sentence about the rule's table.");
        var plan = TrialPlan.Of(wanted.Level ?? TrialPlan.DefaultLevel, wanted.Power ?? TrialPlan.DefaultPower, wanted.Share ?? TrialPlan.DefaultShare, wanted.PromotesByItself ?? true);
        return await trials.StartAsync(current.Caller, rule, version.Body, version.Why, plan, cancelled) switch
        {
            TrialOutcome.Started started => TypedResults.Ok(started.Trial),
            TrialOutcome.Refused refused => Refused(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Ok<RuleTrial>, NotFound>> LookAsync(Guid id, CurrentCaller current, RuleTrials trials, CancellationToken cancelled) =>
        await trials.FindAsync(current.Caller, id, cancelled) is { } trial && await trials.LookAsync(current.Caller, trial, cancelled) is { } now ? TypedResults.Ok(now) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> EndAsync(
        Guid id, CurrentCaller current, RuleTrials trials, Func<Caller, RuleTrial, CancellationToken, Task<bool>> end, CancellationToken cancelled) =>
        await trials.FindAsync(current.Caller, id, cancelled) is { } trial && await end(current.Caller, trial, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> SwitchAsync(int number, WantedVersion wanted, CurrentCaller current, QualityRules rules, RuleVersions versions, CancellationToken cancelled) =>
        await rules.FindAsync(current.Caller, number, cancelled) is { } rule && (wanted.Version ?? await versions.BeforeAsync(current.Caller, rule, cancelled)) is { } version
            && await versions.SwitchAsync(current.Caller, rule, version, RuleDecision.RolledBack, "", cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<LabelledRows>, NotFound>> LabelAsync(
        int number, IReadOnlyList<RowLabel> known, CurrentCaller current, DataSources sources, QualityRules rules, RuleLabels labels, CancellationToken cancelled)
    {
        if (await rules.FindAsync(current.Caller, number, cancelled) is not { } rule || await sources.OpenAsync(current.Caller, rule.SourceId, cancelled) is not { } opened)
            return TypedResults.NotFound();
        var rows = known.Select(k => ((IReadOnlyDictionary<string, object?>)new Dictionary<string, object?>(k.Key.Select(c => KeyValuePair.Create(c.Key, (object?)c.Value)), StringComparer.OrdinalIgnoreCase), k.IsFault)).ToList();
        return TypedResults.Ok(new LabelledRows(await labels.LearnAsync(current.Caller, opened, rule, rows, cancelled)));
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> SetAsync(
        int number, RuleSettings wanted, CurrentCaller current, DataSources sources, QualityRules rules, QualityChecks checks, RuleChanges changes, CancellationToken cancelled)
    {
        if (await rules.FindAsync(current.Caller, number, cancelled) is not { } rule || await sources.OpenAsync(current.Caller, rule.SourceId, cancelled) is not { } opened)
            return TypedResults.NotFound();
        if (wanted.Sql is { } sql)
        {
            var read = await checks.ReadSqlAsync(opened, rule.Rule.Table, sql, cancelled);
            if (read is not SentenceOutcome.Understood understood)
                return TypedResults.Problem(((SentenceOutcome.NotUnderstood)read).Why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "This is no condition of a rule");
            await changes.RewriteAsync(current.Caller, number, understood.Rule, cancelled);
        }
        return await changes.SetAsync(current.Caller, number, wanted.Severity ?? rule.Rule.Severity, wanted.Owner ?? rule.OwnerId, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static ProblemHttpResult Refused(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The test was not started");
}

public enum TrialKind { Stricter, Looser, Feedback, Sentence }

/// <param name="Level">Confidence level, 0.9 where not given.</param>
/// <param name="Power">0.8 where not given.</param>
/// <param name="Share">Of the rows on which the versions differ, the share that a better version judges rightly; 0.7 where not given.</param>
public sealed record NewTrial([property: JsonRequired] TrialKind How, string? Sentence, double? Level, double? Power, double? Share, bool? PromotesByItself);

/// <param name="Sql">Null leaves what the rule says.</param>
public sealed record RuleSettings(Severity? Severity, Guid? Owner, string? Sql);

public sealed record WantedVersion(int? Version);

/// <param name="Key">The columns of the table's key with their values as text.</param>
public sealed record RowLabel(IReadOnlyDictionary<string, string?> Key, [property: JsonRequired] bool IsFault);

public sealed record LabelledRows(int Kept);
