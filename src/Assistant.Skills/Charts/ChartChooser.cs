using Assistant.Skills.Conversation;

namespace Assistant.Skills.Charts;

/// <summary>Chooses the chart by the result's shape and by what the question asked for; the question wins where the shape allows it.</summary>
public static class ChartChooser
{
    private const int MostSlices = 12;
    private const int MostBars = 60;
    private const int MostUpright = 12;

    /// <param name="wanted">The kind of chart named in the question, e.g. "pie", "stacked"; null when none was.</param>
    public static ChartChoice Choose(ResultShape shape, string? wanted = null)
    {
        var measures = shape.Columns.Where(c => c.Role == ColumnRole.Measure).ToList();
        var times = shape.Columns.Where(c => c.Role == ColumnRole.Time).ToList();
        var categories = shape.Columns.Where(c => c.Role == ColumnRole.Category).ToList();
        var choice = ByShape(shape, measures, times, categories);
        return Wanted(wanted, choice, shape, measures, times, categories) ?? choice;
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

    private static ChartChoice? Wanted(
        string? wanted, ChartChoice choice, ResultShape shape, List<ShapeColumn> measures, List<ShapeColumn> times, List<ShapeColumn> categories)
    {
        if (wanted is not (null or "any" or "table") && measures.Count == 0 && shape.Rows > 0 && shape.Columns.Count > 0)
            measures = [shape.Columns[^1]];   // asked for all the same: the last column is drawn as far as it holds numbers
        if (wanted is null or "any" || measures.Count == 0 || shape.Rows == 0)
            return wanted == "table" ? Table(measures) : null;
        var x = times.Concat(categories).FirstOrDefault()?.Name ?? measures[0].Name;
        var values = (IReadOnlyList<string>)(x == measures[0].Name && measures.Count > 1 ? [measures[1].Name] : choice.Values.Count > 0 ? choice.Values : [measures[0].Name]);
        var second = categories.Select(c => c.Name).FirstOrDefault(c => c != x);
        return wanted switch
        {
            "bar" => choice with { Type = ChartType.Bar, X = x, Values = values, Series = null, Stacked = false, Alternatives = With(choice, ChartType.Bar) },
            "stacked" => choice with { Type = ChartType.Bar, X = x, Values = values, Series = second, Stacked = true, Alternatives = With(choice, ChartType.Bar) },
            "pie" => choice with { Type = ChartType.Pie, X = x, Values = [values[0]], Series = null, Alternatives = With(choice, ChartType.Pie) },
            "line" => choice with { Type = ChartType.Line, X = x, Values = values, Series = second, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Line) },
            "area" => choice with { Type = ChartType.Area, X = x, Values = values, Horizontal = false, Alternatives = With(choice, ChartType.Area) },
            "scatter" when measures.Count >= 2 => choice with { Type = ChartType.Scatter, X = measures[0].Name, Values = [measures[1].Name], Series = SeriesOf(shape, categories), Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Scatter) },
            "scatter" => choice with { Type = ChartType.Scatter, X = x, Values = [measures[0].Name], Series = shape.Columns.Count > 2 ? second : null, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Scatter) },
            // people call bars of categories a histogram, too
            "histogram" when x != measures[0].Name => choice with { Type = ChartType.Bar, X = x, Values = values, Series = null, Stacked = false, Alternatives = With(choice, ChartType.Bar) },
            "share" when categories.Count == 1 && shape.Rows is > 1 and <= MostSlices && !measures[0].HasNegatives => choice with { Type = ChartType.Pie, X = x, Values = [measures[0].Name], Series = null, Horizontal = false, Alternatives = With(choice, ChartType.Pie) },
            "histogram" => choice with { Type = ChartType.Histogram, X = measures[0].Name, Values = [measures[0].Name], Series = null, Alternatives = With(choice, ChartType.Histogram) },
            "heatmap" when second is not null => choice with { Type = ChartType.HeatMap, X = x, Values = [measures[0].Name], Series = second, Alternatives = With(choice, ChartType.HeatMap) },
            "box" => choice with { Type = ChartType.Box, X = x, Values = [measures[0].Name], Series = null, Alternatives = With(choice, ChartType.Box) },
            "table" => Table(measures),
            _ => null,
        };
    }

    /// <summary>Points are told apart by a category where several share it.</summary>
    private static string? SeriesOf(ResultShape shape, List<ShapeColumn> categories) =>
        categories.FirstOrDefault(c => c.Distinct <= MostSlices && c.Distinct < shape.Rows)?.Name;

    private static IReadOnlyList<ChartType> With(ChartChoice choice, ChartType type) => choice.Alternatives.Contains(type) ? choice.Alternatives : [type, .. choice.Alternatives];
}
