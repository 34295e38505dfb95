using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Quality;

/// <summary>
/// Keeps rules, their versions, what was decided and how they ran. What is proposed twice is kept once; what a person decided stays. Rules that the
/// caller may not see (<see cref="RuleSight"/>) do not exist for them, by whatever way.
/// </summary>
public sealed class QualityRules(Database database, RuleSight sight, TimeProvider time)
{
    private const int RunsShown = 30;

    /// <summary>Keeps proposals: known ones get their new figures, and a new body while nobody has decided. In the order given, without those that the caller may not see whole.</summary>
    /// <exception cref="PermissionDeniedException">The caller may not manage sources.</exception>
    public async Task<IReadOnlyList<QualityRule>> ProposeAsync(Caller caller, Guid sourceId, IReadOnlyList<ProposedRule> rules, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        var sees = await sight.OfAsync(caller, [sourceId], cancellationToken);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        // Numbers are given one after another.
        await tenant.Connection.ExecuteAsync(new("SELECT pg_advisory_xact_lock(hashtextextended('quality ' || @OrganizationId::text, 0))", new { caller.OrganizationId }, cancellationToken: cancellationToken));
        var ids = new List<Guid>();
        foreach (var rule in rules.Where(r => sees(sourceId, r)))
        {
            var values = new
            {
                caller.OrganizationId, id = Guid.CreateVersion7(now), sourceId, schema = rule.Table.Schema, table = rule.Table.Name, said = Said(rule.Body), body = ConversationJson.Write(rule.Body), rule.Title,
                severity = rule.Severity.ToString(), rule.Confidence, origin = rule.Origin.ToString(), rule.Judged, rule.Violations, @checked = rule.Checked, rule.Reason, caller.UserId, now,
            };
            var id = await tenant.Connection.ExecuteScalarAsync<Guid>(new(
                """
                INSERT INTO quality_rules AS r (organization_id, id, number, source_id, table_schema, table_name, said, version, body, title, severity, confidence, origin, state, judged, violations, checked, reason, made_by, made_at, changed_at)
                VALUES (@OrganizationId, @id, (SELECT coalesce(max(number), 0) + 1 FROM quality_rules WHERE organization_id = @OrganizationId), @sourceId, @schema, @table, @said, 1, @body::json,
                    @Title, @severity, @Confidence, @origin, 'Proposed', @Judged, @Violations, @checked, @Reason, @UserId, @now, @now)
                ON CONFLICT (organization_id, source_id, table_schema, table_name, said) DO UPDATE SET
                    body = CASE WHEN r.state = 'Proposed' THEN excluded.body ELSE r.body END, title = CASE WHEN r.state = 'Proposed' THEN excluded.title ELSE r.title END,
                    severity = CASE WHEN r.state = 'Proposed' THEN excluded.severity ELSE r.severity END, confidence = CASE WHEN r.state = 'Proposed' THEN excluded.confidence ELSE r.confidence END,
                    reason = CASE WHEN r.state = 'Proposed' THEN excluded.reason ELSE r.reason END,
                    version = CASE WHEN r.state = 'Proposed' AND r.body::text <> excluded.body::text THEN (SELECT max(v.version) + 1 FROM quality_rule_versions v WHERE v.organization_id = r.organization_id AND v.rule_id = r.id) ELSE r.version END,
                    judged = CASE WHEN r.state = 'Proposed' THEN excluded.judged ELSE r.judged END, violations = CASE WHEN r.state = 'Proposed' THEN excluded.violations ELSE r.violations END,
                    checked = CASE WHEN r.state = 'Proposed' THEN excluded.checked ELSE r.checked END, changed_at = CASE WHEN r.state = 'Proposed' THEN excluded.changed_at ELSE r.changed_at END
                RETURNING id
                """, values, cancellationToken: cancellationToken));
            await KeepVersionAsync(tenant, caller, id, now, cancellationToken);
            ids.Add(id);
        }
        await tenant.CommitAsync(cancellationToken);
        var all = (await ListAsync(caller, sourceId, cancellationToken)).ToDictionary(r => r.Id);
        return [.. ids.Distinct().Where(all.ContainsKey).Select(id => all[id])];
    }

    /// <summary>The rules of a source, or of all, that the caller may see: broken ones first, then by number.</summary>
    public async Task<IReadOnlyList<QualityRule>> ListAsync(Caller caller, Guid? sourceId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT r.id, number, source_id, table_schema, table_name, version, body::text AS body, title, severity, confidence, origin, state, judged, violations, checked, reason, changed_at, owner_id, u.name AS owner
            FROM quality_rules r LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.owner_id
            WHERE r.organization_id = @OrganizationId AND (@sourceId::uuid IS NULL OR source_id = @sourceId)
            ORDER BY violations > 0 DESC, array_position(ARRAY['Critical', 'High', 'Medium', 'Low'], severity), number
            """, new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken));
        var runs = (await tenant.Connection.QueryAsync<RunRow>(new(
            """
            SELECT rule_id, ran_at, version, judged, violations FROM (
                SELECT q.*, row_number() OVER (PARTITION BY q.rule_id ORDER BY q.ran_at DESC) AS place FROM quality_runs q
                JOIN quality_rules r ON r.organization_id = q.organization_id AND r.id = q.rule_id
                WHERE q.organization_id = @OrganizationId AND (@sourceId::uuid IS NULL OR r.source_id = @sourceId)) AS latest
            WHERE place <= @RunsShown ORDER BY ran_at
            """, new { caller.OrganizationId, sourceId, RunsShown }, cancellationToken: cancellationToken))).ToLookup(r => r.RuleId, r => new RuleRun(r.RanAt, r.Version, r.Judged, r.Violations));
        var rules = rows.Select(r => r.ToRule([.. runs[r.Id]])).ToList();
        var sees = await sight.OfAsync(caller, rules.Select(r => r.SourceId), cancellationToken);
        return [.. rules.Where(r => sees(r.SourceId, r.Rule))];
    }

    /// <summary>Null where the organization has no rule of that number.</summary>
    public async Task<QualityRule?> FindAsync(Caller caller, int number, CancellationToken cancellationToken) =>
        (await ListAsync(caller, null, cancellationToken)).FirstOrDefault(r => r.Number == number);

    /// <summary>Keeps what a person decided. Adjusting makes a new version, which is active; the old one stays to be read.</summary>
    /// <param name="adjusted">The rule as the person wants it; only with <see cref="RuleDecision.Adjusted"/>.</param>
    public async Task<bool> DecideAsync(
        Caller caller, Guid ruleId, RuleDecision decision, string note, ProposedRule? adjusted, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ManageSources);
        if ((await ListAsync(caller, null, cancellationToken)).FirstOrDefault(r => r.Id == ruleId) is not { } rule)
            return false;
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var state = decision switch { RuleDecision.Rejected => RuleState.Rejected, RuleDecision.TurnedOff => RuleState.Off, _ => RuleState.Active };
        var changed = await tenant.Connection.ExecuteAsync(new(
            adjusted is null
                ? "UPDATE quality_rules SET state = @state, changed_at = @now WHERE organization_id = @OrganizationId AND id = @ruleId"
                : """
                  UPDATE quality_rules r SET state = @state, changed_at = @now, version = (SELECT max(v.version) + 1 FROM quality_rule_versions v WHERE v.organization_id = r.organization_id AND v.rule_id = r.id), body = @body::json, title = @title, judged = @judged, violations = @violations
                  WHERE organization_id = @OrganizationId AND id = @ruleId
                  """,
            new { caller.OrganizationId, ruleId, state = state.ToString(), now, body = adjusted is null ? null : ConversationJson.Write(adjusted.Body), title = adjusted?.Title, judged = adjusted?.Judged, violations = adjusted?.Violations },
            cancellationToken: cancellationToken));
        if (changed == 0)
            return false;
        await KeepVersionAsync(tenant, caller, ruleId, now, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO quality_decisions (organization_id, id, rule_id, version, decision, note, violations, made_by, made_at)
            SELECT organization_id, @id, id, version, @decision, @note, violations, @UserId, @now FROM quality_rules WHERE organization_id = @OrganizationId AND id = @ruleId
            """, new { caller.OrganizationId, caller.UserId, id = Guid.CreateVersion7(now), ruleId, decision = decision.ToString(), note = note.Length > 500 ? note[..500] : note, now }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, $"quality.rule.{decision.ToString().ToLowerInvariant()}", ruleId.ToString(), now, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Keeps the figures of a run; those of who sees only a part are not the rule's and are left out.</summary>
    public async Task RanAsync(Caller caller, IReadOnlyList<(QualityRule Rule, long Judged, long Violations)> results, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ManageSources);
        var sees = await sight.OfAsync(caller, results.Select(r => r.Rule.SourceId), cancellationToken);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        foreach (var (rule, judged, violations) in results.Where(r => caller.MayOn(Permission.ManageSources, r.Rule.SourceId) && sees(r.Rule.SourceId, r.Rule.Rule)))
            await tenant.Connection.ExecuteAsync(new(
                """
                INSERT INTO quality_runs (organization_id, rule_id, version, ran_at, judged, violations) VALUES (@OrganizationId, @Id, @Version, @now, @judged, @violations) ON CONFLICT DO NOTHING;
                UPDATE quality_rules SET judged = @judged, violations = @violations WHERE organization_id = @OrganizationId AND id = @Id
                """, new { caller.OrganizationId, rule.Id, rule.Version, now, judged, violations }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
    }

    private static Task<int> KeepVersionAsync(TenantConnection tenant, Caller caller, Guid ruleId, DateTimeOffset now, CancellationToken cancellationToken) => tenant.Connection.ExecuteAsync(new(
        """
        INSERT INTO quality_rule_versions (organization_id, rule_id, version, body, title, made_by, made_at)
        SELECT organization_id, id, version, body, title, @UserId, @now FROM quality_rules WHERE organization_id = @OrganizationId AND id = @ruleId ON CONFLICT DO NOTHING
        """, new { caller.OrganizationId, caller.UserId, ruleId, now }, cancellationToken: cancellationToken));

    /// <summary>Family, columns and condition: two rules that say the same of different bounds are one rule in two versions.</summary>
    private static string Said(RuleBody body) => string.Join('\u001f', [body.GetType().Name, .. RuleColumns.Own(body), .. body.When is { } when ? ["when", when.Column, .. when.Values ?? []] : Array.Empty<string>()]);

    private sealed record RunRow(Guid RuleId, DateTime RanAt, int Version, long Judged, long Violations);

    private sealed record Row(
        Guid Id, int Number, Guid SourceId, string? TableSchema, string TableName, int Version, string Body, string Title, string Severity, int Confidence, string Origin, string State,
        long Judged, long Violations, double? Checked, string Reason, DateTime ChangedAt, Guid? OwnerId, string? Owner)
    {
        public QualityRule ToRule(IReadOnlyList<RuleRun> runs) => new(
            Id, Number, SourceId,
            new(new(TableSchema, TableName), ConversationJson.Read<RuleBody>(Body), Title, Enum.Parse<Severity>(Severity), Confidence, Judged, Violations, Checked, Reason, Enum.Parse<RuleOrigin>(Origin)),
            Version, Enum.Parse<RuleState>(State), ChangedAt, runs) { OwnerId = OwnerId, Owner = Owner };
    }
}
