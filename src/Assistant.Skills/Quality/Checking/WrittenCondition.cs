using System.Text.RegularExpressions;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Quality.Checking;

/// <summary>Reads a condition that a person wrote: one expression over the columns of one table.</summary>
internal static partial class WrittenCondition
{
    private const int LongestCondition = 4_000;

    /// <summary>Null where it is none. What it may name and do the gate decides, as for any query.</summary>
    public static RuleBody.Written? Read(string condition, CatalogTable table, SqlDialect dialect)
    {
        // A query inside could read tables that the rule does not say it reads.
        if (condition.Length is 0 or > LongestCondition || Query().IsMatch(condition) || SqlParser.ParseExpression(condition, dialect) is not { } parsed)
            return null;
        var columns = table.Columns.Select(c => c.Name).Where(c => Regex.IsMatch(condition, $@"(?<!\w){Regex.Escape(c)}(?!\w)", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))).ToList();
        return columns.Count == 0 ? null : new(SqlPrinter.Print(parsed, dialect), columns);
    }

    [GeneratedRegex(@"\b(select|from|table|values|with)\b(?!\s*\()", RegexOptions.IgnoreCase)]
    private static partial Regex Query();
}
