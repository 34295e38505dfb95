using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Charts;

/// <summary>What a chart is chosen from: the columns and, where there are rows, how they lie.</summary>
/// <param name="Rows">Rows of the result.</param>
public sealed record ResultShape(IReadOnlyList<ShapeColumn> Columns, int Rows)
{
    /// <param name="isTime">Whether a column holds periods or dates that its type doesn't tell, such as years or "1998-05".</param>
    /// <param name="isMeasure">Whether a column holds amounts, or null to tell by type.</param>
    public static ResultShape Of(ResultTable table, Func<int, bool>? isTime = null, Func<int, bool>? isMeasure = null) => new(
        [.. table.Columns.Select((c, i) => new ShapeColumn(
            c.Name,
            isTime?.Invoke(i) == true || c.Type is DataType.Date or DataType.Timestamp ? ColumnRole.Time
                : isMeasure?.Invoke(i) ?? table.Rows.Count > 0 && table.Rows.All(r => r[i] is null or long or int or decimal or double or float) && table.Rows.Any(r => r[i] is not null) ? ColumnRole.Measure : ColumnRole.Category,
            table.Rows.Select(r => r[i]).Distinct().Take(1000).Count(),
            table.Rows.Any(r => Number(r[i]) < 0))
        {
            IsNumeric = table.Rows.All(r => r[i] is null || Number(r[i]) is not null) && table.Rows.Any(r => r[i] is not null),
        })],
        table.Rows.Count);

    internal static double? Number(object? cell) => cell switch
    {
        long l => l,
        int n => n,
        decimal d => (double)d,
        double d => d,
        float f => f,
        _ => null,
    };
}

public enum ColumnRole { Category, Time, Measure }

public sealed record ShapeColumn(string Name, ColumnRole Role, int Distinct, bool HasNegatives = false)
{
    /// <summary>Whether its values are numbers, also those that only name things and are no amounts.</summary>
    public bool IsNumeric { get; init; } = Role is ColumnRole.Measure;
}

/// <summary>What a chart is made of: the fields of a <see cref="ChartPart"/> that the result decides.</summary>
public sealed record ChartChoice(
    ChartType Type, string? X, IReadOnlyList<string> Values, string? Series, IReadOnlyList<ChartType> Alternatives, bool Stacked = false, bool Horizontal = false);
