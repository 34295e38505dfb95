using System.Text.RegularExpressions;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.DuckDb;
using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Sources.Files;
using Assistant.Skills.Sql;

namespace Assistant.Evals.Gate;

/// <summary>The fixture in the product's file engine: its rows stand in the plan of the file, as a sheet's would in a workbook.</summary>
internal static partial class DuckDbFixture
{
    public static async Task<Fixture> OpenAsync(CancellationToken cancellationToken)
    {
        var rows = Insert().Matches(Fixture.Common).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["rows"].Value);
        var tables = FixtureCatalog.Read(Fixture.Common, SqlDialect.DuckDb, null).Tables.Select(t => new FileTable(
            t.Name.Name,
            $"(VALUES {rows[t.Name.Name]}) AS v({string.Join(", ", t.Columns.Select(c => c.Name))})",
            string.Join(", ", t.Columns.Select(c => $"CAST({c.Name} AS {c.NativeType}) AS {c.Name}")),
            [.. t.Columns.Select(c => new FileColumn(c.Name, c.NativeType, c.Type))], null)).ToList();
        var source = new DuckDbSource(new FileEngine(new SourceOptions(), new EngineSeats(1)), new FilePlan(Environment.ProcessPath!, FileFormat.Delimited, tables, []));
        var catalog = await source.IntrospectAsync(cancellationToken);
        return new(catalog, source, () => ChecksumAsync(source, catalog), null);
    }

    private static async Task<string> ChecksumAsync(DuckDbSource source, SourceCatalog catalog)
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

    [GeneratedRegex(@"INSERT INTO (?<name>\w+) VALUES (?<rows>.*?\));\n", RegexOptions.Singleline)]
    private static partial Regex Insert();
}
