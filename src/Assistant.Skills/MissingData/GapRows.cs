using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>Queries for the rows that a gap is about; they go through the gate as any other, so masks and filters hold.</summary>
public static class GapRows
{
    private const int ColumnsShown = 8;

    /// <summary>
    /// Missing values: the rows. Numbers and days: the rows on both sides. Parents: the rows that name one that is not there. Silent: the last row of each thing
    /// that stopped. Null where the table or column is gone.
    /// </summary>
    public static string? Query(OpenedSource source, Gap gap, int most = 100)
    {
        if (source.Catalog.Find(gap.Table) is not { } table || table.Find(gap.Body.Column) is not { } column)
            return null;
        var (name, from) = (Quoted.Name(column.Name), Quoted.Name(table.Name));
        var shown = Columns(source, table, column, gap.Body is GapBody.Values { When.Column: var other } ? other : null);
        var columns = string.Join(", ", shown.Select(c => $"t.{Quoted.Name(c)}"));
        return gap.Body switch
        {
            GapBody.Values values => $"SELECT {columns} FROM {from} AS t WHERE {Condition(table, column, values)} LIMIT {most}",
            GapBody.Parents parents => $"SELECT {columns} FROM {from} AS t WHERE t.{name} IS NOT NULL AND t.{name} NOT IN (SELECT {Quoted.Name(parents.Key)} FROM {Quoted.Name(parents.To)} AS p WHERE {Quoted.Name(parents.Key)} IS NOT NULL) LIMIT {most}",
            GapBody.Children children => $"SELECT {columns} FROM {from} AS t WHERE t.{name} NOT IN (SELECT {Quoted.Name(children.Reference)} FROM {Quoted.Name(children.From)} AS c WHERE {Quoted.Name(children.Reference)} IS NOT NULL) LIMIT {most}",
            GapBody.Numbers numbers => $"SELECT before AS \"last before\", v AS \"first after\" FROM (SELECT {name} AS v, lag({name}) OVER (ORDER BY {name}) AS before FROM (SELECT DISTINCT {name} FROM {from}) AS d) AS s WHERE before IN ({Before(column, numbers)}) ORDER BY before LIMIT {most}",
            GapBody.Days => $"SELECT {DayText.Sql(column, source.Source.Dialect)} AS day, count(*) AS \"rows\" FROM {from} WHERE {name} IS NOT NULL GROUP BY {DayText.Sql(column, source.Source.Dialect)} ORDER BY {DayText.Sql(column, source.Source.Dialect)} LIMIT 10000",
            GapBody.Silent silent when table.Find(silent.Dates) is { } dates => Silent(source, table, column, dates, silent, most),
            _ => null,
        };
    }

    /// <summary>The rows in which the value is missing, as a condition over the table's columns.</summary>
    public static string Condition(CatalogTable table, CatalogColumn column, GapBody.Values values)
    {
        var missing = MissingTest.Of(column, values.Disguises);
        if (values.Optional || values.When is not { } when || table.Find(when.Column) is not { } other)
            return missing;
        var text = other.Type is DataType.Text ? Quoted.Name(other.Name) : $"CAST({Quoted.Name(other.Name)} AS VARCHAR)";
        return $"({missing} AND ({Quoted.Name(other.Name)} IS NULL{(when.Values is { Count: > 0 } expected ? $" OR {text} IN ({string.Join(", ", expected.Select(Quoted.Text))})" : "")}))";
    }

    private static string Silent(OpenedSource source, CatalogTable table, CatalogColumn thing, CatalogColumn dates, GapBody.Silent silent, int most)
    {
        var (name, day) = (Quoted.Name(thing.Name), DayText.Sql(dates, source.Source.Dialect));
        return $"SELECT {name}, max({day}) AS \"last report\", count(*) AS \"rows\" FROM {Quoted.Name(table.Name)} WHERE {name} IS NOT NULL GROUP BY {name} HAVING max({day}) <= {DayText.Constant(dates, silent.Last, source.Source.Dialect)} AND count(DISTINCT {day}) >= 10 ORDER BY {name} LIMIT {most}";
    }

    /// <summary>The numbers before each gap: from there the engine finds the next one.</summary>
    private static string Before(CatalogColumn column, GapBody.Numbers numbers) => string.Join(", ", numbers.Gaps.Select(g =>
    {
        var digits = g.From.Reverse().TakeWhile(char.IsAsciiDigit).Count();
        var before = g.From[..^digits] + (long.Parse(g.From[^digits..], System.Globalization.CultureInfo.InvariantCulture) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(column.Type is DataType.Text ? digits : 1, '0');
        return column.Type is DataType.Text ? Quoted.Text(before) : before;
    }));

    /// <summary>Key first, then the column at fault, what the condition is about, and some more to know the row by.</summary>
    private static List<string> Columns(OpenedSource source, CatalogTable table, CatalogColumn column, string? condition) =>
    [
        .. table.PrimaryKey.Append(column.Name).Concat(condition is null ? [] : [condition]).Concat(table.Columns.Select(c => c.Name))
            .Where(c => table.Find(c) is not null && source.Policy.Masks.GetValueOrDefault((table.Name, c), (ColumnMask)(-1)) is not ColumnMask.Hidden)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(ColumnsShown),
    ];
}
