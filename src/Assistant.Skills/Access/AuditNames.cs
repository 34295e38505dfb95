using System.Text.RegularExpressions;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <summary>What the ids in audit entries stand for, as they are called now. The trail itself holds ids, because names change.</summary>
public sealed partial class AuditNames(Database database)
{
    /// <summary>Names of people, sources, projects and rules, and the texts of questions; what is gone has none.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(Caller caller, IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        var ids = entries.SelectMany(e => Id().Matches(e.Subject + " " + e.Detail)).Select(m => Guid.Parse(m.Value)).Distinct().ToArray();
        if (ids.Length == 0)
            return new Dictionary<Guid, string>();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var names = await tenant.Connection.QueryAsync<(Guid Id, string Name)>(new(
            """
            SELECT id, name FROM users WHERE organization_id = @OrganizationId AND id = ANY(@ids)
            UNION ALL SELECT id, name FROM data_sources WHERE organization_id = @OrganizationId AND id = ANY(@ids)
            UNION ALL SELECT id, name FROM projects WHERE organization_id = @OrganizationId AND id = ANY(@ids)
            UNION ALL SELECT id, title FROM quality_rules WHERE organization_id = @OrganizationId AND id = ANY(@ids)
            UNION ALL SELECT id, question FROM turns WHERE organization_id = @OrganizationId AND id = ANY(@ids)
            """, new { caller.OrganizationId, ids }, cancellationToken: cancellationToken));
        return names.GroupBy(n => n.Id).ToDictionary(g => g.Key, g => g.First().Name);
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Id();
}
