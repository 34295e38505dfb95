using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Sources;

namespace Assistant.Web.Parts;

/// <summary>How the cells of one column are written for a person, all in the same form, so that they can be compared.</summary>
public sealed partial class CellText
{
    private readonly CultureInfo _culture;
    private readonly TimeZoneInfo _zone;
    private readonly string _number;
    private readonly string _whole;
    private readonly bool _atMidnight;
    private readonly bool _share;

    public CellText(ResultTable table, int column, CultureInfo culture, TimeZoneInfo zone)
    {
        (_culture, _zone) = (culture, zone);
        var cells = table.Rows.Select(row => row[column]).ToList();
        IsNumber = table.Columns[column].Type is DataType.Integer or DataType.Number || cells.Any(c => c is long or decimal or double) && cells.All(c => c is null or long or decimal or double);
        var year = YearColumn.Is(table, column);
        _whole = year || Unsummed().IsMatch(table.Columns[column].Name) ? "0" : "N0";
        _number = (year ? "F" : "N") + ColumnDecimals.Of(cells).ToString(CultureInfo.InvariantCulture);
        _share = ShareColumn.Is(table, column);
        _atMidnight = cells.All(c => c is not DateTime { TimeOfDay.Ticks: not 0 } and not DateTimeOffset);
    }

    /// <summary>Numbers stand right.</summary>
    public bool IsNumber { get; }

    /// <summary>The text of a cell; null for an empty one.</summary>
    public string? Write(object? cell) => cell switch
    {
        null or DBNull => null,
        long or decimal or double when _share => ShareColumn.Write(cell, _culture),
        long whole => whole.ToString(_whole, _culture),
        decimal number => number.ToString(number == decimal.Truncate(number) && _number is "N0" ? _whole : _number, _culture),
        double number when !double.IsFinite(number) => number.ToString(_culture),
        double number => number.ToString(Math.Abs(number) >= 1e15 ? "G6" : _number, _culture),
        bool yes => yes ? "✓" : "–",
        DateOnly date => date.ToString("d MMM yyyy", _culture),
        DateTime time => time.ToString(_atMidnight ? "d MMM yyyy" : "d MMM yyyy, HH:mm", _culture),
        DateTimeOffset time => TimeZoneInfo.ConvertTime(time, _zone).ToString("d MMM yyyy, HH:mm", _culture),
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        byte[] bytes => bytes.Length.ToString("N0", _culture) + " B",
        _ => cell.ToString(),
    };

    // Identifiers are names made of digits, as years are: no thousands separators.
    [GeneratedRegex(@"(^|[_\s])(id|key|nr|no|code|zip|postcode|number)$|[a-z](Id|Key|Nr|No|Code|Number)$", RegexOptions.None)]
    private static partial Regex Unsummed();
}
