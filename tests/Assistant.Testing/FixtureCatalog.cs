using System.Text.RegularExpressions;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Testing;

/// <summary>The catalog of a fixture read from its CREATE TABLE lines, for engines that no source speaks to.</summary>
public static partial class FixtureCatalog
{
    /// <param name="schema">Only tables of this schema, or those without one when null.</param>
    public static SourceCatalog Read(string sql, SqlDialect dialect, string? schema)
    {
        var tables =
            from Match match in Table().Matches(sql)
            let prefix = match.Groups["schema"] is { Success: true } found ? found.Value : null
            where prefix == schema
            select new CatalogTable(
                new(prefix, match.Groups["name"].Value.Trim('"')),
                [.. Column().Matches(match.Groups["columns"].Value).Select(c => new CatalogColumn(c.Groups["name"].Value.Trim('"'), c.Groups["type"].Value.Trim(), DataType.Other))],
                []);
        return new(dialect, [.. tables], [], "fixture");
    }

    [GeneratedRegex("""CREATE TABLE (?:(?<schema>\w+)\.)?(?<name>\w+|"[^"]+")\((?<columns>.*?)\);""")]
    private static partial Regex Table();

    [GeneratedRegex("""(?:^|,\s*)(?<name>"[^"]+"|[a-z_]+)\s+(?<type>[A-Za-z][A-Za-z0-9]*(?:\([0-9, ]+\))?(?:\[\])?)""")]
    private static partial Regex Column();
}
