namespace Assistant.Skills.Sources;

/// <summary>What one person may see of a source. The gate weaves it into every query.</summary>
public sealed record DataPolicy(
    IReadOnlySet<TableName> HiddenTables,
    IReadOnlyDictionary<TableName, string> RowFilters,
    IReadOnlyDictionary<(TableName Table, string Column), ColumnMask> Masks)
{
    public static DataPolicy Everything { get; } = new(
        new HashSet<TableName>(), new Dictionary<TableName, string>(), new Dictionary<(TableName, string), ColumnMask>());

    /// <summary>The same text for the same rights: part of the key of whatever is remembered for somebody.</summary>
    public string Fingerprint() => string.Join('\u001e',
    [
        .. HiddenTables.Select(table => $"h {table}").Order(StringComparer.OrdinalIgnoreCase),
        .. RowFilters.Select(filter => $"f {filter.Key} {filter.Value}").Order(StringComparer.Ordinal),
        .. Masks.Select(mask => $"m {mask.Key.Table} {mask.Key.Column} {mask.Value}").Order(StringComparer.Ordinal),
    ]);
}

/// <summary>How a column's values are shown to who may not read them; Hidden columns do not exist for the person.</summary>
public enum ColumnMask { Hidden, Null, Full, Partial, Hash }

/// <param name="MaxRows">Rows a result may have; the query stops there.</param>
public sealed record GateLimits(
    int MaxRows = 10_000, int MaxLength = 100_000, int MaxDepth = 100, int MaxSetBranches = 50)
{
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>All that the gate must know of who asks and of what.</summary>
public sealed record GateScope(SourceCatalog Catalog, DataPolicy Policy, GateLimits Limits);
