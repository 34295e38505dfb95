namespace Assistant.Skills.Sources;

/// <summary>Which columns of a result hold shares of a whole: 0.04 is told as 4 %.</summary>
public static class ShareColumn
{
    /// <summary>Whether the column is called the share of something and all its numbers lie from 0 to 1.</summary>
    public static bool Is(ResultTable table, int column)
    {
        if (!table.Columns[column].Name.StartsWith("share_of_", StringComparison.OrdinalIgnoreCase))
            return false;
        var some = false;
        foreach (var row in table.Rows)
        {
            if (row[column] is null)
                continue;
            if (row[column] is not (long or decimal or double) || Convert.ToDouble(row[column], System.Globalization.CultureInfo.InvariantCulture) is not (>= 0 and <= 1))
                return false;
            some = true;
        }
        return some;
    }

    /// <summary>As a percentage with one decimal, and with two where it would be less than 1 %.</summary>
    public static string Write(object share, System.Globalization.CultureInfo culture)
    {
        var percent = 100 * Convert.ToDouble(share, System.Globalization.CultureInfo.InvariantCulture);
        return percent.ToString(percent is > 0 and < 1 ? "0.##" : "0.#", culture) + " %";
    }
}
