using System.Globalization;
using System.Text;
using Assistant.Skills.Sources.DuckDb;

namespace Assistant.Skills.Sources.Files;

/// <summary>Decides from the whole column what its texts are: the reading that fits every value, or text.</summary>
internal sealed class ColumnTyping(DuckDbConnection database, List<string> assumptions)
{
    private const int Sample = 2000, MostDecimals = 8, MostDigits = 18;

    /// <param name="bound">Rows looked at; null for all.</param>
    public (string Select, IReadOnlyList<FileColumn> Columns, long Rows) Decide(string table, string relation, IReadOnlyList<string> names, long? bound)
    {
        // First every reading on some rows, then on all rows those that are left: a scan of a large file stays cheap.
        var some = Fitting(relation, names.Count, [.. names.Select(_ => ColumnReading.All)], Sample, out _);
        var all = Fitting(relation, names.Count, some, bound, out var rows);
        var (select, columns) = (new StringBuilder(), new List<FileColumn>());
        for (var i = 0; i < names.Count; i++)
        {
            var reading = all[i].Count > 0 ? all[i][0] : ColumnReading.Text;
            if (all[i].Count > 1 && ColumnReading.AreTwins(reading.Code, all[i][1].Code))
                assumptions.Add($"{table}.{names[i]}: read as {reading.Words}; no value in the file tells day from month. Check one date that you know.");
            else if (reading.Words is { } words)
                assumptions.Add($"{table}.{names[i]}: read as {words}.");
            var (value, native) = Typed(relation, i, reading, exact: bound is null);
            select.Append(i == 0 ? "" : ", ").Append(value).Append(" AS ").Append(DuckDbText.Name(names[i]));
            columns.Add(new(names[i], native, reading.Type));
        }
        return (select.ToString(), columns, rows);
    }

    private List<ColumnReading>[] Fitting(string relation, int width, IReadOnlyList<ColumnReading>[] readings, long? bound, out long rows)
    {
        var items = new List<string> { "count(*)" };
        for (var i = 0; i < width; i++)
        {
            items.Add($"count({Trimmed(i)})");
            items.AddRange(readings[i].Select(r => $"count(*) FILTER (WHERE {Trimmed(i)} IS NOT NULL AND NOT coalesce({r.Fits.Replace("{x}", Trimmed(i), StringComparison.Ordinal)}, false))"));
        }
        var from = bound is { } most ? $"(SELECT * FROM {relation} LIMIT {most})" : relation;
        var figures = database.Rows($"SELECT {string.Join(", ", items)} FROM {from}")[0];
        rows = (long)figures[0]!;
        var fitting = new List<ColumnReading>[width];
        for (int i = 0, at = 1; i < width; i++)
        {
            var present = (long)figures[at++]!;
            fitting[i] = [.. readings[i].Where(_ => (long)figures[at++]! == 0)];
            // In a sample an empty column may still be anything; in the whole file it is text.
            if (present == 0)
                fitting[i] = bound is Sample && rows == Sample ? [.. readings[i]] : [];
        }
        return fitting;
    }

    /// <summary>Numbers with few decimals become exact ones, so that sums of money are right to the cent.</summary>
    private (string Value, string NativeType) Typed(string relation, int column, ColumnReading reading, bool exact)
    {
        var x = Trimmed(column);
        if (reading == ColumnReading.Text)
            return ($"nullif(c{column}, '')", "VARCHAR");
        var value = reading.Value.Replace("{x}", x, StringComparison.Ordinal);
        // Casts are generous: 1.5 as a whole number is 2. A value below the rows looked at must fit as those above do, or it is an error.
        if (!exact)
            return ($"CASE WHEN {x} IS NULL THEN NULL WHEN {reading.Fits.Replace("{x}", x, StringComparison.Ordinal)} THEN {value} ELSE error('a value does not fit its column') END", reading.NativeType);
        if (reading.NativeType != "DOUBLE")
            return (value, reading.NativeType);
        var text = value["CAST(".Length..value.LastIndexOf(" AS DOUBLE", StringComparison.Ordinal)];
        var figures = database.Rows($"SELECT max(length(split_part(t, '.', 2))), max(length(ltrim(split_part(t, '.', 1), '+-0'))), count(*) FILTER (WHERE t ILIKE '%e%') FROM (SELECT {text} AS t FROM {relation})")[0];
        return figures is [long decimals, long digits, 0L] && decimals <= MostDecimals && decimals + digits <= MostDigits
            ? ($"CAST({text} AS DECIMAL(18, {decimals.ToString(CultureInfo.InvariantCulture)}))", $"DECIMAL(18,{decimals})") : (value, "DOUBLE");
    }

    private static string Trimmed(int column) => $"(CASE WHEN trim(c{column}) IN ({ColumnReading.MissingWords}) THEN NULL ELSE trim(c{column}) END)";
}
