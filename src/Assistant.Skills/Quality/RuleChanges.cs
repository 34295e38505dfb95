using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Quality;

/// <param name="Id">A person who may look after rules.</param>
public sealed record RulePerson(Guid Id, string Name);

/// <summary>What people change about a rule besides what it says: how much it matters, who looks after it, whether it is there at all.</summary>
public sealed class RuleChanges(Database database, QualityRules rules, RuleVersions versions, TimeProvider time)
{
    /// <summary>People of the organization, for the choice of an owner.</summary>
    public async Task<IReadOnlyList<RulePerson>> PeopleAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ManageSources);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<RulePerson>(new(
            "SELECT id, name FROM users WHERE organization_id = @OrganizationId AND NOT disabled ORDER BY name", new { caller.OrganizationId }, cancellationToken: cancellationToken))).AsList();
    }

    /// <returns>False where the caller sees no such rule, or there is no such person.</returns>
    public async Task<bool> SetAsync(Caller caller, int ruleNumber, Severity severity, Guid? ownerId, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ManageSources);
        if (await rules.FindAsync(caller, ruleNumber, cancellationToken) is not { } rule || ownerId is { } wanted && (await PeopleAsync(caller, cancellationToken)).All(p => p.Id != wanted))
            return false;
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            "UPDATE quality_rules SET severity = @severity, owner_id = @ownerId, changed_at = @now WHERE organization_id = @OrganizationId AND id = @Id",
            new { caller.OrganizationId, rule.Id, severity = severity.ToString(), ownerId, now }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "quality.rule.changed", rule.Id.ToString(), now, cancellationToken, new { severity = severity.ToString(), owner = ownerId });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Puts another body in use as a new version; the old one stays.</summary>
    public async Task<bool> RewriteAsync(Caller caller, int ruleNumber, ProposedRule wanted, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ManageSources);
        if (await rules.FindAsync(caller, ruleNumber, cancellationToken) is not { } rule || wanted.Table != rule.Rule.Table)
            return false;
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        var version = await versions.AddAsync(caller, rule, wanted.Body, wanted.Reason, cancellationToken);
        if (!await versions.SwitchAsync(caller, rule, version.Number, RuleDecision.Changed, "", cancellationToken))
            return false;
        if (await rules.FindAsync(caller, ruleNumber, cancellationToken) is { } now)
            await rules.RanAsync(caller, [(now, wanted.Judged, wanted.Violations)], cancellationToken);
        return true;
    }

    /// <summary>Forgets the rule with its versions, runs and tests; the audit trail keeps that it was there. A rejected rule, in contrast, is not proposed again.</summary>
    public async Task<bool> DeleteAsync(Caller caller, int ruleNumber, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ManageSources);
        if (await rules.FindAsync(caller, ruleNumber, cancellationToken) is not { } rule)
            return false;
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new("DELETE FROM quality_rules WHERE organization_id = @OrganizationId AND id = @Id", new { caller.OrganizationId, rule.Id }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "quality.rule.deleted", rule.Id.ToString(), time.GetUtcNow(), cancellationToken, new { number = rule.Number, title = rule.Rule.Title, version = rule.Version });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }
}
