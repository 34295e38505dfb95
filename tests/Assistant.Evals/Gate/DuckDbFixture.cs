using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Evals.Gate;

/// <summary>The fixture in the product's file engine: its rows stand in the plan of the file, as a sheet's would in a workbook.</summary>
internal static class DuckDbFixture
{
    public static async Task<Fixture> OpenAsync(CancellationToken cancellationToken)
    {
        var source = FixtureFiles.Open(Fixture.Common, new SourceOptions());
        var catalog = await source.IntrospectAsync(cancellationToken);
        return new(catalog, source, () => ChecksumAsync(source, catalog), null);
    }

    private static async Task<string> ChecksumAsync(ISource source, SourceCatalog catalog)
    {
        List<string> lines = [];
        foreach (var table in catalog.Tables)
        {
            var query = new AdmittedQuery($"SELECT * FROM {table.Name}", [], [], new GateLimits());
            var outcome = await source.ReadAsync(query, CancellationToken.None);
            lines.Add($"{table.Name}\t{(outcome is QueryOutcome.Rows rows ? $"{rows.Table.Rows.Count} {rows.Table.Hash}" : outcome.ToString())}");
        }
        return string.Join('\n', lines);
    }
}
