using System.Text.RegularExpressions;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Questions.Refining;

/// <summary>A query that somebody pasted as if it were a question.</summary>
/// <param name="Sql">Without fence and lead-in.</param>
/// <param name="Sure">False where the words may as well be English: "select customers from Berlin".</param>
internal sealed partial record PastedSql(string Sql, bool Sure)
{
    private const int LongestSql = 100_000;

    /// <summary>Null for words that are no query. What looks like one but has a mistake is one: its mistake is told, nothing is guessed.</summary>
    public static PastedSql? Of(string text)
    {
        var fence = Fence().Match(text);
        var sql = (fence.Success ? fence.Groups["sql"].Value : LeadIn().Replace(text, "")).Trim();
        if (sql.Length is 0 or > LongestSql || !Start().IsMatch(sql) || !fence.Success && !Marks().IsMatch(sql) && !From().IsMatch(sql))
            return null;
        var parses = Enum.GetValues<SqlDialect>().Any(dialect => SqlParser.Parse(sql, dialect) is ParseOutcome.Parsed);
        if (fence.Success || Shape().IsMatch(sql))
            return new(sql, true);
        return parses ? new(sql, HardMarks().IsMatch(sql)) : null;
    }

    [GeneratedRegex(@"```[ \t]*(sql)?\s*\n?(?<sql>.+?)```", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(please\s+)?(run|execute|try|show|give)?\s*(me\s+)?(this|the|my|that|following)?\s*(sql|query|statement|select)?\s*:\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex LeadIn();

    // A comment or a bracket may stand before it.
    [GeneratedRegex(@"^(\s|\(|--[^\n]*\n|/\*.*?\*/)*(select|with|values)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Start();

    [GeneratedRegex("[*(;,=.]")]
    private static partial Regex Marks();

    [GeneratedRegex("[*(;=]")]
    private static partial Regex HardMarks();

    [GeneratedRegex(@"\bfrom\b", RegexOptions.IgnoreCase)]
    private static partial Regex From();

    /// <summary>What nobody writes in English, mistakes allowed: a star, a call or a list before "from", a condition or a second statement behind it.</summary>
    [GeneratedRegex(@"^\W*(select\s+(distinct\s+)?(\*|[\w.""`]+\s*(\(|,\s*[\w.""`]+)[^?]*\bfrom\b|[^?]*\bfrom\b[^?]*[=;<>*])|with\s+(recursive\s+)?[\w""]+\s*(\([^)]*\)\s*)?as\s*(not\s+)?(materialized\s*)?\(|values\s*\()", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
