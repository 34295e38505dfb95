using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Xlsx;

namespace Assistant.Skills.Workbooks.Layout;

/// <summary>What a rule or the table's own declaration demands of a cell. Values come in the form that <see cref="CellForm"/> writes.</summary>
/// <param name="Says">The demand in words.</param>
/// <param name="Hard">A cell that breaks it is left out; else it is unusual, and who approves decides.</param>
internal abstract record CellRule(string Says, bool Hard)
{
    /// <summary>Holds only for rows where this does; null for all.</summary>
    public Func<Func<string, string?>, bool>? When { get; init; }

    /// <summary>Whether the value keeps it; a missing value keeps all but <see cref="Filled"/>.</summary>
    /// <param name="row">The row's values by column, new ones where they change.</param>
    public abstract bool Keeps(string? value, Func<string, string?> row);

    /// <summary>The check that a spreadsheet makes while somebody types; null where it has none.</summary>
    public virtual CellCheck? Check => null;

    public sealed record Filled(string Says, bool Hard) : CellRule(Says, Hard)
    {
        public override bool Keeps(string? value, Func<string, string?> row) => value is not null;
    }

    public sealed record Listed(string Says, bool Hard, IReadOnlyList<string> Values) : CellRule(Says, Hard)
    {
        private readonly HashSet<string> _values = [.. Values];

        public override bool Keeps(string? value, Func<string, string?> row) => value is null || _values.Contains(value);
    }

    public sealed record NotThese(string Says, bool Hard, IReadOnlyDictionary<string, string> Meant) : CellRule(Says, Hard)
    {
        public override bool Keeps(string? value, Func<string, string?> row) => value is null || !Meant.ContainsKey(value);
    }

    /// <param name="Least">A number, or a day as yyyy-MM-dd; null is no bound.</param>
    public sealed record Within(string Says, bool Hard, string? Least, string? Most, bool Dates) : CellRule(Says, Hard)
    {
        public override bool Keeps(string? value, Func<string, string?> row)
        {
            if (value is null)
                return true;
            if (Dates)
                return value.Length < 10 || (Least is null || string.CompareOrdinal(value[..10], Least) >= 0) && (Most is null || string.CompareOrdinal(value[..10], Most) <= 0);
            return !Number(value, out var number) || (!Number(Least, out var least) || number >= least) && (!Number(Most, out var most) || number <= most);
        }

        public override CellCheck? Check
        {
            get
            {
                var (least, most) = (Bound(Least), Bound(Most is not null && Dates ? Most : Most));
                var kind = Dates ? "date" : "decimal";
                return (least, most) switch
                {
                    ({ } low, { } high) => new(kind, "between", low, high, Says),
                    ({ } low, null) => new(kind, "greaterThanOrEqual", low, null, Says),
                    (null, { } high) => new(kind, Dates ? "lessThan" : "lessThanOrEqual", Dates ? $"{high}+1" : high, null, Says),   // until the end of that day
                    _ => null,
                };
            }
        }

        private string? Bound(string? bound) => bound is null ? null
            : !Dates ? Number(bound, out var number) ? number.ToString(CultureInfo.InvariantCulture) : null
            : DateOnly.TryParseExact(bound, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= 1901
                ? day.ToDateTime(default).ToOADate().ToString(CultureInfo.InvariantCulture) : null;

        private static bool Number(string? text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    public sealed record Long(string Says, bool Hard, int Least, int Most) : CellRule(Says, Hard)
    {
        public override bool Keeps(string? value, Func<string, string?> row) => value is null || value.Length >= Least && value.Length <= Most;

        public override CellCheck Check => new("textLength", "between", Least.ToString(CultureInfo.InvariantCulture), Most.ToString(CultureInfo.InvariantCulture), Says);
    }

    public sealed record Shaped(string Says, bool Hard, Regex Shape) : CellRule(Says, Hard)
    {
        public override bool Keeps(string? value, Func<string, string?> row) => value is null || Shape.IsMatch(value);
    }

    /// <param name="Scale">Digits after the point that a number may have; null for any.</param>
    public sealed record Typed(string Says, DataType Type, int? Precision = null, int? Scale = null) : CellRule(Says, Hard: true)
    {
        public override bool Keeps(string? value, Func<string, string?> row) => value is null || Type switch
        {
            DataType.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            DataType.Number => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Fits(number),
            DataType.Boolean => value is "true" or "false",
            DataType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            DataType.Timestamp => DateTime.TryParseExact(value, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.fff"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            DataType.Time => TimeOnly.TryParse(value, CultureInfo.InvariantCulture, out _),
            _ => true,
        };

        public override CellCheck? Check => Type switch
        {
            DataType.Integer => new("whole", "between", "-999999999999999", "999999999999999", Says),
            DataType.Number => new("decimal", "between", "-1E+300", "1E+300", Says),
            DataType.Date or DataType.Timestamp => new("date", "greaterThanOrEqual", "1", null, Says),
            _ => null,
        };

        private bool Fits(decimal number) => Scale is not { } scale || decimal.Round(number, Math.Min(28, scale)) == number
            && (Precision is not { } digits || Math.Abs(number) < (decimal)Math.Pow(10, Math.Min(28, digits - scale)));
    }

    /// <summary>Numbers or days in order: not above the other column's, or not below it.</summary>
    public sealed record Ordered(string Says, bool Hard, string Other, bool Above, bool Strictly) : CellRule(Says, Hard)
    {
        public override bool Keeps(string? value, Func<string, string?> row)
        {
            if (value is null || row(Other) is not { } other)
                return true;
            var order = decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var one) && decimal.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var two)
                ? one.CompareTo(two) : string.CompareOrdinal(value[..Math.Min(value.Length, other.Length)], other[..Math.Min(value.Length, other.Length)]);
            return Above ? order > 0 || order == 0 && !Strictly : order < 0 || order == 0 && !Strictly;
        }
    }

    /// <summary>The value stands in another table; looked up for all cells at once, see <see cref="Checking.CellLookups"/>.</summary>
    public sealed record Known(string Says, bool Hard, TableName Table, string Key) : CellRule(Says, Hard)
    {
        public override bool Keeps(string? value, Func<string, string?> row) => true;
    }

    /// <summary>No other row has the value; looked up for all cells at once.</summary>
    public sealed record Unique(string Says, bool Hard) : CellRule(Says, Hard)
    {
        public override bool Keeps(string? value, Func<string, string?> row) => true;
    }
}
