using System.Globalization;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Profiling;

/// <summary>The figures of a column over all rows of its table.</summary>
internal sealed record WholeFigures(long Nulls, long Blanks, long Distinct, bool DistinctIsExact, string? Least, string? Greatest, double? Mean, TextLengths? Lengths)
{
    /// <summary>Aggregates per column.</summary>
    public const int Count = 9;

    /// <param name="sketched">Whether the engine counts different values by a sketch, in the same pass as all others.</param>
    public static IEnumerable<string> Items(CatalogColumn column, bool sketched)
    {
        var name = SqlText.Name(column.Name);
        var text = column.Type is DataType.Text;
        var ordered = column.Type is not DataType.Boolean && !column.NativeType.Equals("uuid", StringComparison.OrdinalIgnoreCase);
        return
        [
            "count(*)", $"count({name})", text ? $"count(CASE WHEN trim({name}) = '' THEN 1 END)" : "0", sketched ? $"approx_count_distinct({name})" : $"count(DISTINCT {name})",
            ordered ? $"min({name})" : "NULL", ordered ? $"max({name})" : "NULL",
            column.Type is DataType.Integer or DataType.Number ? $"avg({name})" : text ? $"avg(length({name}))" : "NULL", text ? $"min(length({name}))" : "NULL", text ? $"max(length({name}))" : "NULL",
        ];
    }

    public static WholeFigures Read(long rows, object?[] cells, bool exact)
    {
        var mean = Real(cells[6]);
        return new(rows - Whole(cells[1]), Whole(cells[2]), Whole(cells[3]), exact, Cut(CellText.Invariant(cells[4])), Cut(CellText.Invariant(cells[5])), cells[7] is null ? mean : null,
            cells[7] is null || mean is null ? null : new(Whole(cells[7]), Whole(cells[8]), mean.Value));
    }

    /// <summary>Of a table all of whose rows are at hand.</summary>
    public static WholeFigures Of(ColumnEvidence column)
    {
        var values = column.Counts;
        var blanks = values.Where(v => v.Value.AsSpan().Trim().IsEmpty).Sum(v => v.Count);
        var rows = values.Sum(v => v.Count);
        var text = column.Column.Type is DataType.Text && rows > 0;
        var numbers = column.Column.Type is DataType.Integer or DataType.Number ? values.Select(v => (Number: ValueText.Number(v.Value), v.Count)).Where(v => v.Number is not null).ToList() : [];
        var (least, greatest) = numbers.Count > 0
            ? (ValueText.NumberText(numbers.Min(n => n.Number!.Value)), ValueText.NumberText(numbers.Max(n => n.Number!.Value)))
            : (values.Select(v => v.Value).Min(StringComparer.Ordinal), values.Select(v => v.Value).Max(StringComparer.Ordinal));
        return new(column.Nulls, blanks, values.Count, true, Cut(least), Cut(greatest), numbers.Count > 0 ? numbers.Sum(n => n.Number!.Value * n.Count) / numbers.Sum(n => n.Count) : null,
            text ? new(values.Min(v => v.Value.Length), values.Max(v => v.Value.Length), values.Sum(v => (double)v.Value.Length * v.Count) / rows) : null);
    }

    public static long Whole(object? cell) => Convert.ToInt64(cell ?? 0L, CultureInfo.InvariantCulture);

    private static double? Real(object? cell) => cell is null ? null : Convert.ToDouble(cell, CultureInfo.InvariantCulture);

    private static string? Cut(string? text) => text is { Length: > 80 } ? text[..80] : text;
}
