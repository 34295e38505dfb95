using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Refining;

/// <summary>Changes said as they would be written: "column = value", "limit to 10". They need no value of the data to be known.</summary>
internal static partial class PlainEdit
{
    /// <summary>"limit to 10", "first 5 rows".</summary>
    public static QueryPlan? Rows(string words, QueryPlan plan) =>
        FirstRows().Match(words) is { Success: true } rows && int.TryParse(rows.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? plan with { Limit = new(count) } : null;

    /// <summary>"status = active", whatever values there are.</summary>
    /// <param name="find">The column that a name means, with its type.</param>
    public static QueryPlan? Filter(string words, QueryPlan plan, Func<string, (ColumnValue Column, DataType Type)?> find)
    {
        if (Condition().Match(words) is not { Success: true } said || find(said.Groups["column"].Value) is not var (column, type))
            return null;
        var value = said.Groups["value"].Value.Trim().Trim('\'', '"', '“', '”');
        var predicate = Predicate(said.Groups["operator"].Value.ToLowerInvariant(), column, type, value);
        return predicate is null ? null : plan with { Where = predicate };
    }

    private static PlanPredicate? Predicate(string said, ColumnValue column, DataType type, string value)
    {
        if (said is "contains" or "like")
            return new TextMatch(column, TextMatchKind.Contains, value);
        if (said is "is" && value.ToLowerInvariant() is "null" or "empty" or "missing")
            return new IsMissing(column);
        var @operator = said switch
        {
            "<>" or "!=" or "is not" => Comparison.NotEqual,
            "<" => Comparison.Less,
            "<=" => Comparison.LessOrEqual,
            ">" => Comparison.Greater,
            ">=" => Comparison.GreaterOrEqual,
            _ => Comparison.Equal,
        };
        var number = decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        if (type is DataType.Integer or DataType.Number && !number)
            return null;   // the engine would refuse the comparison, or find nothing
        var literal = type is DataType.Integer or DataType.Number ? DataType.Number : type is DataType.Date or DataType.Timestamp or DataType.Boolean ? type : DataType.Text;
        return new Compared(column, @operator, new Literal(value, literal), IgnoreCase: literal is DataType.Text && @operator is Comparison.Equal or Comparison.NotEqual);
    }

    [GeneratedRegex(@"^(?:please\s+)?(?:show\s+|only\s+|just\s+|keep\s+|limit\s+(?:it\s+)?(?:to\s+)?)*(?:the\s+)?(?:(?<=limit\s.*)|first\s+|top\s+(?=\d+\s+rows?$))(?<n>\d{1,9})(?:\s+(?:rows?|results?))?$", RegexOptions.IgnoreCase)]
    private static partial Regex FirstRows();

    [GeneratedRegex(@"^only\s+(?:where\s+)?(?<column>[\p{L}_][\p{L}\p{N}_ .]*?)\s*(?<operator><>|!=|<=|>=|=|<|>|\bis\s+not\b|\bis\b|\bequals\b|\bcontains\b|\blike\b)\s*(?<value>\S.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Condition();
}
