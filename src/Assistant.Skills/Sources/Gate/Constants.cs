using System.Globalization;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>Values that an expression has whatever the data; null where the data decides.</summary>
internal static class Constants
{
    public static double? Number(Expression? expression) => expression switch
    {
        NumberLiteral number => Parse(number.Text),
        TextLiteral text => Parse(text.Value),
        UnaryOperation { Operator: "-" } unary => -Number(unary.Operand),
        UnaryOperation { Operator: "+" } unary => Number(unary.Operand),
        Cast cast => Number(cast.Value),
        BinaryOperation binary when Number(binary.Left) is { } left && Number(binary.Right) is { } right => binary.Operator switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" or "//" or "DIV" => left / right,
            "%" => left % right,
            "^" or "**" => Math.Pow(left, right),
            "<<" => left * Math.Pow(2, right),
            _ => null,
        },
        FunctionCall { SimpleName: var name, Arguments: [var value, var exponent] } when name.ToUpperInvariant() is "POWER" or "POW"
            && Number(value) is { } mantissa && Number(exponent) is { } power => Math.Pow(mantissa, power),
        FunctionCall { SimpleName: var name, Arguments: { Count: > 0 } values } when name.ToUpperInvariant() is "GREATEST" or "LEAST" or "COALESCE" =>
            values.Select(Number).Max(),
        SubQuery { Query.Body: Select { Items: [var item], From.Count: 0 } } => Number(item.Value),
        Case @case => @case.Whens.Select(w => Number(w.Result)).Append(Number(@case.Else)).Max(),
        _ => null,
    };

    /// <summary>A point in time in seconds; now counts as some day of these years.</summary>
    public static double? Moment(Expression expression) => expression switch
    {
        TypedLiteral typed => Day(typed.Value),
        TextLiteral text => Day(text.Value),
        Cast cast => Moment(cast.Value),
        KeywordFunction or FunctionCall { SimpleName: "now" or "today", Arguments.Count: 0 } => Day("2026-06-30"),
        FunctionCall { SimpleName: "date_trunc" or "datetrunc", Arguments: [_, var value] } => Moment(value),
        BinaryOperation { Operator: "+" or "-" } shifted when Moment(shifted.Left) is { } start =>
            (Seconds(shifted.Right) ?? Number(shifted.Right) * 86400) is { } by ? start + (shifted.Operator == "+" ? by : -by) : null,
        _ => null,
    };

    /// <summary>The length of an interval in seconds, a month being thirty days.</summary>
    public static double? Seconds(Expression expression) => expression switch
    {
        IntervalLiteral { Unit: { } unit } interval => Number(interval.Value) * Unit(unit),
        IntervalLiteral { Value: TextLiteral text } => Words(text.Value),
        TypedLiteral { Type.Name: "interval" } typed => Words(typed.Value),
        Cast { Type.Name: "interval", Value: TextLiteral text } => Words(text.Value),
        TextLiteral text => Words(text.Value),
        _ => null,
    };

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Day(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? (moment - DateTime.UnixEpoch).TotalSeconds
            : null;

    /// <summary>'1 day 2 hours', '00:00:01'.</summary>
    private static double? Words(string text)
    {
        if (text.Length > 100)
            return null;
        var total = 0.0;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
            if (TimeSpan.TryParse(words[i], CultureInfo.InvariantCulture, out var time) && words[i].Contains(':'))
                total += time.TotalSeconds;
            else if (Parse(words[i]) is { } count && i + 1 < words.Length && Unit(words[i + 1]) is { } unit)
                (total, i) = (total + count * unit, i + 1);
            else if (words.Length == 1 && Parse(words[i]) is { } seconds)
                total += seconds;
            else if (words[i].TrimStart('-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is var letters
                && Parse(words[i][..^letters.Length]) is { } glued && Unit(letters) is { } known)
                total += glued * known;
            else
                return null;
        return total;
    }

    private static double? Unit(string word) => word.ToUpperInvariant().TrimEnd('S', ',') switch
    {
        "MICROSECOND" or "U" => 1e-6,
        "MILLISECOND" or "M" => 1e-3,
        "SECOND" or "SEC" or "" => 1,
        "MINUTE" or "MIN" => 60,
        "HOUR" or "H" => 3600,
        "DAY" or "D" => 86400,
        "WEEK" or "W" => 604800,
        "MONTH" or "MON" => 2592000,
        "QUARTER" => 7776000,
        "YEAR" or "Y" => 31536000,
        "DECADE" => 315360000,
        _ => null,
    };
}
