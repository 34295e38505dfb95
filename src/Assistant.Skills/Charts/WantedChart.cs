using Assistant.Skills.Conversation;

namespace Assistant.Skills.Charts;

/// <summary>The chart that a question asks for by name, as far as the result can be drawn so.</summary>
internal static class WantedChart
{
    private const int MostSeries = 20;
    private const int MostUpright = 12;

    /// <summary>Null where no kind is named, or the result has nothing for it.</summary>
    public static ChartChoice? Of(string? wanted, ResultShape shape, ChartChoice choice)
    {
        if (wanted is null or "any" || shape.Rows == 0 || shape.Columns.Count == 0)
            return null;
        var drawn = new Drawn(shape);
        return wanted switch
        {
            "table" => new(ChartType.Table, null, [.. drawn.Values], null, [ChartType.Table]),
            "scatter" => drawn.Points() is var (x, y, series) ? choice with { Type = ChartType.Scatter, X = x, Values = [y], Series = series, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Scatter) } : null,
            "bar" => Bars(drawn, choice, ChartType.Bar),
            "stacked" => Bars(drawn, choice, ChartType.Bar) with { Stacked = true, Series = drawn.Second?.Name },
            // people call bars of categories a histogram, too
            "histogram" when drawn.HasAxis => Bars(drawn, choice, ChartType.Bar),
            "histogram" => choice with { Type = ChartType.Histogram, X = drawn.Value.Name, Values = [drawn.Value.Name], Series = null, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Histogram) },
            "pie" => Pie(drawn, choice),
            "share" when drawn.HasAxis && shape.Columns.Count(c => c.Role is ColumnRole.Category) == 1 && shape.Rows is > 1 and <= ChartChooser.MostSlices && !drawn.Value.HasNegatives => Pie(drawn, choice),
            "line" => choice with { Type = ChartType.Line, X = drawn.X.Name, Values = drawn.Values, Series = drawn.Repeats ? drawn.Second?.Name : null, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Line) },
            "area" => choice with { Type = ChartType.Area, X = drawn.X.Name, Values = drawn.Values, Series = null, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Area) },
            "heatmap" when drawn.Second is { } up => choice with { Type = ChartType.HeatMap, X = drawn.X.Name, Values = [drawn.Value.Name], Series = up.Name, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.HeatMap) },
            "box" => choice with { Type = ChartType.Box, X = drawn.HasAxis ? drawn.X.Name : null, Values = [drawn.Value.Name], Series = null, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Box) },
            _ => null,
        };
    }

    private static ChartChoice Pie(Drawn drawn, ChartChoice choice) =>
        choice with { Type = ChartType.Pie, X = drawn.X.Name, Values = [drawn.Value.Name], Series = null, Stacked = false, Horizontal = false, Alternatives = With(choice, ChartType.Pie) };

    /// <summary>One bar for each name; where names come again with another kind, a bar is split by the kinds.</summary>
    private static ChartChoice Bars(Drawn drawn, ChartChoice choice, ChartType type)
    {
        var split = drawn.Repeats && drawn.Second is { Distinct: <= MostSeries } second ? second.Name : null;
        return choice with
        {
            Type = type,
            X = drawn.X.Name,
            Values = split is null ? drawn.Values : [drawn.Value.Name],
            Series = split,
            Stacked = split is not null,
            Horizontal = drawn.X.Role is not ColumnRole.Time && drawn.X.Distinct > MostUpright,
            Alternatives = With(choice, type),
        };
    }

    private static IReadOnlyList<ChartType> With(ChartChoice choice, ChartType type) => choice.Alternatives.Contains(type) ? choice.Alternatives : [type, .. choice.Alternatives];

    /// <summary>Which columns are drawn as what.</summary>
    private sealed class Drawn
    {
        private readonly ResultShape _shape;

        public Drawn(ResultShape shape)
        {
            _shape = shape;
            var measures = shape.Columns.Where(c => c.Role == ColumnRole.Measure).ToList();
            // asked for all the same: numbers that only name things are drawn as they are, and at last the last column as far as it holds numbers
            Value = measures.FirstOrDefault() ?? shape.Columns.LastOrDefault(c => c.IsNumeric && c.Role is ColumnRole.Category && shape.Columns[0] != c) ?? shape.Columns[^1];
            X = shape.Columns.FirstOrDefault(c => c.Role == ColumnRole.Time && c != Value) ?? shape.Columns.FirstOrDefault(c => c.Role == ColumnRole.Category && c != Value && !c.IsNumeric)
                ?? shape.Columns.FirstOrDefault(c => c.Role == ColumnRole.Category && c != Value) ?? shape.Columns.FirstOrDefault(c => c != Value) ?? Value;
            if (X.Role is ColumnRole.Measure)
                (X, Value) = (shape.Columns[0], shape.Columns[Math.Min(1, shape.Columns.Count - 1)]);
            Values = [.. measures.Where(m => m != X).Take(4).Select(m => m.Name).DefaultIfEmpty(Value.Name)];
            Second = shape.Columns.FirstOrDefault(c => c.Role == ColumnRole.Category && c != X && c != Value);
        }

        public ShapeColumn X { get; }

        public ShapeColumn Value { get; }

        public IReadOnlyList<string> Values { get; }

        /// <summary>What tells apart rows of the same x.</summary>
        public ShapeColumn? Second { get; }

        /// <summary>Whether something lies along the axis besides amounts.</summary>
        public bool HasAxis => X != Value && X.Role is not ColumnRole.Measure;

        public bool Repeats => X.Distinct < _shape.Rows;

        /// <summary>What lies on both axes, and what tells points apart where several share it.</summary>
        public (string X, string Y, string? Series)? Points()
        {
            var numbers = _shape.Columns.Where(c => c.Role == ColumnRole.Measure).ToList();
            if (numbers.Count < 2)
                numbers = [.. _shape.Columns.Where(c => c.Role != ColumnRole.Time && c.IsNumeric)];
            if (numbers.Count >= 2)
                return (numbers[0].Name, numbers[1].Name, Kinds(numbers[0], numbers[1]));
            return X == Value ? null : (X.Name, Value.Name, _shape.Columns.Count > 2 ? Kinds(X, Value) : null);
        }

        private string? Kinds(ShapeColumn x, ShapeColumn y) =>
            _shape.Columns.FirstOrDefault(c => c.Role is ColumnRole.Category && !c.IsNumeric && c != x && c != y && c.Distinct <= ChartChooser.MostSlices)?.Name;
    }
}
