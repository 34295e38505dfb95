using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Web.Parts;

/// <summary>The ECharts option of a chart and its rows. Colours come from the page.</summary>
public static class EChartsOption
{
    public static string Build(ChartPart part, ResultTable table, CultureInfo culture, string theme)
    {
        _ = theme;
        int Column(string? name) => name is null ? -1 : Enumerable.Range(0, table.Columns.Count).FirstOrDefault(i => table.Columns[i].Name == name, -1);
        var x = Column(part.X);
        var categories = x < 0 ? [] : table.Rows.Select(r => Text(r[x], culture)).Distinct().ToList();
        var series = new JsonArray();
        var split = Column(part.Series);
        foreach (var name in part.Values)
        {
            var value = Column(name);
            if (value < 0) continue;
            foreach (var group in split < 0 ? [table.Rows] : table.Rows.GroupBy(r => Text(r[split], culture)).Select(g => g.ToList()).Cast<IReadOnlyList<object?[]>>())
            {
                var data = new JsonArray();
                if (part.Type is ChartType.Pie)
                    foreach (var row in group) data.Add(new JsonObject { ["name"] = Text(row[Math.Max(x, 0)], culture), ["value"] = Number(row[value]) });
                else if (part.Type is ChartType.Scatter)
                    foreach (var row in group) data.Add(new JsonArray(Number(row[Math.Max(x, 0)]), Number(row[value])));
                else
                    foreach (var category in categories) data.Add(group.FirstOrDefault(r => Text(r[x], culture) == category) is { } row ? Number(row[value]) : null);
                var one = new JsonObject
                {
                    ["type"] = part.Type switch { ChartType.Line or ChartType.Area => "line", ChartType.Scatter => "scatter", ChartType.Pie => "pie", _ => "bar" },
                    ["name"] = split < 0 ? name : Text(group[0][split], culture),
                    ["data"] = data,
                };
                if (part.Type is ChartType.Area) one["areaStyle"] = new JsonObject { ["opacity"] = .12 };
                if (part.Stacked) one["stack"] = "all";
                if (part.Type is ChartType.Pie) one["radius"] = new JsonArray("45%", "72%");
                series.Add(one);
            }
        }
        var option = new JsonObject { ["tooltip"] = new JsonObject { ["trigger"] = part.Type is ChartType.Pie or ChartType.Scatter ? "item" : "axis" }, ["series"] = series };
        if (series.Count > 1 || part.Type is ChartType.Pie) option["legend"] = new JsonObject { ["type"] = series.Count > 5 ? "scroll" : "plain" };
        if (part.Type is not ChartType.Pie)
        {
            JsonObject category = part.Type is ChartType.Scatter ? new() { ["type"] = "value" } : new() { ["type"] = "category", ["data"] = new JsonArray([.. categories.Select(c => (JsonNode?)c)]) };
            JsonObject values = new() { ["type"] = "value", ["splitNumber"] = 4 };
            (option["xAxis"], option["yAxis"]) = part.Horizontal ? (values, category) : (category, (JsonNode)values);
            if (part.Horizontal) category["inverse"] = true;
        }
        return option.ToJsonString(JsonSerializerOptions.Web);
    }

    private static string Text(object? cell, CultureInfo culture) => cell switch
    {
        null => "—",
        DateOnly date => date.ToString("d MMM yyyy", culture),
        DateTime time => time.ToString("d MMM yyyy", culture),
        IFormattable value => value.ToString(null, culture),
        _ => cell.ToString()!,
    };

    private static JsonNode? Number(object? cell) => cell switch { long n => n, decimal n => n, double n => double.IsFinite(n) ? n : null, _ => null };
}
