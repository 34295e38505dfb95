namespace Assistant.Skills.Sources.Files;

/// <summary>One way to read a column of text: what fits, and how it becomes a value. {x} stands for the text without blanks and signs for "missing".</summary>
/// <param name="Fits">True, in DuckDB's SQL, for a text that can be read so.</param>
/// <param name="Words">How to tell the person, when the file leaves room for doubt.</param>
internal sealed record ColumnReading(string Code, DataType Type, string NativeType, string Fits, string Value, string? Words = null)
{
    public const string MissingWords = "'', 'NULL', 'null', 'NA', 'N/A', 'n/a', 'NaN', 'nan', 'None', '-', '--', '?', '#N/A'";

    private const string Currency = @"regexp_replace({x}, '^[€$£¥]\s*|\s*[€$£¥]$', '', 'g')";

    /// <summary>In this order: what fits first is taken, the plainer before the freer, day before month.</summary>
    public static IReadOnlyList<ColumnReading> All { get; } =
    [
        new("bool", DataType.Boolean, "BOOLEAN", "lower({x}) IN ('true', 'false')", "lower({x}) = 'true'"),
        new("ymd", DataType.Date, "DATE", @"regexp_full_match({x}, '\d{4}-\d{1,2}-\d{1,2}') AND try_strptime({x}, '%Y-%m-%d') IS NOT NULL", "strptime({x}, '%Y-%m-%d')::DATE"),
        Date("y/m/d", "%Y/%m/%d", @"\d{4}/\d{1,2}/\d{1,2}", null),
        Date("ymd8", "%Y%m%d", @"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])", null),
        Number("int", @"[-+]?(0|[1-9]\d{0,17})", "{x}", "BIGINT", DataType.Integer, null),
        Number("point", @"[-+]?(0|[1-9]\d*)?\.?\d+([eE][-+]?\d{1,3})?", "{x}", "DOUBLE", DataType.Number, null),
        Number("comma", @"[-+]?(0|[1-9]\d*),\d+|[-+]?(0|[1-9]\d*)", "replace({x}, ',', '.')", "DOUBLE", DataType.Number, "with a decimal comma"),
        Number("point,", @"[-+]?\d{1,3}(,\d{3})*(\.\d+)?", "replace({x}, ',', '')", "DOUBLE", DataType.Number, "with commas between thousands"),
        Number("comma.", @"[-+]?\d{1,3}(\.\d{3})*(,\d+)?|[-+]?\d+(,\d+)?", "replace(replace({x}, '.', ''), ',', '.')", "DOUBLE", DataType.Number, "with a decimal comma and points between thousands"),
        Money("money", @"[-+]?\d{1,3}(,?\d{3})*(\.\d+)?", $"replace({Currency}, ',', '')", "amounts of money with a point before the cents"),
        Money("money,", @"[-+]?\d{1,3}(\.?\d{3})*(,\d+)?", $"replace(replace({Currency}, '.', ''), ',', '.')", "amounts of money with a decimal comma"),
        Date("d/m/y", "%d/%m/%Y", @"\d{1,2}/\d{1,2}/\d{4}", "day before month"), Date("m/d/y", "%m/%d/%Y", @"\d{1,2}/\d{1,2}/\d{4}", "month before day"),
        Date("d.m.y", "%d.%m.%Y", @"\d{1,2}\.\d{1,2}\.\d{4}", "day before month"), Date("m.d.y", "%m.%d.%Y", @"\d{1,2}\.\d{1,2}\.\d{4}", "month before day"),
        Date("d-m-y", "%d-%m-%Y", @"\d{1,2}-\d{1,2}-\d{4}", "day before month"), Date("m-d-y", "%m-%d-%Y", @"\d{1,2}-\d{1,2}-\d{4}", "month before day"),
        Date("d/m/yy", "%d/%m/%y", @"\d{1,2}/\d{1,2}/\d{2}", "day before month, two-digit years"), Date("m/d/yy", "%m/%d/%y", @"\d{1,2}/\d{1,2}/\d{2}", "month before day, two-digit years"),
        Date("d.m.yy", "%d.%m.%y", @"\d{1,2}\.\d{1,2}\.\d{2}", "day before month, two-digit years"),
        new("iso", DataType.Timestamp, "TIMESTAMP", @"regexp_matches({x}, '^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}') AND try_cast({x} AS TIMESTAMP) IS NOT NULL", "CAST({x} AS TIMESTAMP)"),
        Moment("d/m/y h", "%d/%m/%Y", "day before month"), Moment("m/d/y h", "%m/%d/%Y", "month before day"), Moment("d.m.y h", "%d.%m.%Y", "day before month"),
        new("time", DataType.Time, "TIME", @"regexp_full_match({x}, '\d{1,2}:\d{2}:\d{2}(\.\d+)?') AND try_cast({x} AS TIME) IS NOT NULL", "CAST({x} AS TIME)"),
    ];

    public static ColumnReading Text { get; } = new("text", DataType.Text, "VARCHAR", "true", "{x}");

    private static readonly string[] Twins = ["d/m/y m/d/y", "d.m.y m.d.y", "d-m-y m-d-y", "d/m/yy m/d/yy", "d/m/y h m/d/y h"];

    /// <summary>Both readings fit every value: nothing in the file tells day from month.</summary>
    public static bool AreTwins(string first, string second) => Twins.Contains($"{first} {second}");

    private static ColumnReading Date(string code, string format, string pattern, string? words) => new(
        code, DataType.Date, "DATE", $"regexp_full_match({{x}}, '{pattern}') AND try_strptime({{x}}, '{format}') IS NOT NULL",
        $"strptime({{x}}, '{format}')::DATE", words is null ? null : $"dates with {words}");

    private static ColumnReading Moment(string code, string day, string words) => new(
        code, DataType.Timestamp, "TIMESTAMP",
        $"regexp_matches({{x}}, '^\\d{{1,2}}[/.]\\d{{1,2}}[/.]\\d{{4}} \\d{{1,2}}:\\d{{2}}') AND try_strptime({{x}}, ['{day} %H:%M:%S', '{day} %H:%M']) IS NOT NULL",
        $"strptime({{x}}, ['{day} %H:%M:%S', '{day} %H:%M'])", $"times with {words}");

    /// <summary>00123 is a code and no number.</summary>
    private static ColumnReading Number(string code, string pattern, string plain, string native, DataType type, string? words) => new(
        code, type, native, $"regexp_full_match({{x}}, '{pattern}') AND NOT regexp_matches({{x}}, '^[-+]?0\\d')", $"CAST({plain} AS {native})", words is null ? null : $"numbers {words}");

    private static ColumnReading Money(string code, string pattern, string plain, string words) => new(
        code, DataType.Number, "DOUBLE", $"regexp_matches({{x}}, '[€$£¥]') AND regexp_full_match({Currency}, '{pattern}')", $"CAST({plain} AS DOUBLE)", words);
}
