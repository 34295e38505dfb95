using System.Text.RegularExpressions;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.DuckDb;
using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Sources.Files;
using Assistant.Skills.Sql;

namespace Assistant.Testing;

/// <summary>A fixture of CREATE TABLE and INSERT lines in the product's file engine: its rows stand in the plan of the file, as a sheet's would in a workbook.</summary>
public static partial class FixtureFiles
{
    public static ISource Open(string sql, SourceOptions options)
    {
        var rows = Insert().Matches(sql).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["rows"].Value);
        var tables = FixtureCatalog.Read(sql, SqlDialect.DuckDb, null).Tables.Select(t => new FileTable(
            t.Name.Name,
            $"(VALUES {rows[t.Name.Name]}) AS v({string.Join(", ", t.Columns.Select(c => c.Name))})",
            string.Join(", ", t.Columns.Select(c => $"CAST({c.Name} AS {c.NativeType}) AS {c.Name}")),
            [.. t.Columns.Select(c => new FileColumn(c.Name, c.NativeType, c.Type))], null)).ToList();
        return new DuckDbSource(new FileEngine(options, new EngineSeats(1)), new FilePlan(Environment.ProcessPath!, FileFormat.Delimited, tables, []));
    }

    [GeneratedRegex(@"INSERT INTO (?<name>\w+) VALUES (?<rows>.*?\));\n", RegexOptions.Singleline)]
    private static partial Regex Insert();
}
