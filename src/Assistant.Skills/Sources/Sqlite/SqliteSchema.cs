using System.Text.RegularExpressions;

namespace Assistant.Skills.Sources.Sqlite;

/// <summary>Which of a database's tables and views can be read, told from their definitions before SQLite compiles any of them.</summary>
internal static partial class SqliteSchema
{
    /// <summary>Views in views in views double their work with each floor, and compiling them cannot be stopped. SQLite itself joins at most 64 tables.</summary>
    private const long MostParts = 500;
    private const int MostFloors = 100;

    private static readonly string[] Insides =
        ["data", "idx", "content", "docsize", "config", "segments", "segdir", "stat", "node", "parent", "rowid"];

    /// <returns>Names with their kinds: table, view or virtual.</returns>
    public static IReadOnlyList<(string Name, string Kind)> Readable(IReadOnlyList<(string Name, string Type, string Sql)> schema)
    {
        var modules = schema.Where(s => IsVirtual(s.Sql)).Select(s => s.Name).ToList();
        var shadows = modules.SelectMany(m => Insides.Select(i => $"{m}_{i}")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var views = schema.Where(s => s.Type is "view").DistinctBy(s => s.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(s => s.Name, s => s.Sql, StringComparer.OrdinalIgnoreCase);
        var parts = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        return [.. schema
            .Where(s => !shadows.Contains(s.Name) && (s.Type is not "view" || Parts(s.Name, views, parts, 0) <= MostParts))
            .Select(s => (s.Name, s.Type is "view" ? "view" : IsVirtual(s.Sql) ? "virtual" : "table"))];
    }

    /// <summary>Tables that a view comes down to, at most: each mention of another view counts with all of that one's.</summary>
    private static long Parts(string view, Dictionary<string, string> views, Dictionary<string, long> known, int depth)
    {
        if (known.TryGetValue(view, out var parts))
            return parts;
        if (depth > MostFloors)
            return MostParts + 1;
        known[view] = 1;   // a view on itself is refused by SQLite
        var sum = 1L;
        foreach (var other in Mentions(views[view], views.Keys))
            if (sum <= MostParts && views.ContainsKey(other) && !string.Equals(other, view, StringComparison.OrdinalIgnoreCase))
                sum += Parts(other, views, known, depth + 1);
        return known[view] = sum;
    }

    /// <summary>Words of a definition, and names that are more than a word as often as they stand in it.</summary>
    private static IEnumerable<string> Mentions(string sql, IEnumerable<string> names) => Word().Matches(sql).Select(word => word.Value).Concat(
        from name in names
        where !Word().Match(name).Value.Equals(name, StringComparison.Ordinal)
        from again in Enumerable.Repeat(name, Regex.Count(sql, Regex.Escape(name.Replace("\"", "\"\"", StringComparison.Ordinal)), RegexOptions.IgnoreCase))
        select again);

    private static bool IsVirtual(string sql) => sql.StartsWith("CREATE VIRTUAL", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"[\w$]+")] private static partial Regex Word();
}
