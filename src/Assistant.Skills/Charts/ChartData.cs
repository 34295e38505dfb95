using System.Globalization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Charts;

/// <summary>The rows of a result as a chart reads them: categories, numbers, series.</summary>
internal sealed class ChartData(ResultTable table, CultureInfo culture)
{
    private const string NoValue = "—";

    public IReadOnlyList<object?[]> Rows => table.Rows;

    /// <summary>Place of a column; null when the result has none of that name.</summary>
    public int? Find(string? name)
    {
        for (var i = 0; name is not null && i < table.Columns.Count; i++)
            if (table.Columns[i].Name == name)
                return i;
        return null;
    }

    public bool IsTime(int column) => table.Columns[column].Type is DataType.Date or DataType.Timestamp;

    /// <summary>Whether all the columns of amounts hold years, which have no thousands mark.</summary>
    public bool AreYears(IReadOnlyList<string> names) => names.Count > 0 && names.All(n => Find(n) is { } column && YearColumn.Is(table, column));

    /// <summary>The most decimals that a column of amounts is written with.</summary>
    public int Decimals(IReadOnlyList<string> names) => names.Select(Find).OfType<int>().Select(c => ColumnDecimals.Of(table.Rows.Select(r => r[c]))).DefaultIfEmpty().Max();

    /// <summary>Whether all the columns of amounts hold shares, which are told as percentages.</summary>
    public bool AreShares(IReadOnlyList<string> names) => names.Count > 0 && names.All(n => Find(n) is { } column && ShareColumn.Is(table, column));

    /// <summary>The values of a column once each, as texts; times in their order, all else in the order of the rows.</summary>
    public IReadOnlyList<string> Categories(int column)
    {
        var cells = table.Rows.Select(row => row[column]).ToList();
        if (IsTime(column))
            cells = [.. cells.OrderBy(Moment)];
        var monthly = cells.All(c => c is null || Moment(c) is { Day: 1, TimeOfDay.Ticks: 0 }) && cells.Distinct().Skip(1).Any();
        return [.. cells.Select(c => Text(c, monthly)).Distinct()];
    }

    /// <summary>The text under which a cell stands among the <see cref="Categories"/> of its column.</summary>
    public Func<object?[], string> Category(int column)
    {
        var cells = table.Rows.Select(row => row[column]).ToList();
        var monthly = IsTime(column) && cells.All(c => c is null || Moment(c) is { Day: 1, TimeOfDay.Ticks: 0 }) && cells.Distinct().Skip(1).Any();
        return row => Text(row[column], monthly);
    }

    /// <summary>Null for what is no number, so that it leaves a gap.</summary>
    public static double? Number(object? cell) => cell switch
    {
        long whole => whole,
        decimal exact => (double)exact,
        double number => double.IsFinite(number) ? number : null,
        _ => null,
    };

    private static DateTime Moment(object? cell) => cell switch
    {
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        DateTime time => time,
        DateTimeOffset time => time.UtcDateTime,
        _ => DateTime.MinValue,
    };

    private string Text(object? cell, bool monthly) => cell switch
    {
        null => NoValue,
        DateOnly or DateTime or DateTimeOffset => Moment(cell).ToString(monthly ? "MMM yyyy" : Moment(cell).TimeOfDay.Ticks == 0 ? "d MMM yyyy" : "d MMM yyyy, HH:mm", culture),
        bool yes => yes ? "✓" : "–",
        double number => number.ToString("0.####", culture),
        decimal number => number.ToString("0.####", culture),
        IFormattable value => value.ToString(null, culture),
        _ => cell.ToString()!,
    };
}
