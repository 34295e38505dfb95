using System.Globalization;

namespace Assistant.Skills.Workbooks.Xlsx;

internal enum CellContent { Empty, Text, Number, Day, Truth, Error }

/// <summary>A cell as it was read. Days are numbers that the cell's format shows as a date or a time.</summary>
internal readonly record struct XlsxCell(CellContent Content, string? Text, double Number)
{
    /// <summary>It is computed: what it shows is not what somebody wrote.</summary>
    public bool IsFormula { get; init; }

    public static XlsxCell Empty => default;

    /// <summary>Day 60 of a spreadsheet is the 29th of February 1900, which never was; all days after the first of March are right.</summary>
    public DateTime? Moment => Content is CellContent.Day or CellContent.Number && Number is >= 1 and < 2_958_466 ? DateTime.FromOADate(Number) : null;

    /// <summary>As a person sees it, nearly.</summary>
    public override string ToString() => Content switch
    {
        CellContent.Empty => "",
        CellContent.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        CellContent.Day => Moment is { } moment ? moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : Number.ToString("R", CultureInfo.InvariantCulture),
        CellContent.Truth => Number == 0 ? "false" : "true",
        _ => Text ?? "",
    };
}
