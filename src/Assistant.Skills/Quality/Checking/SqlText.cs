using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Quality.Checking;

/// <summary>Pieces of SQL that rules are made of. PostgreSQL, SQLite and DuckDB all quote names the standard's way.</summary>
internal static class SqlText
{
    /// <summary>What a text is told apart from nearly the same one without.</summary>
    private static readonly string[] Signs = [" ", "-", ".", ",", "'", "/", "_", "&", "(", ")"];

    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Name(TableName table) => table.Schema is null ? Name(table.Name) : $"{Name(table.Schema)}.{Name(table.Name)}";

    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string TextList(IEnumerable<string> values) => string.Join(", ", values.Select(Text));

    /// <summary>The column as text.</summary>
    public static string AsText(CatalogColumn column) => column.Type is DataType.Text ? Name(column.Name) : $"CAST({Name(column.Name)} AS VARCHAR)";

    /// <summary>Values of the column, written as constants of its type.</summary>
    public static string Constants(CatalogColumn column, IEnumerable<string> values) => column.Type switch
    {
        DataType.Integer or DataType.Number => string.Join(", ", values.Where(v => ValueText.Number(v) is not null)),
        _ => TextList(values),
    };

    /// <summary>True where the column is null, blank, or only says that there is nothing.</summary>
    public static string Missing(CatalogColumn column, IEnumerable<string> disguised)
    {
        var name = Name(column.Name);
        var test = column.Type is DataType.Text ? $"({name} IS NULL OR lower(trim({name})) IN ({TextList(ValueText.Nothing)})" : $"({name} IS NULL";
        var constants = column.Type is DataType.Boolean ? "" : Constants(column, disguised);
        return constants.Length > 0 ? $"{test} OR {name} IN ({constants}))" : $"{test})";
    }

    /// <summary>The text in small letters, without blanks and signs; in the same way in every engine.</summary>
    public static string Plain(CatalogColumn column) =>
        Signs.Aggregate($"lower({AsText(column)})", (sql, sign) => $"replace({sql}, {Text(sign)}, '')");

    /// <summary>The column as a number; null for text that is none.</summary>
    public static string Number(CatalogColumn column, SqlDialect dialect)
    {
        var name = Name(column.Name);
        if (column.Type is not DataType.Text)
            return name;
        return dialect switch
        {
            SqlDialect.DuckDb => $"TRY_CAST({name} AS DOUBLE)",
            SqlDialect.Sqlite => $"CASE WHEN {IsNumber(column, dialect)} THEN CAST({name} AS REAL) END",
            _ => $"CASE WHEN {IsNumber(column, dialect)} THEN CAST({name} AS DOUBLE PRECISION) END",
        };
    }

    /// <summary>True where the text is a number written plainly.</summary>
    public static string IsNumber(CatalogColumn column, SqlDialect dialect)
    {
        var name = Name(column.Name);
        const string pattern = @"[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9]{1,3})?";
        return dialect is SqlDialect.Sqlite
            ? $"({name} GLOB '*[0-9]*' AND {name} NOT GLOB '*[^0-9.+-]*' AND substr({name}, 2) NOT GLOB '*[+-]*' AND {name} NOT GLOB '*.*.*')"
            : Matches(column, pattern, dialect);
    }

    /// <summary>True where the whole text matches; only for engines with regular expressions.</summary>
    public static string Matches(CatalogColumn column, string pattern, SqlDialect dialect) => dialect is SqlDialect.DuckDb
        ? $"regexp_full_match({AsText(column)}, {Text(pattern)})" : $"{AsText(column)} ~ {Text($"^({pattern})$")}";

    /// <summary>A date as it can be compared with others: text yyyy-MM-dd where a time may follow; null for text that is no ISO date.</summary>
    public static string Day(CatalogColumn column, SqlDialect dialect)
    {
        if (column.Type is not DataType.Text)
            return $"CAST({Name(column.Name)} AS VARCHAR)";
        var name = Name(column.Name);
        if (column.DateFormat() is { } format)
            return DayOf(name, format, dialect is SqlDialect.Sqlite
                ? $"{name} GLOB '{format.Replace("D", "[0-9]", StringComparison.Ordinal).Replace("M", "[0-9]", StringComparison.Ordinal).Replace("Y", "[0-9]", StringComparison.Ordinal)}*'"
                : Matches(column, $"{format.Replace("D", "[0-9]", StringComparison.Ordinal).Replace("M", "[0-9]", StringComparison.Ordinal).Replace("Y", "[0-9]", StringComparison.Ordinal).Replace(".", "[.]", StringComparison.Ordinal)}([T ].*)?", dialect));
        return dialect is SqlDialect.Sqlite
            ? $"CASE WHEN {name} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' THEN {name} END"
            : $"CASE WHEN {Matches(column, "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?", dialect)} THEN {name} END";
    }

    /// <summary>Text in another order of day, month and year as yyyy-MM-dd; null where it is no day of the calendar.</summary>
    private static string DayOf(string name, string format, string shaped)
    {
        string Part(char letter) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"substr({name}, {format.IndexOf(letter) + 1}, {format.Count(c => c == letter)})");
        var (year, month, day) = (Part('Y'), Part('M'), Part('D'));
        return $"""
            CASE WHEN {shaped} AND {month} BETWEEN '01' AND '12' AND ({day} BETWEEN '01' AND '28' OR {day} IN ('29', '30') AND {month} <> '02' OR {day} = '31' AND {month} IN ('01', '03', '05', '07', '08', '10', '12')
             OR {day} = '29' AND CAST({year} AS INTEGER) % 4 = 0 AND (CAST({year} AS INTEGER) % 100 <> 0 OR CAST({year} AS INTEGER) % 400 = 0)) THEN {year} || '-' || {month} || '-' || {day} END
            """;
    }
}
