using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Quality;

/// <summary>The versions of rules: all stay, one is current, and any may become it again.</summary>
public sealed class RuleVersions(Database database, QualityRules rules, RuleSight sight, TimeProvider time)
{
    /// <summary>All versions of a rule, the first first; empty where the caller sees no such rule.</summary>
    public async Task<IReadOnlyList<RuleVersion>> ListAsync(Caller caller, int ruleNumber, CancellationToken cancellationToken)
    {
        if (await rules.FindAsync(caller, ruleNumber, cancellationToken) is not { } rule)
            return [];
        var sees = await sight.OfAsync(caller, [rule.SourceId], cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return [.. (await OfAsync(tenant, [rule.Id], cancellationToken)).Select(v => v.Version).Where(v => sees(rule.SourceId, rule.Rule with { Body = v.Body }))];
    }

    /// <summary>Keeps a further version that is not current: a challenger.</summary>
    /// <exception cref="PermissionDeniedException">The caller may not manage sources.</exception>
    public async Task<RuleVersion> AddAsync(Caller caller, QualityRule rule, RuleBody body, string reason, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var number = await tenant.Connection.ExecuteScalarAsync<int>(new(
            """
            INSERT INTO quality_rule_versions (organization_id, rule_id, version, body, title, reason, made_by, made_at)
            SELECT @OrganizationId, @Id, max(version) + 1, @body::json, @title, @reason, @UserId, @now FROM quality_rule_versions WHERE organization_id = @OrganizationId AND rule_id = @Id
            RETURNING version
            """,
            new { caller.OrganizationId, caller.UserId, rule.Id, body = ConversationJson.Write(body), title = RuleWords.Title(body), reason = reason.Length > 1000 ? reason[..1000] : reason, now },
            cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return new(number, body, RuleWords.Title(body), reason, caller.Name, now);
    }

    /// <summary>Makes a version current, a newer or an older one; the rule's figures are of the version that ran last until it runs again.</summary>
    /// <returns>False where there is no such version.</returns>
    public async Task<bool> SwitchAsync(Caller caller, QualityRule rule, int version, RuleDecision decision, string note, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await SwitchAsync(tenant, caller, rule.Id, version, decision, note, time.GetUtcNow(), cancellationToken))
            return false;
        // What is tested against a version that is not current any more is not worth knowing.
        await tenant.Connection.ExecuteAsync(new(
            "UPDATE quality_trials SET state = 'Stopped', ended_at = @now WHERE organization_id = @OrganizationId AND rule_id = @Id AND state = 'Running'",
            new { caller.OrganizationId, rule.Id, now = time.GetUtcNow() }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The version that was current before, by the decisions kept; null where there was none.</summary>
    public async Task<int?> BeforeAsync(Caller caller, QualityRule rule, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await tenant.Connection.ExecuteScalarAsync<int?>(new(
            """
            SELECT coalesce(
                (SELECT version FROM quality_decisions WHERE organization_id = @OrganizationId AND rule_id = @Id AND decision IN ('Accepted', 'Adjusted', 'Promoted', 'Changed') AND version <> @Version
                 ORDER BY made_at DESC, id DESC LIMIT 1),
                (SELECT max(version) FROM quality_rule_versions WHERE organization_id = @OrganizationId AND rule_id = @Id AND version < @Version))
            """, new { caller.OrganizationId, rule.Id, rule.Version }, cancellationToken: cancellationToken));
    }

    internal static async Task<bool> SwitchAsync(
        TenantConnection tenant, Caller caller, Guid ruleId, int version, RuleDecision decision, string note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var values = new { caller.OrganizationId, caller.UserId, ruleId, version, decision = decision.ToString(), note = note.Length > 500 ? note[..500] : note, now, id = Guid.CreateVersion7(now) };
        if (await tenant.Connection.ExecuteAsync(new(
            """
            UPDATE quality_rules r SET version = v.version, body = v.body, title = v.title, state = CASE WHEN r.state = 'Proposed' THEN 'Active' ELSE r.state END, changed_at = @now
            FROM quality_rule_versions v
            WHERE r.organization_id = @OrganizationId AND r.id = @ruleId AND v.organization_id = r.organization_id AND v.rule_id = r.id AND v.version = @version
            """, values, cancellationToken: cancellationToken)) == 0)
            return false;
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO quality_decisions (organization_id, id, rule_id, version, decision, note, violations, made_by, made_at)
            SELECT organization_id, @id, id, version, @decision, @note, violations, @UserId, @now FROM quality_rules WHERE organization_id = @OrganizationId AND id = @ruleId
            """, values, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, $"quality.rule.{decision.ToString().ToLowerInvariant()}", ruleId.ToString(), now, cancellationToken, new { version });
        return true;
    }

    internal static async Task<IReadOnlyList<(Guid RuleId, RuleVersion Version)>> OfAsync(TenantConnection tenant, IReadOnlyList<Guid> ruleIds, CancellationToken cancellationToken) =>
        [.. (await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT v.rule_id, v.version, v.body::text AS body, v.title, v.reason, u.name AS made_by, v.made_at
            FROM quality_rule_versions v JOIN users u ON u.organization_id = v.organization_id AND u.id = v.made_by
            WHERE v.organization_id = @OrganizationId AND v.rule_id = ANY(@ids) ORDER BY v.rule_id, v.version
            """, new { tenant.OrganizationId, ids = ruleIds.ToArray() }, cancellationToken: cancellationToken)))
            .Select(r => (r.RuleId, new RuleVersion(r.Version, ConversationJson.Read<RuleBody>(r.Body), r.Title, r.Reason, r.MadeBy, r.MadeAt)))];

    private sealed record Row(Guid RuleId, int Version, string Body, string Title, string Reason, string MadeBy, DateTime MadeAt);
}
