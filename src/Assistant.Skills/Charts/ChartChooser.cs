using Assistant.Skills.Conversation;

namespace Assistant.Skills.Charts;

/// <summary>Chooses the chart by the result's shape and by what the question asked for; the question wins where the shape allows it.</summary>
public static class ChartChooser
{
    internal const int MostSlices = 12;
    private const int MostBars = 60;
    private const int MostUpright = 12;

    /// <param name="wanted">The kind of chart named in the question, e.g. "pie", "stacked"; null when none was.</param>
    public static ChartChoice Choose(ResultShape shape, string? wanted = null)
    {
        var measures = shape.Columns.Where(c => c.Role == ColumnRole.Measure).ToList();
        var times = shape.Columns.Where(c => c.Role == ColumnRole.Time).ToList();
        var categories = shape.Columns.Where(c => c.Role == ColumnRole.Category).ToList();
        var choice = ByShape(shape, measures, times, categories);
        return WantedChart.Of(wanted, shape, choice) ?? choice;
    }

    private static ChartChoice ByShape(ResultShape shape, List<ShapeColumn> measures, List<ShapeColumn> times, List<ShapeColumn> categories)
    {
        if (shape.Rows == 0 || measures.Count == 0)
            return new(ChartType.Table, null, [], null, [ChartType.Table]);
        if (shape.Rows == 1)
            return new(ChartType.Kpi, null, [.. measures.Select(m => m.Name)], null, [ChartType.Kpi, ChartType.Table]);
        if (times.Count >= 1)
        {
            var series = categories.Count == 1 && measures.Count == 1 && categories[0].Distinct <= 12 ? categories[0].Name : null;
            return new(ChartType.Line, times[0].Name, [.. measures.Take(4).Select(m => m.Name)], series, [ChartType.Line, ChartType.Area, ChartType.Bar, ChartType.Table]);
        }
        if (categories.Count == 0)
        {
            return measures.Count >= 2
                ? new(ChartType.Scatter, measures[0].Name, [measures[1].Name], null, [ChartType.Scatter, ChartType.Bar, ChartType.Table])
                : new(ChartType.Histogram, measures[0].Name, [measures[0].Name], null, [ChartType.Histogram, ChartType.Box, ChartType.Table]);
        }
        if (categories.Count >= 2 && measures.Count == 1 && shape.Rows <= 400)
        {
            var (x, series) = categories[0].Distinct >= categories[1].Distinct ? (categories[0], categories[1]) : (categories[1], categories[0]);
            return series.Distinct <= 8
                ? new(ChartType.Bar, x.Name, [measures[0].Name], series.Name, [ChartType.Bar, ChartType.HeatMap, ChartType.Table], Stacked: true)
                : series.Distinct <= 40
                    ? new(ChartType.HeatMap, x.Name, [measures[0].Name], series.Name, [ChartType.HeatMap, ChartType.Bar, ChartType.Table])
                    : Table(measures);
        }
        if (categories[0].Distinct < shape.Rows && measures.Count >= 2)
            return new(ChartType.Scatter, measures[0].Name, [measures[1].Name], categories[0].Name, [ChartType.Scatter, ChartType.Table]);
        if (shape.Rows > MostBars)
            return Table(measures) with { X = categories[0].Name, Alternatives = [ChartType.Table, ChartType.Bar] };
        var pie = shape.Rows <= MostSlices && measures.Count == 1 && !measures[0].HasNegatives;
        return new(ChartType.Bar, categories[0].Name, [.. measures.Take(4).Select(m => m.Name)], null,
            pie ? [ChartType.Bar, ChartType.Pie, ChartType.Line, ChartType.Table] : [ChartType.Bar, ChartType.Line, ChartType.Table], Horizontal: shape.Rows > MostUpright);
    }

    private static ChartChoice Table(List<ShapeColumn> measures) => new(ChartType.Table, null, [.. measures.Select(m => m.Name)], null, [ChartType.Table]);

}
