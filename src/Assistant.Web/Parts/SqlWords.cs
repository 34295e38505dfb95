using System.Text.RegularExpressions;

namespace Assistant.Web.Parts;

/// <summary>Cuts SQL into words for colouring; joined again they are the text unchanged. It judges nothing: the gate does.</summary>
public static partial class SqlWords
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WHERE", "GROUP", "BY", "ORDER", "HAVING", "LIMIT", "OFFSET", "FETCH", "FIRST", "NEXT", "ROWS", "ROW", "ONLY", "WITH", "RECURSIVE", "AS", "JOIN",
        "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS", "NATURAL", "LATERAL", "ON", "USING", "UNION", "ALL", "INTERSECT", "EXCEPT", "DISTINCT", "AND", "OR", "NOT", "IN",
        "EXISTS", "BETWEEN", "LIKE", "ILIKE", "GLOB", "SIMILAR", "TO", "IS", "NULL", "TRUE", "FALSE", "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "ASC", "DESC", "NULLS",
        "LAST", "OVER", "PARTITION", "RANGE", "GROUPS", "PRECEDING", "FOLLOWING", "UNBOUNDED", "CURRENT", "FILTER", "WITHIN", "INTERVAL", "DATE", "TIME", "TIMESTAMP",
        "EXTRACT", "VALUES", "ARRAY", "ANY", "SOME", "ESCAPE", "COLLATE", "GROUPING", "SETS", "ROLLUP", "CUBE", "WINDOW", "QUALIFY", "EXCLUDE", "TABLE",
    };

    /// <summary>The pieces in order, each with its class of chat.css: k keyword, f function, s string, n number, c comment; null for the rest.</summary>
    public static IEnumerable<(string? Kind, string Text)> Of(string sql)
    {
        var at = 0;
        foreach (Match match in Word().Matches(sql))
        {
            if (match.Index > at) yield return (null, sql[at..match.Index]);
            yield return (Kind(match, sql), match.Value);
            at = match.Index + match.Length;
        }
        if (at < sql.Length) yield return (null, sql[at..]);
    }

    private static string? Kind(Match match, string sql)
    {
        if (match.Groups["comment"].Success) return "c";
        if (match.Groups["text"].Success) return "s";
        if (match.Groups["number"].Success) return "n";
        if (!match.Groups["word"].Success) return null;
        if (Keywords.Contains(match.Value)) return "k";
        return match.Index + match.Length < sql.Length && sql[match.Index + match.Length] == '(' ? "f" : null;
    }

    [GeneratedRegex("""(?<comment>--[^\n]*|/\*[\s\S]*?(\*/|\z))|(?<text>'(?:[^']|'')*('|\z))|(?<quoted>"(?:[^"]|"")*("|\z)|`[^`]*(`|\z))|(?<number>\b\d+(\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)""")]
    private static partial Regex Word();
}
