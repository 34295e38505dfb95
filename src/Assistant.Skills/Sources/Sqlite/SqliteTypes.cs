using System.Globalization;

namespace Assistant.Skills.Sources.Sqlite;

/// <summary>
/// What values are. In SQLite a declared type is a hint that values need not obey, so a result column has its declared type only if every
/// value fits it; else it has what all values are.
/// </summary>
internal static class SqliteTypes
{
    private static readonly string[] Days = ["yyyy-MM-dd"];
    private static readonly string[] Moments =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];

    /// <summary>The type that a declaration means; null for an empty or unknown one.</summary>
    public static DataType? Declared(string? declaration)
    {
        var type = declaration?.ToUpperInvariant() ?? "";
        bool Has(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
                if (type.Contains(word, StringComparison.Ordinal))
                    return true;
            return false;
        }
        return type switch
        {
            "" => null,
            _ when Has("BOOL") => DataType.Boolean,
            _ when Has("INTERVAL") => DataType.Text,
            _ when Has("INT", "SERIAL", "YEAR") => DataType.Integer,
            _ when Has("DATETIME", "TIMESTAMP") => DataType.Timestamp,
            _ when Has("DATE") => DataType.Date,
            _ when Has("TIME") => DataType.Time,
            _ when Has("JSON") => DataType.Json,
            _ when Has("CHAR", "CLOB", "TEXT", "STRING", "UUID", "ENUM") => DataType.Text,
            _ when Has("BLOB", "BINARY") => DataType.Binary,
            _ when Has("REAL", "FLOA", "DOUB", "NUM", "DEC", "MONEY") => DataType.Number,
            _ => null,
        };
    }

    /// <summary>Gives the column one type and turns its cells into it, in place.</summary>
    public static DataType Settle(string? declaration, List<object?[]> rows, int column)
    {
        var declared = Declared(declaration);
        foreach (var candidate in Candidates(declared))
            if (All(rows, column, candidate) is { } seen && (seen || declared == candidate))
            {
                foreach (var row in rows)
                    row[column] = To(candidate, row[column]);
                return candidate;
            }
        foreach (var row in rows)
            row[column] = AsText(row[column]);
        return DataType.Text;
    }

    /// <summary>Dates before text: SQLite has no dates of its own, so text is the only form they have.</summary>
    private static IEnumerable<DataType> Candidates(DataType? declared) => declared switch
    {
        DataType.Boolean => [DataType.Boolean, DataType.Integer, DataType.Number],
        DataType.Date or DataType.Timestamp => [DataType.Date, DataType.Timestamp, DataType.Integer, DataType.Number],
        DataType.Time => [DataType.Time, DataType.Integer, DataType.Number],
        DataType.Json => [DataType.Json],
        DataType.Number => [DataType.Number],
        DataType.Binary => [DataType.Binary],
        DataType.Text => [DataType.Date, DataType.Timestamp],
        _ => [DataType.Integer, DataType.Number, DataType.Date, DataType.Timestamp, DataType.Binary],
    };

    /// <summary>True when every value fits and there is one, false when there is none, null when one does not fit.</summary>
    private static bool? All(List<object?[]> rows, int column, DataType type)
    {
        var seen = false;
        foreach (var row in rows)
            if (row[column] is { } value)
            {
                if (To(type, value) is null)
                    return null;
                seen = true;
            }
        return seen;
    }

    private static object? To(DataType type, object? value) => (type, value) switch
    {
        (DataType.Boolean, 0L) => false,
        (DataType.Boolean, 1L) => true,
        (DataType.Integer, long) => value,
        (DataType.Number, double) => value,
        (DataType.Number, long whole) => (double)whole,
        (DataType.Date, string text) => DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        (DataType.Timestamp, string text) => Moment(text),
        (DataType.Time, string text) => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null,
        (DataType.Json, string) => value,
        (DataType.Binary, byte[]) => value,
        _ => null,
    };

    private static DateTime? Moment(string text) =>
        DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
        || DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out moment)
            ? moment : null;

    private static string? AsText(object? value) => value switch
    {
        null => null,
        string text => text,
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
