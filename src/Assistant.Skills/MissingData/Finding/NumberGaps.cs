using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.MissingData.Finding;

/// <summary>Gaps in running numbers: whole-number keys, and texts of one beginning and as many digits ("WO-713334").</summary>
internal sealed class NumberGaps(GapReader reader)
{
    private const int MostGaps = 2_000, GapsShown = 20, FewestNumbers = 50;
    private const double LeastDense = 0.95;

    public async Task<IReadOnlyList<Gap>> FindAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var found = new List<Gap>();
        foreach (var column in table.Columns.Where(c => IsRunning(table, c)))
            if (await FindAsync(table, column, cancellationToken) is { } gap)
                found.Add(gap);
        // The same rows are missing by key and by number: people know the number.
        var texts = found.Where(g => table.Find(g.Body.Column)!.Type is DataType.Text).ToList();
        return
        [
            .. found.Where(g => texts.Contains(g) || !texts.Exists(t => Same(t, g)))
                .Select(g => texts.Contains(g) && found.Find(o => o != g && Same(o, g)) is { } other ? g with { Body = (GapBody.Numbers)g.Body with { Same = other.Body.Column } } : g),
        ];
    }

    private static bool Same(Gap one, Gap other) => one.Missing == other.Missing && ((GapBody.Numbers)one.Body).Count == ((GapBody.Numbers)other.Body).Count;

    private bool IsRunning(CatalogTable table, CatalogColumn column)
    {
        if (!reader.Sees(table.Name, column.Name) || column.Sensitivity is not Sensitivity.None || column.Statistics is not { } known || known.Rows - known.Nulls < FewestNumbers)
            return false;
        var alone = table.PrimaryKey is [var key] && string.Equals(key, column.Name, StringComparison.OrdinalIgnoreCase) || known.Distinct >= 0.97 * (known.Rows - known.Nulls);
        return alone && (column.Type is DataType.Integer || column.Type is DataType.Text && Prefix(known) is not null);
    }

    /// <summary>What all values begin with, where as many digits follow in all of them.</summary>
    private static (string Prefix, int Digits)? Prefix(ColumnStatistics known)
    {
        if (known is not { Min: { } least, Max: { } most } || least.Length != most.Length || least.Length > 30)
            return null;
        var digits = least.Reverse().Zip(most.Reverse()).TakeWhile(c => char.IsAsciiDigit(c.First) && char.IsAsciiDigit(c.Second)).Count();
        var prefix = least[..^digits];
        return digits is >= 3 and <= 12 && prefix.Length > 0 && prefix == most[..^digits] && !prefix.Any(char.IsAsciiDigit) ? (prefix, digits) : null;
    }

    private async Task<Gap?> FindAsync(CatalogTable table, CatalogColumn column, CancellationToken cancellationToken)
    {
        var name = Quoted.Name(column.Name);
        var written = column.Type is DataType.Text ? Prefix(column.Statistics!) : null;
        var (value, where) = written is not var (prefix, digits) ? (name, $"{name} IS NOT NULL")
            : ($"CAST(substr({name}, {prefix.Length + 1}) AS BIGINT)", $"length({name}) = {prefix.Length + digits} AND substr({name}, 1, {prefix.Length}) = {Quoted.Text(prefix)} AND {Digits(name, prefix, digits)}");
        var numbers = $"SELECT DISTINCT {value} AS v FROM {Quoted.Name(table.Name)} WHERE {where}";
        var rows = await reader.RowsAsync(
            $"SELECT before, v, n FROM (SELECT v, lag(v) OVER (ORDER BY v) AS before, count(*) OVER () AS n FROM ({numbers}) AS d) AS s WHERE v - before > 1 ORDER BY before LIMIT {MostGaps}", cancellationToken);
        if (rows is not { Count: > 0 and < MostGaps })
            return null;
        var count = GapReader.Whole(rows[0][2]);
        // A jump wider than half of all numbers is another range, not a gap.
        var gaps = rows.Select(r => (After: GapReader.Whole(r[0]), Before: GapReader.Whole(r[1]))).Where(g => g.Before - g.After - 1 <= Math.Max(20, count / 2)).ToList();
        var missing = gaps.Sum(g => g.Before - g.After - 1);
        if (gaps.Count == 0 || gaps.Count > Math.Max(20, count / 500) || count < LeastDense * (count + missing))
            return null;
        string Text(long number) => written is var (start, length) ? start + number.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0') : number.ToString(CultureInfo.InvariantCulture);
        var shown = gaps.OrderByDescending(g => g.Before - g.After).Take(GapsShown).OrderBy(g => g.After).Select(g => new Stretch(Text(g.After + 1), Text(g.Before - 1), g.Before - g.After - 1));
        return new(table.Name, new GapBody.Numbers([.. shown], gaps.Count, null) { Column = column.Name }, missing, count + missing);
    }

    private string Digits(string name, string prefix, int digits) => reader.Dialect switch
    {
        SqlDialect.Sqlite => $"substr({name}, {prefix.Length + 1}) NOT GLOB '*[^0-9]*'",
        SqlDialect.DuckDb => $"regexp_full_match(substr({name}, {prefix.Length + 1}), '[0-9]{{{digits}}}')",
        _ => $"substr({name}, {prefix.Length + 1}) ~ '^[0-9]{{{digits}}}$'",
    };
}
