using System.Text.RegularExpressions;

namespace Assistant.Skills.Sources;

/// <summary>Which columns of a result hold years. A year is a name made of digits: it has no thousands mark, in no language.</summary>
public static partial class YearColumn
{
    private const double First = 1000;
    private const double Last = 2999;

    /// <summary>Whether the column is called one and all its numbers could be years. A column "orders per year" counts something.</summary>
    public static bool Is(ResultTable table, int column)
    {
        if (!IsNamed(table.Columns[column].Name))
            return false;
        var some = false;
        foreach (var row in table.Rows)
        {
            if (row[column] is null)
                continue;
            if (row[column] is not (long or int or short or decimal or double) || Convert.ToDouble(row[column], System.Globalization.CultureInfo.InvariantCulture) is not (>= First and <= Last))
                return false;
            some = true;
        }
        return some;
    }

    /// <summary>Whether a name begins or ends with the word year: "model_year", "yearBuilt", "Baujahr".</summary>
    public static bool IsNamed(string name)
    {
        var words = Word().Matches(name).Select(w => w.Value.ToLowerInvariant()).ToList();
        return words.Count > 0 && (IsYear(words[^1]) || IsYear(words[0])) && !words.Exists(w => w is "per" or "pro" or "each" or "count" or "number" or "total" or "sum");
    }

    private static bool IsYear(string word) => word is "year" or "yr" or "yyyy" || word.EndsWith("jahr", StringComparison.Ordinal);

    [GeneratedRegex(@"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})")]
    private static partial Regex Word();
}
