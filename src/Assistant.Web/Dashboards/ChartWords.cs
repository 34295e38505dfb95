using Assistant.Skills.Conversation;
using Assistant.Web.Resources;
using Microsoft.Extensions.Localization;

namespace Assistant.Web.Dashboards;

/// <summary>What the kinds of charts are called, and their icons.</summary>
public static class ChartWords
{
    public static string Word(IStringLocalizer<Words> say, ChartType type) => type switch
    {
        ChartType.Bar => say["Bars"],
        ChartType.Line => say["Line"],
        ChartType.Area => say["Area"],
        ChartType.Scatter => say["Points"],
        ChartType.Pie => say["Pie"],
        ChartType.Histogram => say["Histogram"],
        ChartType.HeatMap => say["Heat map"],
        ChartType.Box => say["Boxes"],
        ChartType.Kpi => say["Number"],
        _ => say["Table"],
    };

    public static string Glyph(ChartType type) => type switch
    {
        ChartType.Line => "chart-line",
        ChartType.Area => "chart-area",
        ChartType.Scatter => "chart-scatter",
        ChartType.Pie => "pie-chart",
        ChartType.HeatMap => "grid-3x3",
        ChartType.Kpi => "hash",
        ChartType.Table => "table-2",
        _ => "chart-column",
    };
}
