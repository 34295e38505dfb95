using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.MissingData.Finding;

/// <summary>Columns that hold days, whatever they are kept as.</summary>
internal static class DayText
{
    private static readonly Dictionary<string, string> Formats = new()
    {
        ["YYYY-MM-DD"] = "yyyy-MM-dd", ["DD/MM/YYYY"] = "dd/MM/yyyy", ["MM/DD/YYYY"] = "MM/dd/yyyy", ["DD.MM.YYYY"] = "dd.MM.yyyy", ["DD-MM-YYYY"] = "dd-MM-yyyy",
        ["YYYY/MM/DD"] = "yyyy/MM/dd", ["YYYYMMDD"] = "yyyyMMdd",
    };

    public static bool Holds(CatalogColumn column) => column.Type is DataType.Date or DataType.Timestamp || column.Type is DataType.Text && Format(column) is not null;

    /// <summary>Text comes in the order of the days, so that the engine itself may compare.</summary>
    public static bool IsOrdered(CatalogColumn column) => column.Type is not DataType.Text || Format(column)!.StartsWith("yyyy", StringComparison.Ordinal);

    /// <summary>The day of a row as SQL: a date, or text in the column's own way of writing.</summary>
    public static string Sql(CatalogColumn column, SqlDialect dialect, string? alias = null)
    {
        var name = alias is null ? Quoted.Name(column.Name) : $"{alias}.{Quoted.Name(column.Name)}";
        return column.Type is DataType.Text || dialect is SqlDialect.Sqlite
            ? $"substr({name}, 1, {(column.Type is DataType.Text ? Format(column)!.Length : 10)})" : $"CAST({name} AS DATE)";
    }

    /// <summary>What a row of the query gave as a day; null for what is none.</summary>
    public static DateOnly? Read(CatalogColumn column, object? cell) => cell switch
    {
        DateOnly day => day,
        DateTime moment => DateOnly.FromDateTime(moment),
        DateTimeOffset moment => DateOnly.FromDateTime(moment.DateTime),
        string text => DateOnly.TryParseExact(text, column.Type is DataType.Text ? Format(column) : "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        _ => null,
    };

    /// <summary>A day as the column writes it, for a query.</summary>
    public static string Constant(CatalogColumn column, DateOnly day, SqlDialect dialect)
    {
        var text = Quoted.Text(day.ToString(column.Type is DataType.Text ? Format(column) : "yyyy-MM-dd", CultureInfo.InvariantCulture));
        return column.Type is DataType.Text || dialect is SqlDialect.Sqlite ? text : $"CAST({text} AS DATE)";
    }

    private static string? Format(CatalogColumn column) =>
        column.TextFormat is { } written && Formats.TryGetValue(written.Split(' ')[0].TrimEnd('?'), out var format) ? format : null;
}
