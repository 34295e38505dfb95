using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Reconciliation.Comparing;

/// <summary>What two columns are compared as, whatever their engines keep them as.</summary>
internal enum Form { Text, Number, Day, Moment, Flag }

/// <summary>A pair of columns with the form that both are brought into: 12.50 and "12.5" are one number, 3 May as a date and as "03/05/2026" are one day.</summary>
internal sealed record ComparedColumn(CatalogColumn Left, CatalogColumn Right, Form Form)
{
    public ColumnPair Pair => new(Left.Name, Right.Name);

    public static ComparedColumn Of(CatalogColumn left, CatalogColumn right) => new(left, right, (Kind(left), Kind(right)) switch
    {
        var (one, other) when one == other => one,
        (Form.Number, Form.Text) or (Form.Text, Form.Number) when IsFlag(left) && IsFlag(right) => Form.Flag,
        (Form.Number, Form.Text) or (Form.Text, Form.Number) => Form.Number,
        (Form.Flag, _) or (_, Form.Flag) => Form.Flag,
        (Form.Day, Form.Moment) or (Form.Moment, Form.Day) => Form.Moment,
        (Form.Day or Form.Moment, Form.Text) or (Form.Text, Form.Day or Form.Moment) => Form.Day,
        _ => Form.Text,
    });

    /// <summary>The value in its form: decimal, double, DateOnly, DateTime, bool or text; null for nothing and the empty text. What does not fit the form stays text.</summary>
    public object? Value(object? cell, bool left)
    {
        if (cell is null || cell is string text && text.Trim().Length == 0)
            return null;
        var column = left ? Left : Right;
        return Form switch
        {
            Form.Number => Number(cell, column.TextFormat),
            Form.Day => Moment(cell, column.TextFormat) is { } moment ? DateOnly.FromDateTime(moment) : CellText.Invariant(cell),
            Form.Moment => Moment(cell, column.TextFormat) is { } moment ? moment : CellText.Invariant(cell),
            Form.Flag => Flag(cell),
            _ => CellText.Invariant(cell),
        };
    }

    private static Form Kind(CatalogColumn column) => column.Type switch
    {
        DataType.Integer or DataType.Number => Form.Number,
        DataType.Date => Form.Day,
        DataType.Timestamp => Form.Moment,
        DataType.Boolean => Form.Flag,
        DataType.Text when column.TextFormat is { } written && written.Contains("YYYY", StringComparison.Ordinal) => written.Contains("HH", StringComparison.Ordinal) ? Form.Moment : Form.Day,
        DataType.Text when column.TextFormat is { Length: > 0 } => Form.Number,
        _ => Form.Text,
    };

    /// <summary>1 and 0, or yes and no: by what its values are.</summary>
    private static bool IsFlag(CatalogColumn column) => column.Statistics is { Distinct: <= 2, TopValues.Count: > 0 } known && known.TopValues.All(v => Flag(v.Value) is bool);

    private static object Number(object cell, string? written)
    {
        switch (cell)
        {
            case decimal or double: return cell;
            case long whole: return (decimal)whole;
            case bool flag: return flag ? 1m : 0m;
        }
        var text = CellText.Invariant(cell)!.Trim();
        var plain = written is "1.234,5" ? text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : written is "1234,5" ? text.Replace(',', '.') : written is "1,234.5" ? text.Replace(",", "", StringComparison.Ordinal) : text;
        return decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;
    }

    private static DateTime? Moment(object cell, string? written) => cell switch
    {
        DateOnly day => day.ToDateTime(default),
        DateTime moment => moment,
        DateTimeOffset moment => moment.UtcDateTime,
        string text => Parse(text.Trim(), written),
        _ => null,
    };

    private static DateTime? Parse(string text, string? written)
    {
        var format = written?.TrimEnd('?').Replace("YYYY", "yyyy", StringComparison.Ordinal).Replace("DD", "dd", StringComparison.Ordinal).Replace("HH:MM", "HH:mm", StringComparison.Ordinal).Replace(":SS", ":ss", StringComparison.Ordinal);
        return format is not null && DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact) ? exact
            : text.Length >= 8 && char.IsAsciiDigit(text[0]) && text.Length >= 10 && text[4] == '-' && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var iso) ? DateTime.SpecifyKind(iso, DateTimeKind.Unspecified) : null;
    }

    private static object Flag(object cell) => cell is bool flag ? flag : CellText.Invariant(cell)!.Trim().ToLowerInvariant() switch
    {
        "1" or "t" or "true" or "y" or "yes" or "on" => true,
        "0" or "f" or "false" or "n" or "no" or "off" => false,
        var other => other,
    };

    /// <summary>Whether both values are the same within the tolerance.</summary>
    public static bool Same(object? left, object? right, Tolerance tolerance)
    {
        if (left is null || right is null)
            return left is null && right is null;
        if (left is decimal one && right is decimal other)
            return one == other || Math.Abs(one - other) <= Math.Max(tolerance.Absolute, tolerance.Percent / 100 * Math.Max(Math.Abs(one), Math.Abs(other)));
        if (left is decimal or double && right is decimal or double)
        {
            var (a, b) = (Convert.ToDouble(left, CultureInfo.InvariantCulture), Convert.ToDouble(right, CultureInfo.InvariantCulture));
            // Two engines round a double's last digit in their own way.
            return Math.Abs(a - b) <= Math.Max(Math.Max((double)tolerance.Absolute, (double)tolerance.Percent / 100 * Math.Max(Math.Abs(a), Math.Abs(b))), 1e-9 * Math.Max(Math.Abs(a), Math.Abs(b)));
        }
        if (left is string text && right is string said)
            return string.Equals(Plain(text, tolerance), Plain(said, tolerance), tolerance.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        return left.Equals(right);
    }

    public static string? Shown(object? value) => CellText.Invariant(value is decimal number ? number / 1.000000000000000000000000000000000m : value);

    private static string Plain(string text, Tolerance tolerance) => tolerance.IgnoreSpaces ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : text;

    /// <summary>The column as a text that both engines write alike, for hashing; null where they might not.</summary>
    public string? HashText(bool left, SqlDialect dialect)
    {
        var column = left ? Left : Right;
        var name = Quoted.Name(column.Name);
        if (Form is not Form.Text && column.Type is DataType.Text)
            return null;
        var text = Form switch
        {
            Form.Text => column.Type is DataType.Text ? $"nullif(trim({name}), '')" : null,
            Form.Number when Left.Type is DataType.Integer && Right.Type is DataType.Integer => $"CAST({name} AS VARCHAR)",
            Form.Number => dialect is SqlDialect.PostgreSql ? $"CAST(CAST(round(CAST({name} AS NUMERIC), 6) * 1000000 AS BIGINT) AS VARCHAR)" : $"CAST(CAST(round({name} * 1000000) AS BIGINT) AS VARCHAR)",
            Form.Day => dialect is SqlDialect.PostgreSql ? $"to_char({name}, 'YYYY-MM-DD')" : $"strftime({name}, '%Y-%m-%d')",
            Form.Moment => dialect is SqlDialect.PostgreSql ? $"to_char({name}, 'YYYY-MM-DD HH24:MI:SS.US')" : $"strftime({name}, '%Y-%m-%d %H:%M:%S.%f')",
            Form.Flag => column.Type is DataType.Boolean ? $"CASE WHEN {name} THEN '1' ELSE '0' END" : null,
            _ => null,
        };
        return text;
    }
}
