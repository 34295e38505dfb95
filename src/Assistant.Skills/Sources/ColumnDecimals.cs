namespace Assistant.Skills.Sources;

/// <summary>How many decimals the numbers of a column are written with: the same for all, in table, chart and text.</summary>
public static class ColumnDecimals
{
    private const int Most = 4;

    /// <summary>As many as the column needs, so that all stand under each other; amounts of a thousand and more have two at most, small shares keep theirs.</summary>
    /// <param name="cells">The column's; only decimal and double have decimals.</param>
    public static int Of(IEnumerable<object?> cells)
    {
        var most = 0;
        var largest = 0.0;
        foreach (var cell in cells)
        {
            if (cell is not (decimal or double)) continue;
            var number = cell is decimal exact ? (double)exact : (double)cell;
            if (!double.IsFinite(number)) continue;
            largest = Math.Max(largest, Math.Abs(number));
            while (most < Most * 2 && Math.Abs(Math.Round(number, most) - number) > 1e-12 * Math.Max(1, Math.Abs(number)))
                most++;
        }
        // What has no end was divided: nobody wants four decimals of an average.
        return Math.Min(most, most == Most * 2 && largest >= 1 || largest >= 1000 ? 2 : largest is > 0 and < 0.1 ? Most * 2 : Most);
    }
}
