using System.Collections.Concurrent;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <summary>
/// One rule for one role on one table of a source: without column and filter the table is hidden, with a filter only rows where it holds are
/// seen, with a column that column is masked.
/// </summary>
/// <param name="RowFilter">A condition over the table's columns in the source's dialect, e.g. <c>region = 'North'</c>.</param>
public sealed record PolicyRule(
    OrganizationRole Role, TableName Table, string? Column = null, ColumnMask? Mask = null, string? RowFilter = null);

/// <summary>What each role may see of a source, and what that means for one caller.</summary>
public sealed class Policies(Database database, TimeProvider time)
{
    private readonly ConcurrentDictionary<(Guid, Guid, OrganizationRole), (IReadOnlyList<PolicyRule> Rules, DataPolicy Policy)> _combined = new();

    /// <summary>What the caller may see of a source, by their role in the source's project.</summary>
    public async Task<DataPolicy> ForAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rules = await ReadAsync(
            tenant, """
            JOIN users u ON u.organization_id = p.organization_id AND u.id = @UserId
            LEFT JOIN data_sources s ON s.organization_id = p.organization_id AND s.id = p.source_id
            LEFT JOIN memberships m ON m.organization_id = s.organization_id AND m.project_id = s.project_id AND m.user_id = u.id
            WHERE p.organization_id = @OrganizationId AND p.source_id = @sourceId AND p.role = app.role_in(u.role, m.role, false)
            """, new { caller.OrganizationId, caller.UserId, sourceId }, cancellationToken);
        return rules is [var first, ..] ? Same((caller.OrganizationId, sourceId, first.Role), rules) : DataPolicy.Everything;
    }

    // What the gate prepares for a policy it keeps with the policy's object: as long as the rules stay, the object does.
    private DataPolicy Same((Guid, Guid, OrganizationRole) whose, IReadOnlyList<PolicyRule> rules) => _combined.AddOrUpdate(
        whose, _ => (rules, Combine(rules)), (_, old) => old.Rules.SequenceEqual(rules) ? old : (rules, Combine(rules))).Policy;

    public async Task<IReadOnlyList<PolicyRule>> ListAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await ReadAsync(
            tenant, "WHERE p.organization_id = @OrganizationId AND p.source_id = @sourceId", new { caller.OrganizationId, sourceId }, cancellationToken);
    }

    /// <summary>Replaces all rules of a source; returns why not, in words. Names are taken as they are: see <see cref="SourcePolicies"/>.</summary>
    public async Task<string?> SaveAsync(Caller caller, Guid sourceId, IReadOnlyList<PolicyRule> rules, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (rules.FirstOrDefault(r => r.Column is null != r.Mask is null || r.Column is not null && r.RowFilter is not null) is { } odd)
            return $"The rule on {odd.Table} must hide the table, or filter its rows, or mask one column.";
        if (rules.FirstOrDefault(r => r.RowFilter is { } filter && string.IsNullOrWhiteSpace(filter)) is { } empty)
            return $"The row filter on {empty.Table} is empty. Write a condition like region = 'North', or remove the rule.";

        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            "DELETE FROM data_policies WHERE organization_id = @OrganizationId AND source_id = @sourceId",
            new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken));
        foreach (var rule in rules)
            await tenant.Connection.ExecuteAsync(new(
                """
                INSERT INTO data_policies (organization_id, id, source_id, role, table_schema, table_name, column_name, row_filter, mask)
                VALUES (@OrganizationId, @id, @sourceId, @role, @Schema, @Name, @Column, @RowFilter, @mask)
                """,
                new
                {
                    caller.OrganizationId, id = Guid.CreateVersion7(time.GetUtcNow()), sourceId, role = rule.Role.Stored(),
                    rule.Table.Schema, rule.Table.Name, rule.Column, rule.RowFilter, mask = rule.Mask?.ToString(),
                }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(
            tenant, caller.UserId, "data policy changed", sourceId.ToString(), time.GetUtcNow(), cancellationToken, new { rules = rules.Count });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Several filters on a table must all hold; of several masks on a column the strictest counts.</summary>
    public static DataPolicy Combine(IEnumerable<PolicyRule> rules)
    {
        var all = rules.ToList();
        return new(
            all.Where(r => r.Column is null && r.RowFilter is null).Select(r => r.Table).ToHashSet(),
            all.Where(r => r.RowFilter is not null).GroupBy(r => r.Table).ToDictionary(
                g => g.Key, g => g.Count() == 1 ? g.First().RowFilter! : string.Join(" AND ", g.Select(r => $"({r.RowFilter})"))),
            all.Where(r => r.Column is not null).GroupBy(r => (r.Table, Column: r.Column!.ToUpperInvariant())).ToDictionary(
                g => (g.Key.Table, g.First().Column!), g => g.Min(r => Strictness.IndexOf(r.Mask!.Value)) is var i ? Strictness[i] : default));
    }

    private static readonly List<ColumnMask> Strictness = [ColumnMask.Hidden, ColumnMask.Null, ColumnMask.Full, ColumnMask.Hash, ColumnMask.Partial];

    private static async Task<IReadOnlyList<PolicyRule>> ReadAsync(
        TenantConnection tenant, string which, object parameters, CancellationToken cancellationToken)
    {
        var rows = await tenant.Connection.QueryAsync<Row>(new(
            $"""
            SELECT p.role, p.table_schema, p.table_name, p.column_name, p.row_filter, p.mask FROM data_policies p {which}
            ORDER BY p.role, p.table_schema, p.table_name, p.column_name, p.id
            """, parameters, cancellationToken: cancellationToken));
        return
        [
            .. rows.Select(r => new PolicyRule(
                OrganizationRoles.Role(r.Role), new(r.TableSchema, r.TableName), r.ColumnName,
                r.Mask is null ? null : Enum.Parse<ColumnMask>(r.Mask), r.RowFilter)),
        ];
    }

    private sealed record Row(string Role, string? TableSchema, string TableName, string? ColumnName, string? RowFilter, string? Mask);
}
