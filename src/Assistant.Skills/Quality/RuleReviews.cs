using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Quality;

/// <summary>Who made a rule and who decided about it last.</summary>
public sealed record RuleReview(string MadeBy, DateTimeOffset MadeAt, string? Reviewer, DateTimeOffset? ReviewedAt);

/// <summary>Makers and reviewers of rules. It tells of people only; which rules somebody may see is <see cref="QualityRules"/>'s to say.</summary>
public sealed class RuleReviews(Database database)
{
    public async Task<IReadOnlyDictionary<Guid, RuleReview>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT r.id, m.name AS made_by, r.made_at, u.name AS reviewer, d.made_at AS reviewed_at
            FROM quality_rules r JOIN users m ON m.organization_id = r.organization_id AND m.id = r.made_by
            LEFT JOIN LATERAL (
                SELECT made_by, made_at FROM quality_decisions d WHERE d.organization_id = r.organization_id AND d.rule_id = r.id ORDER BY made_at DESC LIMIT 1) d ON true
            LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = d.made_by
            WHERE r.organization_id = @OrganizationId
            """, new { caller.OrganizationId }, cancellationToken: cancellationToken))).ToDictionary(r => r.Id, r => new RuleReview(r.MadeBy, r.MadeAt, r.Reviewer, r.ReviewedAt));
    }

    private sealed class Row
    {
        public Guid Id { get; set; }
        public string MadeBy { get; set; } = "";
        public DateTimeOffset MadeAt { get; set; }
        public string? Reviewer { get; set; }
        public DateTimeOffset? ReviewedAt { get; set; }
    }
}
