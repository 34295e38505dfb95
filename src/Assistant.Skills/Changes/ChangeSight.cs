using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Changes;

/// <summary>What of a change set a person may see: their rights on the source hold for old and new values, too.</summary>
public sealed class ChangeSight(DataSources sources, QueryGate gate)
{
    private const int KeysAtOnce = 500;
    private static readonly GateLimits Limits = new(MaxRows: 100_000, MaxLength: 2_000_000, MaxDepth: 2_000) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>False where the person may not use the source or not see the table: then the change set does not exist for them.</summary>
    internal async Task<bool> MaySeeAsync(Caller caller, ChangeSet set, CancellationToken cancellationToken) =>
        await sources.OpenAsync(caller, set.SourceId, cancellationToken) is { } source && !source.Policy.HiddenTables.Contains(set.Table)
        && !set.KeyColumns.Any(k => Masked(source, set.Table, k));

    /// <summary>The cells that the person may see: not of masked columns, and not of rows that their filter leaves out.</summary>
    internal async Task<IReadOnlyList<CellChange>> SeenAsync(Caller caller, ChangeSet set, IReadOnlyList<CellChange> cells, CancellationToken cancellationToken)
    {
        if (await sources.OpenAsync(caller, set.SourceId, cancellationToken) is not { } source || source.Policy.HiddenTables.Contains(set.Table))
            return [];
        var open = cells.Where(c => !Masked(source, set.Table, c.Column)).ToList();
        if (!source.Policy.RowFilters.ContainsKey(set.Table))
            return open;
        var rows = await VisibleAsync(source, set, open, cancellationToken);
        return [.. open.Where(c => rows.Contains(string.Join('\u001f', c.Key)))];
    }

    private async Task<HashSet<string>> VisibleAsync(OpenedSource source, ChangeSet set, List<CellChange> cells, CancellationToken cancellationToken)
    {
        var visible = new HashSet<string>(StringComparer.Ordinal);
        if (source.Catalog.Find(set.Table) is not { } table || set.KeyColumns.Any(k => table.Find(k) is null))
            return visible;
        foreach (var keys in cells.Select(c => c.Key).DistinctBy(k => string.Join('\u001f', k)).Chunk(KeysAtOnce))
        {
            var sql = $"SELECT {string.Join(", ", set.KeyColumns.Select(KeySql.Name))} FROM {KeySql.Name(table.Name)} WHERE {KeySql.Among(table, set.KeyColumns, keys)}";
            if (await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Limits), cancellationToken) is QueryOutcome.Rows rows)
                visible.UnionWith(rows.Table.Rows.Select(r => string.Join('\u001f', r.Select(CellText.Invariant))));
        }
        return visible;
    }

    private static bool Masked(OpenedSource source, TableName table, string column) =>
        source.Policy.Masks.Keys.Any(m => m.Table == table && string.Equals(m.Column, column, StringComparison.OrdinalIgnoreCase));
}
