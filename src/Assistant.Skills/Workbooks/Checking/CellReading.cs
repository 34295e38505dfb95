using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Xlsx;

namespace Assistant.Skills.Workbooks.Checking;

/// <summary>What a cell of a spreadsheet says, as a value of its column, in the form that <see cref="CellForm"/> writes. What is none stays as it is.</summary>
internal static class CellReading
{
    private static readonly string[] Yes = ["true", "yes", "ja", "wahr", "1"], No = ["false", "no", "nein", "falsch", "0"];

    /// <summary>Null for an empty cell.</summary>
    public static string? Of(XlsxCell cell, DataType type) => RowSeal.Comparable(cell.Content switch
    {
        CellContent.Empty => null,
        CellContent.Number => Number(cell, type),
        CellContent.Day => Day(cell, type),
        CellContent.Truth => type is DataType.Integer or DataType.Number ? cell.Number.ToString(CultureInfo.InvariantCulture) : cell.ToString(),
        CellContent.Error => cell.Text,
        _ => Text(cell.Text!, type),
    }, type);

    private static object Number(XlsxCell cell, DataType type) => type switch
    {
        DataType.Date or DataType.Timestamp when cell.Moment is not null => Day(cell, type),
        DataType.Time when cell.Number is >= 0 and < 1 => TimeOnly.FromTimeSpan(TimeSpan.FromMilliseconds(Math.Round(cell.Number * 86_400_000))),
        DataType.Boolean when cell.Number is 0 or 1 => cell.Number == 1,
        _ => cell.Number,
    };

    private static object Day(XlsxCell cell, DataType type)
    {
        if (type is DataType.Integer or DataType.Number)
            return cell.Number;
        if (type is DataType.Time && cell.Number is >= 0 and < 1)
            return TimeOnly.FromTimeSpan(TimeSpan.FromMilliseconds(Math.Round(cell.Number * 86_400_000)));
        return cell.Moment is not { } moment ? cell.ToString() : type is DataType.Timestamp ? moment : moment.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(moment) : moment;
    }

    private static object Text(string text, DataType type)
    {
        var trimmed = text.Trim();
        return type switch
        {
            DataType.Boolean when Yes.Contains(trimmed, StringComparer.OrdinalIgnoreCase) => true,
            DataType.Boolean when No.Contains(trimmed, StringComparer.OrdinalIgnoreCase) => false,
            // With points the order of day and month is the same everywhere; with slashes it is not, and such a date is refused.
            DataType.Date or DataType.Timestamp when DateTime.TryParseExact(
                trimmed, ["d.M.yyyy", "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) =>
                type is DataType.Date && moment.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(moment) : moment,
            DataType.Text => text,
            _ => trimmed,
        };
    }
}
