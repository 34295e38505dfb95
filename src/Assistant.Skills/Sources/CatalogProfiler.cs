using Assistant.Skills.Sources.Profiling;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources;

/// <summary>
/// Adds to a catalog what only the data tell: statistics per column, how dates and numbers are written in text, which columns are sensitive,
/// and keys that were not declared. All by SQL in the source; what comes over are figures and a bounded number of values.
/// </summary>
public sealed class CatalogProfiler(QueryGate gate)
{
    /// <summary>The catalog with statistics; a figure that the source could not give is left out. The version stays, unless the data showed that a file has another structure.</summary>
    public async Task<SourceCatalog> ProfileAsync(ISource source, SourceCatalog catalog, CancellationToken cancellationToken)
    {
        var profiled = await RunAsync(source, catalog, cancellationToken);
        // Only now may a large file have shown that its beginning told too little: then it has another structure, which is profiled instead.
        return source.Dialect is SqlDialect.DuckDb && await source.IntrospectAsync(cancellationToken) is var now && now.Version != catalog.Version
            ? await RunAsync(source, now, cancellationToken) : profiled;
    }

    private async Task<SourceCatalog> RunAsync(ISource source, SourceCatalog catalog, CancellationToken cancellationToken)
    {
        var reader = new SourceReader(source, catalog, gate);
        var scan = new ColumnScan(reader, source.Dialect);
        var tables = new List<CatalogTable>(catalog.Tables.Count);
        foreach (var table in catalog.Tables)
            tables.Add(await scan.RunAsync(table, cancellationToken));
        return await new KeyInference(reader).RunAsync(catalog with { Tables = tables }, cancellationToken);
    }
}
