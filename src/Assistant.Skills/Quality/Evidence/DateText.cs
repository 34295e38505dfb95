using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Evidence;

/// <summary>Dates kept as text.</summary>
internal static class DateText
{
    private static readonly string[] Known = ["DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "DD-MM-YYYY", "YYYY/MM/DD", "YYYYMMDD"];

    /// <summary>How the days of a text column are written where it is not year-month-day; null for that, for other columns, and where nothing tells day from month.</summary>
    public static string? DateFormat(this CatalogColumn column) =>
        column.Type is DataType.Text && column.TextFormat is { } format && Known.Contains(format.Split(' ')[0]) ? format.Split(' ')[0] : null;
}
