using Assistant.Skills.Access;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources;

/// <summary>
/// Keeps the rules of a source after trying them on it. A rule for a table that is not there would protect nothing, and a filter that cannot
/// be read would hide everything: both are refused, with the reason, before they are kept.
/// </summary>
public sealed class SourcePolicies(DataSources sources, Policies policies, QueryGate gate)
{
    private static readonly GateLimits Few = new(MaxRows: 10) { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly GateLimits OneRow = new(MaxRows: 1) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Replaces all rules of a source; returns why not, in words.</summary>
    public async Task<string?> SaveAsync(Caller caller, Guid sourceId, IReadOnlyList<PolicyRule> rules, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        var (_, named, problem) = await CheckAsync(caller, sourceId, rules, cancellationToken);
        return problem ?? await policies.SaveAsync(caller, sourceId, named, cancellationToken);
    }

    /// <summary>The first rows of a table as a role would see them under rules that are not kept yet; or why the rules cannot be used.</summary>
    public async Task<(QueryOutcome? Rows, string? Problem)> TryAsync(
        Caller caller, Guid sourceId, IReadOnlyList<PolicyRule> rules, OrganizationRole role, TableName table, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        var (opened, named, problem) = await CheckAsync(caller, sourceId, rules, cancellationToken);
        if (problem is not null)
            return (null, problem);
        var policy = Policies.Combine(named.Where(rule => rule.Role == role));
        return (await gate.ReadAsync(opened!.Source, $"SELECT * FROM {Quoted(table)}", new(opened.Catalog, policy, Few), cancellationToken), null);
    }

    /// <summary>The rules with names as the source has them, or what is wrong with one.</summary>
    private async Task<(OpenedSource? Source, List<PolicyRule> Named, string? Problem)> CheckAsync(
        Caller caller, Guid sourceId, IReadOnlyList<PolicyRule> rules, CancellationToken cancellationToken)
    {
        var named = new List<PolicyRule>();
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return (null, named, "There is no such source in your organization.");
        foreach (var rule in rules)
        {
            if (opened.Catalog.Find(rule.Table) is not { } table)
                return (opened, named, $"The source has no table '{rule.Table}', or several of that name: write its schema too.");
            if (rule.Column is not null && table.Find(rule.Column) is null)
                return (opened, named, $"The table '{table.Name}' has no column '{rule.Column}'.");
            named.Add(rule with { Table = table.Name, Column = rule.Column is null ? null : table.Find(rule.Column)!.Name });
            if (rule.RowFilter is { } filter && await ProblemAsync(opened, table, filter, cancellationToken) is { } problem)
                return (opened, named, $"The row filter on '{table.Name}' cannot be used: {problem}");
        }
        return (opened, named, null);
    }

    // As a WHERE of its own first, since inside a policy the gate answers what it cannot read with no rows, not with a reason.
    private async Task<string?> ProblemAsync(OpenedSource opened, CatalogTable table, string filter, CancellationToken cancellationToken)
    {
        if (SqlParser.ParseExpression(filter, opened.Catalog.Dialect) is null)
            return "it is not one condition. Write it like region = 'North'.";
        var outcome = await gate.ReadAsync(
            opened.Source, $"SELECT 1 AS one FROM {Quoted(table.Name)} WHERE ({filter}\n) LIMIT 1", new(opened.Catalog, DataPolicy.Everything, OneRow), cancellationToken);
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

    private static string Quoted(TableName table) => string.Join(
        '.', new[] { table.Schema, table.Name }.OfType<string>().Select(n => $"\"{n.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
