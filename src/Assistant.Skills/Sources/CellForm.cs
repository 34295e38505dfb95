using System.Globalization;

namespace Assistant.Skills.Sources;

/// <summary>
/// One text for one value, however it was written down: 12.50 and 12.5, a moment with a T or a blank, true and 1 of a truth. For comparing what
/// stands in a source with what came back from a spreadsheet; <see cref="CellText"/> is the exact form.
/// </summary>
public static class CellForm
{
    private const int Digits = 15;   // what a number in a spreadsheet holds

    /// <summary>The value in the form of its column's type; a text that is no value of that type stays as it is.</summary>
    public static string? Of(object? value, DataType type) => value switch
    {
        null => null,
        string text => Text(text, type),
        bool flag => flag ? "true" : "false",
        long whole => type is DataType.Boolean && whole is 0 or 1 ? (whole == 1 ? "true" : "false") : whole.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        decimal number => Number(number),
        DateTime moment when type is DataType.Date && moment.TimeOfDay == TimeSpan.Zero => DateOnly.FromDateTime(moment).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => Moment(moment),
        DateOnly day when type is DataType.Timestamp => Moment(day.ToDateTime(default)),
        TimeOnly time => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture).Replace(".000", "", StringComparison.Ordinal),
        _ => CellText.Invariant(value),
    };

    /// <summary>Whether two texts are the same value of that type.</summary>
    public static bool Same(string? left, string? right, DataType type) => left == right || Of(left, type) == Of(right, type);

    private static string Text(string text, DataType type)
    {
        switch (type)
        {
            case DataType.Integer or DataType.Number when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact):
                return Number(exact);
            case DataType.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                return Number(number);
            case DataType.Boolean when text is "1" or "t" or "T" || text.Equals("true", StringComparison.OrdinalIgnoreCase):
                return "true";
            case DataType.Boolean when text is "0" or "f" or "F" || text.Equals("false", StringComparison.OrdinalIgnoreCase):
                return "false";
            case DataType.Time when TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time):
                return Of(time, type)!;
        }
        // Engines without a type for moments write them in one of two ways, in columns of any declaration.
        return text.Length >= 16 && text[4] == '-' && text[7] == '-' && text[10] is ' ' or 'T'
            && DateTime.TryParseExact(text.Replace('T', ' '), ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? type is DataType.Date && moment.TimeOfDay == TimeSpan.Zero ? text[..10] : Moment(moment)
            : type is DataType.Timestamp && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Moment(day.ToDateTime(default)) : text;
    }

    // A spreadsheet keeps moments as days with a fraction, which holds a thousandth of a second, no more.
    private static string Moment(DateTime moment)
    {
        var rounded = new DateTime((moment.Ticks + TimeSpan.TicksPerMillisecond / 2) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
        return rounded.ToString(rounded.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    private static string Number(double number)
    {
        if (!double.IsFinite(number))
            return number.ToString(CultureInfo.InvariantCulture);
        if (Math.Abs(number) < 1e15 && number == Math.Floor(number))
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        // Turning it into a decimal keeps fifteen digits.
        return Math.Abs(number) is < 1e27 and > 1e-10 ? Number((decimal)number) : number.ToString($"G{Digits}", CultureInfo.InvariantCulture);
    }

    private static string Number(decimal number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        if (text.Contains('.', StringComparison.Ordinal))
            text = text.TrimEnd('0').TrimEnd('.');
        return text is "-0" ? "0" : text;
    }
}
