using Assistant.Skills.Access;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources;

/// <summary>
/// Keeps the rules of a source after trying them on it. A rule for a table that is not there would protect nothing, and a filter that cannot
/// be read would hide everything: both are refused, with the reason, before they are kept.
/// </summary>
public sealed class SourcePolicies(DataSources sources, Policies policies, QueryGate gate)
{
    private static readonly GateLimits OneRow = new(MaxRows: 1) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Replaces all rules of a source; returns why not, in words.</summary>
    public async Task<string?> SaveAsync(Caller caller, Guid sourceId, IReadOnlyList<PolicyRule> rules, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return "There is no such source in your organization.";
        var named = new List<PolicyRule>();
        foreach (var rule in rules)
        {
            if (opened.Catalog.Find(rule.Table) is not { } table)
                return $"The source has no table '{rule.Table}', or several of that name: write its schema too.";
            if (rule.Column is not null && table.Find(rule.Column) is null)
                return $"The table '{table.Name}' has no column '{rule.Column}'.";
            named.Add(rule with { Table = table.Name, Column = rule.Column is null ? null : table.Find(rule.Column)!.Name });
            if (rule.RowFilter is { } filter && await ProblemAsync(opened, table, filter, cancellationToken) is { } problem)
                return $"The row filter on '{table.Name}' cannot be used: {problem}";
        }
        return await policies.SaveAsync(caller, sourceId, named, cancellationToken);
    }

    // As a WHERE of its own first, since inside a policy the gate answers what it cannot read with no rows, not with a reason.
    private async Task<string?> ProblemAsync(OpenedSource opened, CatalogTable table, string filter, CancellationToken cancellationToken)
    {
        if (SqlParser.ParseExpression(filter, opened.Catalog.Dialect) is null)
            return "it is not one condition. Write it like region = 'North'.";
        var name = string.Join('.', new[] { table.Name.Schema, table.Name.Name }.OfType<string>().Select(n => $"\"{n.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        var outcome = await gate.ReadAsync(
            opened.Source, $"SELECT 1 AS one FROM {name} WHERE ({filter}\n) LIMIT 1", new(opened.Catalog, DataPolicy.Everything, OneRow), cancellationToken);
        return outcome switch
        {
            QueryOutcome.Rows => null,
            QueryOutcome.NotAllowed refused => refused.What,
            QueryOutcome.NotModelled unknown => $"there is no '{unknown.Name}'." + (unknown.Nearest is null ? "" : $" Nearest: {unknown.Nearest}."),
            QueryOutcome.NotARead refused => refused.Why,
            QueryOutcome.TooCostly refused => refused.Why,
            QueryOutcome.NotUnderstood refused => refused.Why,
            QueryOutcome.EngineFailed failed => failed.Message,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
