using Assistant.Skills.Access;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>
/// Which rules exist for whom. A rule's title and figures tell of all rows and of the values it was learnt from: who may not use the source,
/// sees its table only in part or not at all, or reads one of its columns masked, sees nothing of the rule.
/// </summary>
public sealed class RuleSight(SourcePeople people, Policies policies)
{
    /// <summary>Tells of rules of these sources whether the caller may see them.</summary>
    public async Task<Func<Guid, ProposedRule, bool>> OfAsync(Caller caller, IEnumerable<Guid> sources, CancellationToken cancellationToken)
    {
        var hidden = await people.HiddenFromAsync(caller, cancellationToken);
        var known = new Dictionary<Guid, DataPolicy>();
        foreach (var source in sources.Distinct().Where(s => !hidden.Contains(s)))
            known[source] = await policies.ForAsync(caller, source, cancellationToken);
        return (source, rule) => known.TryGetValue(source, out var policy) && Sees(policy, rule);
    }

    /// <summary>The whole table, and each column that the rule speaks of as it is.</summary>
    private static bool Sees(DataPolicy policy, ProposedRule rule) =>
        Whole(policy, rule.Table) && RuleColumns.Of(rule.Body).All(column => Plain(policy, rule.Table, column))
        && (rule.Body is not RuleBody.Known known || new TableName(known.Schema, known.Table) is var other && Whole(policy, other) && Plain(policy, other, known.Key));

    private static bool Whole(DataPolicy policy, TableName table) =>
        !policy.HiddenTables.Any(t => Same(t, table)) && !policy.RowFilters.Keys.Any(t => Same(t, table));

    private static bool Plain(DataPolicy policy, TableName table, string column) =>
        !policy.Masks.Keys.Any(mask => Same(mask.Table, table) && string.Equals(mask.Column, column, StringComparison.OrdinalIgnoreCase));

    // Rules about another table may have kept no schema.
    private static bool Same(TableName ruled, TableName table) =>
        ruled == table || string.IsNullOrEmpty(table.Schema) && string.Equals(ruled.Name, table.Name, StringComparison.OrdinalIgnoreCase);
}
