using System.Text;
using System.Text.RegularExpressions;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Quality.Checking;

/// <summary>Shapes of text as the engines test them: regular expressions, or GLOB where there are none (SQLite).</summary>
internal static class ShapeSql
{
    /// <summary>Patterns that one shape may become where every length needs its own.</summary>
    private const int MostGlobs = 32;

    public static string Matches(CatalogColumn column, IReadOnlyList<TextShape> shapes, SqlDialect dialect) => dialect is SqlDialect.Sqlite
        ? $"({string.Join(" OR ", shapes.SelectMany(Globs).Distinct().Select(glob => $"{SqlText.AsText(column)} GLOB {SqlText.Text(glob)}"))})"
        : SqlText.Matches(column, string.Join("|", shapes.Select(s => Pattern(s, dialect))), dialect);

    /// <summary>The shape as a regular expression of .NET, to test values in memory and to tell people.</summary>
    public static string Pattern(TextShape shape, SqlDialect? dialect = null)
    {
        var pattern = new StringBuilder();
        foreach (var run in shape.Runs)
        {
            pattern.Append(run.Kind switch
            {
                '9' => "[0-9]",
                'A' => dialect is SqlDialect.PostgreSql ? "[[:upper:]]" : @"\p{Lu}",
                'a' => dialect is SqlDialect.PostgreSql ? "[[:lower:]]" : @"\p{Ll}",
                'w' => dialect is SqlDialect.PostgreSql ? "[[:alpha:]]" : @"\p{L}",
                _ => Escaped(run.Kind),
            });
            pattern.Append((run.Least, run.Most) switch
            {
                (1, 1) => "",
                (1, null) => "+",
                (var least, null) => $"{{{least},}}",
                var (least, most) => least == most ? $"{{{least}}}" : $"{{{least},{most}}}",
            });
        }
        return pattern.ToString();
    }

    private static string Escaped(char c) => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '@' or '/' or ':' or ',' or '#' or '%' ? c.ToString() : c is '^' or '\\' or ']' ? Regex.Escape(c.ToString()) : $"[{c}]";

    private static List<string> Globs(TextShape shape)
    {
        List<string> globs = [""];
        foreach (var run in shape.Runs)
        {
            var kind = run.Kind switch { '9' => "[0-9]", 'A' => "[A-Z]", 'a' => "[a-z]", 'w' => "[A-Za-z]", '[' => "[[]", '*' => "[*]", '?' => "[?]", var c => c.ToString() };
            var open = run.Most is null || (run.Most - run.Least + 1) * globs.Count > MostGlobs;
            IEnumerable<string> ways = open
                ? [string.Concat(Enumerable.Repeat(kind, run.Least)) + "*"]
                : Enumerable.Range(run.Least, run.Most!.Value - run.Least + 1).Select(n => string.Concat(Enumerable.Repeat(kind, n)));
            globs = [.. globs.SelectMany(start => ways.Select(way => start + way))];
        }
        return globs;
    }
}
