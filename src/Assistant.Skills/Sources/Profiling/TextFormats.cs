using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Sources.Profiling;

/// <summary>How dates and numbers are written in a text column, decided from many of its values together.</summary>
public static partial class TextFormats
{
    /// <summary>Fewer values than this could agree by chance.</summary>
    private const int Enough = 3;

    /// <summary>Share of the values that must fit: a few odd ones do not make dates into text.</summary>
    private const double Most = 0.97;

    private static readonly string[] DateOrders = ["YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "MM.DD.YYYY", "DD-MM-YYYY", "MM-DD-YYYY"];

    /// <summary>The format as <see cref="CatalogColumn.TextFormat"/> names it; null for other text.</summary>
    public static string? Of(IReadOnlyCollection<string> values)
    {
        var texts = values.Select(v => v.Trim()).Where(v => v.Length > 0).ToList();
        if (texts.Count < Enough)
            return null;
        return Date(texts) ?? Number(texts);
    }

    /// <summary>
    /// A format that the first values left open, decided by many that hold some odd ones: day before month, or after it, by which nearly all of them can be
    /// read. As it was where neither is.
    /// </summary>
    public static string Settled(string format, IReadOnlyCollection<string> values)
    {
        const double nearly = 0.85, clearly = 1.2;
        if (!format.EndsWith('?') || values.Count < Enough)
            return format;
        var (order, rest) = (format.TrimEnd('?').Split(' ')[0], format.TrimEnd('?')[format.TrimEnd('?').Split(' ')[0].Length..]);
        var ways = DateOrders.Where(o => o.Length == order.Length && o.Contains(order.First(c => !char.IsLetter(c)), StringComparison.Ordinal) && o.EndsWith('Y') == order.EndsWith('Y'))
            .Select(o => (Order: o, Fits: values.Count(v => ReadDate(v, o) is not null))).OrderByDescending(w => w.Fits).ToList();
        return ways is [var best, var next, ..] && best.Fits >= nearly * values.Count && best.Fits >= clearly * next.Fits ? best.Order + rest : format;
    }

    /// <summary>Reads one value by a format; null when it does not fit.</summary>
    public static DateTime? ReadDate(string text, string format)
    {
        var match = DateText().Match(text.Trim());
        if (!match.Success)
            return null;
        var order = format.TrimEnd('?').Split(' ')[0];
        var separator = order == "YYYYMMDD" ? "" : order.Contains('-', StringComparison.Ordinal) ? "-" : order.Contains('/', StringComparison.Ordinal) ? "/" : ".";
        if (match.Groups["s"].Value != separator)
            return null;
        var parts = separator.Length == 0
            ? match.Groups["d"].Value is { Length: 8 } all ? [all[..4], all[4..6], all[6..]] : []
            : match.Groups["d"].Value.Split(separator[0]);
        var names = separator.Length == 0 ? ["YYYY", "MM", "DD"] : order.Split(separator[0]);
        if (parts.Length != 3)
            return null;
        var (year, month, day) = (0, 0, 0);
        for (var i = 0; i < 3; i++)
        {
            var value = int.Parse(parts[i], CultureInfo.InvariantCulture);
            switch (names[i])
            {
                case "YYYY" when parts[i].Length == 4: year = value; break;
                case "MM" when parts[i].Length <= 2: month = value; break;
                case "DD" when parts[i].Length <= 2: day = value; break;
                default: return null;
            }
        }
        if (year is < 1000 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        return match.Groups["t"].Success
            ? TimeOnly.TryParse(match.Groups["t"].Value, CultureInfo.InvariantCulture, out var time) ? new DateOnly(year, month, day).ToDateTime(time) : null
            : new DateTime(year, month, day);
    }

    private static string? Date(List<string> texts)
    {
        var needed = Math.Ceiling(texts.Count * Most);
        if (texts.Count(t => DateText().IsMatch(t)) < needed)
            return null;
        var fits = DateOrders.Where(order => texts.Count(t => ReadDate(t, order) is not null) >= needed).ToList();
        if (fits.Count == 0 || fits[0] == "YYYYMMDD" && !PlausibleYears(texts))
            return null;
        var times = texts.Select(t => DateText().Match(t).Groups["t"]).Where(t => t.Success).ToList();
        var time = times.Count == 0 ? "" : times.TrueForAll(t => t.Value.Count(c => c == ':') == 1) ? " HH:MM" : " HH:MM:SS";
        return fits[0] + time + (fits.Count > 1 ? "?" : "");   // day first where both fit: more of the world writes so
    }

    /// <summary>Eight digits are a date only if all years are of a person's time; else they are numbers of something.</summary>
    private static bool PlausibleYears(List<string> texts) =>
        texts.TrueForAll(t => ReadDate(t, "YYYYMMDD") is null or { Year: >= 1900 and <= 2100 });

    private static string? Number(List<string> texts)
    {
        var needed = Math.Ceiling(texts.Count * Most);
        // Codes with leading zeros (postal codes, article numbers) are text, and so are long digits such as card numbers.
        if (texts.Count(t => LeadingZero().IsMatch(t) || t.Length > 18) > texts.Count - needed)
            return null;
        bool All(Regex form) => texts.Count(form.IsMatch) >= needed;
        return (All(Plain()), All(PointGrouped()), All(CommaDecimal()), All(CommaGrouped())) switch
        {
            (true, _, _, _) => "1234.5",
            (_, _, true, _) when !All(PointGrouped()) || texts.Exists(t => CommaDecimal().IsMatch(t) && !PointGrouped().IsMatch(t)) => "1234,5",
            (_, true, _, _) => "1,234.5",
            (_, _, _, true) => "1.234,5",
            _ => null,
        };
    }

    [GeneratedRegex(@"^(?<d>\d{8}|\d{1,4}(?<s>[-/.])\d{1,2}\k<s>\d{1,4})(?:[ T](?<t>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?))?Z?$", RegexOptions.ExplicitCapture)]
    private static partial Regex DateText();

    [GeneratedRegex(@"^[-+]?0\d")] private static partial Regex LeadingZero();
    [GeneratedRegex(@"^[-+]?\d+(\.\d+)?$")] private static partial Regex Plain();
    [GeneratedRegex(@"^[-+]?\d{1,3}(,\d{3})*(\.\d+)?$")] private static partial Regex PointGrouped();
    [GeneratedRegex(@"^[-+]?\d+(,\d+)?$")] private static partial Regex CommaDecimal();
    [GeneratedRegex(@"^[-+]?\d{1,3}(\.\d{3})*(,\d+)?$")] private static partial Regex CommaGrouped();
}
