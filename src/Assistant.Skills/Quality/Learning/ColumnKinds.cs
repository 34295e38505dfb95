using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>What the values of a column are, whatever type they are kept in.</summary>
internal static class ColumnKinds
{
    private const double Most = 0.85;

    public static ValueKind Of(ColumnEvidence column)
    {
        switch (column.Column.Type)
        {
            case DataType.Integer: return ValueKind.WholeNumber;
            case DataType.Number: return ValueKind.Number;
            case DataType.Date or DataType.Timestamp: return ValueKind.Date;
            case not DataType.Text: return ValueKind.Text;
        }
        long all = 0, numbers = 0, whole = 0, days = 0, zeros = 0, measured = 0;
        var units = new HashSet<string>();
        foreach (var (value, count) in column.Present.Select(c => (c.Value, c.Count)))
        {
            all += count;
            if (ValueText.Number(value) is not null)
            {
                numbers += count;
                whole += ValueText.IsWhole(value) ? count : 0;
                zeros += value.Length > 1 && value[0] == '0' && char.IsDigit(value[1]) ? count : 0;
            }
            else if (column.Day(value) is not null)
                days += count;
            else if (ValueText.IsNumberWithUnit(value, out var unit))
            {
                measured += count;
                units.Add(unit);
            }
        }
        if (all == 0)
            return ValueKind.Text;
        if (days >= Most * all)
            return ValueKind.Date;
        // 00123 is a code; so are numbers with a letter before or behind, unless one unit is written in several ways.
        if (zeros > 0.01 * all || numbers < Most * all && !(numbers + measured >= 0.95 * all && (numbers >= 0.5 * all || OneUnit(units))))
            return ValueKind.Text;
        return whole >= Most * numbers && numbers > 0 ? ValueKind.WholeNumber : ValueKind.Number;
    }

    /// <summary>"oz", "oz.", "ounce": one unit in three or more ways.</summary>
    private static bool OneUnit(HashSet<string> units) => units.Count >= 3 && units.Select(u => u[0]).Distinct().Count() == 1;

    /// <summary>Whole numbers of one length that are no amounts: postal codes, article numbers.</summary>
    public static bool IsCode(ColumnEvidence column) => CodeLength(column) > 0;

    /// <summary>Digits of nearly all values; 0 where they differ.</summary>
    public static int CodeLength(ColumnEvidence column)
    {
        if (column.Kind is not ValueKind.WholeNumber || column.Column.Type is DataType.Integer && column.Counts.Count > 0.9 * column.Rows)
            return 0;
        // Amounts may have one length, too: their name says what they are, or they are round.
        if (MissingWords.MayBeZero(column.Name) && !KeyNames.IsKeyLike(column.Name) || column.Present.Sum(c => c.Value.EndsWith('0') ? c.Count : 0) > 0.8 * column.PresentRows)
            return 0;
        var lengths = column.Present.Where(c => !c.Value.StartsWith('-')).GroupBy(c => c.Value.Length).Select(g => (g.Key, Count: g.Sum(c => c.Count))).OrderByDescending(g => g.Count).ToList();
        return lengths is [{ Key: >= 4 and <= 18 } most, ..] && most.Count >= 0.95 * column.PresentRows && column.Present.Count() >= 5
            && column.Present.Take(500).Select(c => c.Value[0]).Distinct().Count() > 2 ? most.Key : 0;
    }
}
