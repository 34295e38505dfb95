using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Quality.Trials;

/// <summary>Our own SQL for tests of versions.</summary>
internal static class TrialRows
{
    /// <summary>Tests of these rules, the latest first, with all looks.</summary>
    public static async Task<IReadOnlyList<RuleTrial>> ReadAsync(TenantConnection tenant, IReadOnlyDictionary<Guid, QualityRule> rules, CancellationToken cancellationToken)
    {
        var ids = rules.Keys.ToArray();
        var rows = (await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT id, rule_id, champion, challenger, level, power, share, needed, promotes, state, started_at, ended_at
            FROM quality_trials WHERE organization_id = @OrganizationId AND rule_id = ANY(@ids) ORDER BY state = 'Running' DESC, started_at DESC, id DESC
            """, new { tenant.OrganizationId, ids }, cancellationToken: cancellationToken))).AsList();
        if (rows.Count == 0)
            return [];
        var looks = (await tenant.Connection.QueryAsync<LookRow>(new(
            """
            SELECT trial_id, at, judged, champion_flags, challenger_flags, disagreements, wins, losses, both_right, both_wrong, critical, spent, p_value, verdict
            FROM quality_looks WHERE organization_id = @OrganizationId AND trial_id = ANY(@trials) ORDER BY at
            """, new { tenant.OrganizationId, trials = rows.Select(r => r.Id).ToArray() }, cancellationToken: cancellationToken))).ToLookup(l => l.TrialId, l => l.ToLook());
        var versions = (await RuleVersions.OfAsync(tenant, ids, cancellationToken)).ToDictionary(v => (v.RuleId, v.Version.Number), v => v.Version);
        return [.. rows.Select(r => new RuleTrial(
            r.Id, r.RuleId, rules[r.RuleId].Number, rules[r.RuleId].SourceId, versions[(r.RuleId, r.Champion)], versions[(r.RuleId, r.Challenger)],
            new(r.Level, r.Power, r.Share, r.Needed, r.Promotes), Enum.Parse<TrialState>(r.State), r.StartedAt, r.EndedAt, [.. looks[r.Id]]))];
    }

    public static Task<int> AddAsync(TenantConnection tenant, Caller caller, Guid id, Guid ruleId, int champion, int challenger, TrialPlan plan, DateTimeOffset now, CancellationToken cancellationToken) =>
        tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO quality_trials (organization_id, id, rule_id, champion, challenger, level, power, share, needed, promotes, state, started_by, started_at)
            VALUES (@OrganizationId, @id, @ruleId, @champion, @challenger, @Level, @Power, @Share, @Needed, @PromotesByItself, 'Running', @UserId, @now)
            ON CONFLICT (organization_id, rule_id) WHERE state = 'Running' DO NOTHING
            """, new { caller.OrganizationId, caller.UserId, id, ruleId, champion, challenger, plan.Level, plan.Power, plan.Share, plan.Needed, plan.PromotesByItself, now }, cancellationToken: cancellationToken));

    public static Task<int> AddLookAsync(TenantConnection tenant, Guid trialId, TrialLook look, CancellationToken cancellationToken) => tenant.Connection.ExecuteAsync(new(
        """
        INSERT INTO quality_looks (organization_id, trial_id, at, judged, champion_flags, challenger_flags, disagreements, wins, losses, both_right, both_wrong, critical, spent, p_value, verdict)
        VALUES (@OrganizationId, @trialId, @At, @Judged, @ChampionFlags, @ChallengerFlags, @Disagreements, @Wins, @Losses, @BothRight, @BothWrong, @Critical, @Spent, @PValue, @verdict)
        ON CONFLICT DO NOTHING
        """,
        new
        {
            tenant.OrganizationId, trialId, look.At, look.Judged, look.ChampionFlags, look.ChallengerFlags, look.Disagreements, look.Wins, look.Losses, look.BothRight, look.BothWrong,
            look.Critical, look.Spent, look.PValue, verdict = look.Verdict.ToString(),
        }, cancellationToken: cancellationToken));

    /// <summary>Only a running test ends; false where it had.</summary>
    public static async Task<bool> EndAsync(TenantConnection tenant, Guid trialId, TrialState state, DateTimeOffset now, CancellationToken cancellationToken) => await tenant.Connection.ExecuteAsync(new(
        "UPDATE quality_trials SET state = @state, ended_at = @now WHERE organization_id = @OrganizationId AND id = @trialId AND state = 'Running'",
        new { tenant.OrganizationId, trialId, state = state.ToString(), now }, cancellationToken: cancellationToken)) > 0;

    private sealed record Row(
        Guid Id, Guid RuleId, int Champion, int Challenger, double Level, double Power, double Share, int Needed, bool Promotes, string State, DateTime StartedAt, DateTime? EndedAt);

    private sealed record LookRow(
        Guid TrialId, DateTime At, long Judged, long ChampionFlags, long ChallengerFlags, long Disagreements, int Wins, int Losses, int BothRight, int BothWrong, int? Critical, double Spent,
        double PValue, string Verdict)
    {
        public TrialLook ToLook() => new(
            At, Judged, ChampionFlags, ChallengerFlags, Disagreements, Wins, Losses, BothRight, BothWrong, Critical, Spent, PValue, Enum.Parse<TrialVerdict>(Verdict));
    }
}
