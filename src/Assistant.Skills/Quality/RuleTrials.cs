using Assistant.Skills.Access;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Trials;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;

namespace Assistant.Skills.Quality;

/// <summary>
/// Tests of two versions of a rule, the champion and a challenger, on the same rows: both judge all of them in the shadow (only the champion
/// counts), and what people said of single rows tells who was right where they differ. See <see cref="SequentialTest"/> for when that is enough.
/// </summary>
public sealed class RuleTrials(Database database, QualityRules rules, RuleVersions versions, RuleLabels labels, RuleSight sight, DataSources sources, QueryGate gate, TimeProvider time)
{
    /// <summary>Running tests first, then the latest; of one source or of all that the caller may read.</summary>
    public async Task<IReadOnlyList<RuleTrial>> ListAsync(Caller caller, Guid? sourceId, CancellationToken cancellationToken)
    {
        var seen = (await rules.ListAsync(caller, sourceId, cancellationToken)).ToDictionary(r => r.Id);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var trials = await TrialRows.ReadAsync(tenant, seen, cancellationToken);
        // A challenger may speak of a column that its rule does not.
        var sees = await sight.OfAsync(caller, trials.Select(t => t.SourceId), cancellationToken);
        return [.. trials.Where(t => new[] { t.Champion, t.Challenger }.All(v => sees(t.SourceId, seen[t.RuleId].Rule with { Body = v.Body })))];
    }

    public async Task<RuleTrial?> FindAsync(Caller caller, Guid trialId, CancellationToken cancellationToken) =>
        (await ListAsync(caller, null, cancellationToken)).FirstOrDefault(t => t.Id == trialId);

    /// <summary>The test that runs for a rule, else its latest; null where there was none.</summary>
    public async Task<RuleTrial?> OfAsync(Caller caller, int ruleNumber, CancellationToken cancellationToken) =>
        (await ListAsync(caller, null, cancellationToken)).FirstOrDefault(t => t.RuleNumber == ruleNumber);

    /// <summary>Keeps the challenger as a version, starts the test and takes the first look.</summary>
    /// <exception cref="PermissionDeniedException">The caller may not manage sources.</exception>
    public async Task<TrialOutcome> StartAsync(Caller caller, QualityRule rule, RuleBody challenger, string reason, TrialPlan plan, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        if (RuleWords.Title(challenger) == rule.Rule.Title && Conversation.ConversationJson.Write(challenger) == Conversation.ConversationJson.Write(rule.Rule.Body))
            return new TrialOutcome.Refused($"That is what rule {rule.Number} says already.");
        if (await OfAsync(caller, rule.Number, cancellationToken) is { State: TrialState.Running } running)
            return new TrialOutcome.Refused($"Rule {rule.Number} is being tested against version {running.Challenger.Number} already. Stop that test first: “stop the test of rule {rule.Number}”.");
        if (await sources.OpenAsync(caller, rule.SourceId, cancellationToken) is not { } source || await FiguresAsync(source, rule, rule.Rule.Body, challenger, cancellationToken) is null)
            return new TrialOutcome.Refused("The source cannot run both versions on the same rows: a column is gone, or the rule is about the table as a whole.");
        var version = await versions.AddAsync(caller, rule, challenger, reason, cancellationToken);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            if (await TrialRows.AddAsync(tenant, caller, id, rule.Id, rule.Version, version.Number, plan, time.GetUtcNow(), cancellationToken) == 0)
                return new TrialOutcome.Refused($"A test of rule {rule.Number} was started a moment ago.");
            await Audit.RecordAsync(tenant, caller.UserId, "quality.trial.started", rule.Id.ToString(), time.GetUtcNow(), cancellationToken, new { champion = rule.Version, challenger = version.Number });
            await tenant.CommitAsync(cancellationToken);
        }
        var trial = (await FindAsync(caller, id, cancellationToken))!;
        return new TrialOutcome.Started(await LookAsync(caller, trial, cancellationToken) ?? trial);
    }

    /// <summary>Lets both versions judge the rows as they are now, compares with the labels, and keeps the figures where they are new. A decided test ends.</summary>
    /// <returns>The test as it is then; null where the source cannot be read.</returns>
    public async Task<RuleTrial?> LookAsync(Caller caller, RuleTrial trial, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, trial.SourceId);
        if (trial.State is not TrialState.Running || await rules.FindAsync(caller, trial.RuleNumber, cancellationToken) is not { } rule
            || await sources.OpenAsync(caller, trial.SourceId, cancellationToken) is not { } source
            || await FiguresAsync(source, rule, trial.Champion.Body, trial.Challenger.Body, cancellationToken) is not { } figures)
            return null;
        var look = Judged(trial, figures, await labels.SaidAsync(caller, trial.RuleId, cancellationToken), new(source.Info.Id, source.Visible(rule.Rule.Table)!, rule.Rule.Body));
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            if (trial.Last is not { } last || last with { At = look.At } != look)
                await TrialRows.AddLookAsync(tenant, trial.Id, look, cancellationToken);
            await DecideAsync(tenant, caller, trial with { Looks = [.. trial.Looks, look] }, rule, cancellationToken);
            await tenant.CommitAsync(cancellationToken);
        }
        return await FindAsync(caller, trial.Id, cancellationToken);
    }

    /// <summary>Takes a look at every running test of a source, or of all sources the caller may read: for the schedule.</summary>
    public async Task<IReadOnlyList<RuleTrial>> RunShadowAsync(Caller caller, Guid? sourceId, CancellationToken cancellationToken)
    {
        var looked = new List<RuleTrial>();
        foreach (var trial in (await ListAsync(caller, sourceId, cancellationToken)).Where(t => t.State is TrialState.Running))
            if (await LookAsync(caller, trial, cancellationToken) is { } now)
                looked.Add(now);
        return looked;
    }

    /// <summary>Makes the challenger current, as a person decided; false where the test had ended.</summary>
    public async Task<bool> PromoteAsync(Caller caller, RuleTrial trial, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, trial.SourceId);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await TrialRows.EndAsync(tenant, trial.Id, TrialState.Promoted, time.GetUtcNow(), cancellationToken)
            || !await RuleVersions.SwitchAsync(tenant, caller, trial.RuleId, trial.Challenger.Number, RuleDecision.Promoted, $"after a test: {trial.Verdict}", time.GetUtcNow(), cancellationToken))
            return false;
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends a test without a change; false where it had ended.</summary>
    public async Task<bool> StopAsync(Caller caller, RuleTrial trial, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, trial.SourceId);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await TrialRows.EndAsync(tenant, trial.Id, TrialState.Stopped, time.GetUtcNow(), cancellationToken))
            return false;
        await Audit.RecordAsync(tenant, caller.UserId, "quality.trial.stopped", trial.RuleId.ToString(), time.GetUtcNow(), cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The query for rows on which the versions differ, those that tell the row apart first; null where the table cannot be read.</summary>
    public string? DifferQuery(OpenedSource source, RuleTrial trial, TableName table, int most = 100)
    {
        if (source.Visible(table) is not { } seen)
            return null;
        var print = new RowPrint(source.Info.Id, seen, trial.Champion.Body);
        var columns = print.Identity.Concat(print.Judged).Concat(seen.Columns.Take(3).Select(c => c.Name)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return new ShadowRun(new(gate, source.Source, source.Catalog, source.Policy)).DifferQuery(seen, trial.Champion.Body, trial.Challenger.Body, columns, most);
    }

    private async Task<ShadowFigures?> FiguresAsync(OpenedSource source, QualityRule rule, RuleBody champion, RuleBody challenger, CancellationToken cancellationToken)
    {
        if (source.Visible(rule.Rule.Table) is not { } table)
            return null;
        var print = new RowPrint(source.Info.Id, table, rule.Rule.Body);
        return await new ShadowRun(new QualityReader(gate, source.Source, source.Catalog, source.Policy)).RunAsync(table, champion, challenger, [.. print.Identity, .. print.Judged], cancellationToken);
    }

    private TrialLook Judged(RuleTrial trial, ShadowFigures figures, RuleLabels.Said said, RowPrint prints)
    {
        var (wins, losses, right, wrong) = (0, 0, 0, 0);
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var flagged in figures.Flagged)
        {
            var print = prints.Of(flagged.Row);
            // Copies of one row are one row.
            if (print is null || !met.Add(print.Value.Key) || said.Of(print) is not { } fault)
                continue;
            switch (flagged.Champion == fault, flagged.Challenger == fault)
            {
                case (true, true): right++; break;
                case (false, false): wrong++; break;
                case (false, true): wins++; break;
                default: losses++; break;
            }
        }
        // Of rows that neither flags only those are counted whose truth is known whatever their values: others may have been repaired since.
        foreach (var known in said.All.Where(l => l.Judged is null && !met.Contains(l.RowKey)))
            (right, wrong) = known.IsFault ? (right, wrong + 1) : (right + 1, wrong);
        var scores = trial.Looks.Select(l => new Score(l.Wins, l.Losses)).Append(new(wins, losses)).ToList();
        var (verdict, bound) = TrialJudge.Judge(trial.Plan, scores, figures.Judged, figures.Disagreements);
        return new(time.GetUtcNow(), figures.Judged, figures.ChampionFlags, figures.ChallengerFlags, figures.Disagreements, wins, losses, right, wrong,
            bound.Critical, bound.Spent, PairedTest.ExactP(wins, losses), verdict);
    }

    private async Task DecideAsync(TenantConnection tenant, Caller caller, RuleTrial trial, QualityRule rule, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (trial.MayTakeOver && trial.Plan.PromotesByItself && rule.Version == trial.Champion.Number)
        {
            if (await TrialRows.EndAsync(tenant, trial.Id, TrialState.Promoted, now, cancellationToken))
                await RuleVersions.SwitchAsync(tenant, caller, trial.RuleId, trial.Challenger.Number, RuleDecision.Promoted, "by itself: better, and no labelled row gets worse", now, cancellationToken);
        }
        else if (trial.Verdict is TrialVerdict.Worse or TrialVerdict.NoDifference)
            await TrialRows.EndAsync(tenant, trial.Id, TrialState.Kept, now, cancellationToken);
    }
}
