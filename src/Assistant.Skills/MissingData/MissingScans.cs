using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>Scans sources for what is missing and keeps what was found.</summary>
public sealed class MissingScans(DataSources sources, GapFinder finder, MissingFindings findings)
{
    /// <summary>
    /// Scans a source, table by table; each is kept when it is done, so a scan that was cut off goes on by <paramref name="since"/>. The same data give the same
    /// findings, once. Only who manages sources and sees all rows of a table has it kept.
    /// </summary>
    /// <param name="table">One table alone; null for all.</param>
    /// <param name="since">Tables scanned since then are left out; null to scan all anew.</param>
    /// <returns>Null where the caller has no such source; tables that could not be read are left out.</returns>
    public async Task<IReadOnlyList<ScannedTable>?> ScanAsync(Caller caller, Guid sourceId, TableName? table, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } source)
            return null;
        var done = since is null ? new Dictionary<TableName, DateTimeOffset>() : await findings.ScannedAsync(caller, sourceId, cancellationToken);
        var scanned = new List<ScannedTable>();
        foreach (var known in source.Catalog.Tables.Where(t => !source.Policy.HiddenTables.Contains(t.Name) && (table is null || t.Name == table)))
            if (!(done.TryGetValue(known.Name, out var at) && at >= since) && await ScanAsync(caller, source, known, cancellationToken) is { } result)
                scanned.Add(result);
        return scanned;
    }

    /// <summary>Scans one table; null where it could not be read.</summary>
    public async Task<ScannedTable?> ScanAsync(Caller caller, OpenedSource source, CatalogTable table, CancellationToken cancellationToken)
    {
        if (await finder.FindAsync(source, table, cancellationToken) is not { } scanned)
            return null;
        if (!caller.MayOn(Permission.ManageSources, source.Info.Id) || !MissingFindings.Whole(source, table.Name) || source.Policy.Masks.Keys.Any(m => m.Table == table.Name))
            return scanned;
        await findings.KeepAsync(caller, source.Info.Id, scanned, cancellationToken);
        return scanned with { Kept = true };
    }
}
