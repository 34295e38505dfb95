using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Charts;

/// <summary>
/// The ECharts option of a chart and its rows. It names no colours: they are the theme's. Texts of the data stand in it as plain strings,
/// never in a formatter or as markup.
/// </summary>
public static class EChartsOption
{
    private const int LabelledBars = 12;
    private const int PieSlices = 8;
    private const int LegendLines = 5;

    /// <param name="culture">For dates among the categories; the page writes the numbers by it.</param>
    /// <param name="theme">Name of a theme the renderer knows, for renderers without one of their own.</param>
    /// <returns>JSON; "{}" for what is no drawing, such as a table, and where the columns do not fit.</returns>
    public static string Build(ChartPart chart, ResultTable table, CultureInfo culture, string theme)
    {
        var data = new ChartData(table, culture);
        var option = chart.Type switch
        {
            ChartType.Bar or ChartType.Line or ChartType.Area => Cartesian(chart, data),
            ChartType.Scatter => Scatter(chart, data),
            ChartType.Pie => Pie(chart, data),
            ChartType.Histogram => Histogram(chart, data),
            ChartType.HeatMap => HeatMap(chart, data),
            ChartType.Box => Box(chart, data),
            _ => null,
        };
        if (option is null) return "{}";
        option["culture"] = culture.Name;
        option["decimals"] = data.Decimals(chart.Values);   // for the page: labels and tooltips are written as the table is
        option["themeName"] = theme;
        if (data.AreShares(chart.Values)) option["percent"] = true;
        option["aria"] = new JsonObject { ["enabled"] = false };   // the page tells the chart in words of its own
        return option.ToJsonString(JsonSerializerOptions.Web);
    }

    private static JsonObject? Cartesian(ChartPart chart, ChartData data)
    {
        if (data.Find(chart.X) is not { } x) return null;
        // Along a line, and where several series share the axis, periods follow each other, whatever the order of the rows.
        var categories = chart.Type is not ChartType.Bar || chart.Series is not null ? Periods.InOrder(data.Categories(x), filled: chart.Type is not ChartType.Bar) : data.Categories(x);
        var category = data.Category(x);
        var series = new JsonArray();
        foreach (var (name, rows, column) in Series(chart, data))
        {
            var first = new Dictionary<string, double?>();
            foreach (var row in rows) first.TryAdd(category(row), ChartData.Number(row[column]));
            var one = new JsonObject
            {
                ["type"] = chart.Type is ChartType.Bar ? "bar" : "line",
                ["name"] = name,
                ["data"] = new JsonArray([.. categories.Select(c => (JsonNode?)first.GetValueOrDefault(c))]),
            };
            if (chart.Type is not ChartType.Bar && StandsAlone(categories, first)) one["showSymbol"] = true;   // one point between gaps makes no line
            if (chart.Type is ChartType.Area) one["areaStyle"] = new JsonObject { ["opacity"] = 0.12 };
            if (chart.Stacked) one["stack"] = "all";
            series.Add(one);
        }
        if (series.Count == 1 && chart.Type is ChartType.Bar && categories.Count <= LabelledBars)
            series[0]!["label"] = new JsonObject { ["show"] = true, ["position"] = chart.Horizontal ? "right" : "top" };
        if (series.Count == 1 && chart.Type is not ChartType.Bar && categories.Count == 1)
            series[0]!["showSymbol"] = true;   // one point makes no line
        JsonObject names = new() { ["type"] = "category", ["data"] = Texts(categories) };
        if (chart.Type is not ChartType.Bar) names["boundaryGap"] = false;
        if (data.IsTime(x)) names["time"] = true;   // for the page: time never lies down
        if (chart.Horizontal) names["inverse"] = true;
        JsonObject amounts = new() { ["type"] = "value", ["splitNumber"] = 4 };
        if (data.AreYears(chart.Values))
            (amounts["plain"], amounts["scale"]) = (true, true);   // for the page: no thousands mark; and nobody counts years from 0
        return Framed(series, chart.Horizontal ? amounts : names, chart.Horizontal ? names : amounts, "axis");
    }

    private static bool StandsAlone(IReadOnlyList<string> categories, Dictionary<string, double?> values)
    {
        bool Has(int at) => at >= 0 && at < categories.Count && values.GetValueOrDefault(categories[at]) is not null;
        return Enumerable.Range(0, categories.Count).Any(at => Has(at) && !Has(at - 1) && !Has(at + 1));
    }

    private static JsonObject? Scatter(ChartPart chart, ChartData data)
    {
        if (data.Find(chart.X) is not { } x) return null;
        var series = new JsonArray([.. Series(chart, data).Select(s => new JsonObject
        {
            ["type"] = "scatter", ["name"] = s.Name, ["symbolSize"] = 8,
            ["data"] = new JsonArray([.. s.Rows.Select(row => (X: ChartData.Number(row[x]), Y: ChartData.Number(row[s.Column]))).Where(p => p is { X: not null, Y: not null }).Select(p => new JsonArray(p.X, p.Y))]),
        })]);
        JsonObject across = new() { ["type"] = "value", ["scale"] = true, ["name"] = chart.X, ["nameLocation"] = "middle", ["nameGap"] = 28 };
        JsonObject up = new() { ["type"] = "value", ["scale"] = true, ["name"] = chart.Values.Count == 1 ? chart.Values[0] : null, ["splitNumber"] = 4 };
        if (data.AreYears([chart.X!])) across["plain"] = true;
        if (data.AreYears(chart.Values)) up["plain"] = true;
        return Framed(series, across, up, "item");
    }

    private static JsonObject? Pie(ChartPart chart, ChartData data)
    {
        if (data.Find(chart.X) is not { } x || data.Find(First(chart)) is not { } value) return null;
        var category = data.Category(x);
        var slices = data.Rows.Select(row => (Name: category(row), Value: ChartData.Number(row[value]) ?? 0)).Where(s => s.Value > 0).OrderByDescending(s => s.Value).ToList();
        if (slices.Count > PieSlices)
            slices = [.. slices.Take(PieSlices - 1), ($"+{slices.Count - PieSlices + 1}", slices.Skip(PieSlices - 1).Sum(s => s.Value))];
        var pie = new JsonObject
        {
            ["type"] = "pie", ["radius"] = new JsonArray("46%", "74%"), ["center"] = new JsonArray("50%", "54%"), ["avoidLabelOverlap"] = true,
            ["data"] = new JsonArray([.. slices.Select(s => new JsonObject { ["name"] = s.Name, ["value"] = s.Value })]),
        };
        return new() { ["tooltip"] = new JsonObject { ["trigger"] = "item" }, ["series"] = new JsonArray(pie) };
    }

    private static JsonObject? Histogram(ChartPart chart, ChartData data)
    {
        if (data.Find(chart.X ?? First(chart)) is not { } column) return null;
        if (chart.X is not null && chart.Values.Count > 0 && chart.X != chart.Values[0])
            return Cartesian(chart with { Type = ChartType.Bar }, data);   // counted already
        var bins = Bins([.. data.Rows.Select(row => ChartData.Number(row[column])).OfType<double>()]);
        if (bins.Count == 0) return null;
        var series = new JsonObject { ["type"] = "bar", ["barCategoryGap"] = "4%", ["barMaxWidth"] = null, ["data"] = new JsonArray([.. bins.Select(b => (JsonNode)b.Count)]) };
        return Framed(new JsonArray(series), new() { ["type"] = "category", ["data"] = Texts([.. bins.Select(b => b.From.ToString("G4", CultureInfo.InvariantCulture))]) },
            new() { ["type"] = "value", ["splitNumber"] = 4 }, "axis");
    }

    private static JsonObject? HeatMap(ChartPart chart, ChartData data)
    {
        if (data.Find(chart.X) is not { } x || data.Find(chart.Series) is not { } y || data.Find(First(chart)) is not { } value) return null;
        var (across, up) = (data.Categories(x).ToList(), data.Categories(y).ToList());
        var (column, line) = (data.Category(x), data.Category(y));
        var cells = data.Rows.Select(row => (X: across.IndexOf(column(row)), Y: up.IndexOf(line(row)), Value: ChartData.Number(row[value]))).Where(c => c.Value is not null).ToList();
        if (cells.Count == 0) return null;
        var series = new JsonObject { ["type"] = "heatmap", ["data"] = new JsonArray([.. cells.Select(c => new JsonArray(c.X, c.Y, c.Value))]) };
        var option = Framed(new JsonArray(series), new() { ["type"] = "category", ["data"] = Texts(across) }, new() { ["type"] = "category", ["data"] = Texts(up) }, "item");
        option["visualMap"] = new JsonObject { ["min"] = cells.Min(c => c.Value), ["max"] = cells.Max(c => c.Value), ["calculable"] = true, ["orient"] = "horizontal", ["left"] = "center", ["bottom"] = 0 };
        option["grid"] = new JsonObject { ["bottom"] = 56 };
        return option;
    }

    // Whiskers end at the furthest value within 1.5 interquartile ranges (Tukey); quartiles by linear interpolation, R's type 7.
    private static JsonObject? Box(ChartPart chart, ChartData data)
    {
        if (data.Find(First(chart)) is not { } value) return null;
        var group = data.Find(chart.X) is { } x ? data.Category(x) : _ => "";
        var boxes = data.Rows.GroupBy(group).Select(g => (g.Key, Values: g.Select(row => ChartData.Number(row[value])).OfType<double>().Order().ToList())).Where(b => b.Values.Count > 0).ToList();
        if (boxes.Count == 0) return null;
        var series = new JsonObject { ["type"] = "boxplot", ["data"] = new JsonArray([.. boxes.Select(b => Five(b.Values))]) };
        return Framed(new JsonArray(series), new() { ["type"] = "category", ["data"] = Texts([.. boxes.Select(b => b.Key)]) }, new() { ["type"] = "value", ["scale"] = true, ["splitNumber"] = 4 }, "item");
    }

    private static JsonArray Five(List<double> sorted)
    {
        var (low, high) = (Quantile(sorted, 0.25), Quantile(sorted, 0.75));
        var reach = 1.5 * (high - low);
        return new(sorted.Find(v => v >= low - reach), low, Quantile(sorted, 0.5), high, sorted.FindLast(v => v <= high + reach));
    }

    private static double Quantile(List<double> sorted, double share)
    {
        var place = (sorted.Count - 1) * share;
        var below = (int)place;
        return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Count - 1)] - sorted[below]);
    }

    /// <summary>Equal bins on round bounds, about as many as Sturges' rule asks for.</summary>
    private static List<(double From, int Count)> Bins(List<double> values)
    {
        if (values.Count == 0) return [];
        var (least, most) = (values.Min(), values.Max());
        if (most <= least) return [(least, values.Count)];
        var rough = (most - least) / Math.Ceiling(Math.Log2(values.Count) + 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var width = new[] { 1, 2, 2.5, 5, 10 }.Select(step => step * power).First(step => step >= rough * 0.999);
        var start = Math.Floor(least / width) * width;
        var bins = Enumerable.Range(0, (int)Math.Floor((most - start) / width) + 1).Select(i => (From: start + i * width, Count: 0)).ToList();
        foreach (var value in values)
        {
            var place = Math.Clamp((int)Math.Floor((value - start) / width), 0, bins.Count - 1);
            bins[place] = bins[place] with { Count = bins[place].Count + 1 };
        }
        return bins;
    }

    private static IEnumerable<(string Name, IReadOnlyList<object?[]> Rows, int Column)> Series(ChartPart chart, ChartData data)
    {
        var values = chart.Values.Where(v => data.Find(v) is not null).ToList();
        foreach (var name in values)
        {
            var column = data.Find(name)!.Value;
            if (data.Find(chart.Series) is not { } split)
                yield return (name, data.Rows, column);
            else
                foreach (var rows in data.Rows.GroupBy(data.Category(split)))
                    yield return (values.Count == 1 ? rows.Key : $"{rows.Key}, {name}", [.. rows], column);
        }
    }

    private static string? First(ChartPart chart) => chart.Values.Count > 0 ? chart.Values[0] : null;

    private static JsonObject Framed(JsonArray series, JsonObject x, JsonObject y, string trigger)
    {
        var option = new JsonObject { ["tooltip"] = new JsonObject { ["trigger"] = trigger, ["confine"] = true }, ["xAxis"] = x, ["yAxis"] = y, ["series"] = series };
        if (series.Count > 1) option["legend"] = new JsonObject { ["type"] = series.Count > LegendLines ? "scroll" : "plain" };
        else option["grid"] = new JsonObject { ["top"] = 24 };
        return option;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(t => (JsonNode?)t)]);
}
