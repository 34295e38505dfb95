using System.Globalization;
using System.Text.Json;
using Assistant.Skills.Charts;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Charts;

public class EChartsOptionTests
{
    private static readonly ResultTable Costs = Table(
        [("plant", DataType.Text), ("year", DataType.Integer), ("cost", DataType.Number)],
        [["Tarn", 2025L, 5.5m], ["Tarn", 2026L, 7m], ["Alder", 2026L, 3m]]);

    private static ResultTable Table((string Name, DataType Type)[] columns, object?[][] rows) =>
        new([.. columns.Select(c => new ResultColumn(c.Name, c.Type))], rows, Completeness.Complete, "", TimeSpan.Zero);

    private static JsonElement Build(ResultTable table, ChartType type, string? x, string[] values, string? series = null, bool horizontal = false) =>
        JsonDocument.Parse(EChartsOption.Build(new ChartPart(Guid.Empty, type, "", x, values, series, [type], "", Horizontal: horizontal), table, CultureInfo.GetCultureInfo("en-GB"), "light")).RootElement;

    private static string Data(JsonElement option, int series = 0) => option.GetProperty("series")[series].GetProperty("data").GetRawText();

    [Fact]
    public void A_series_has_a_number_or_a_gap_for_each_category()
    {
        var option = Build(Costs, ChartType.Bar, "plant", ["cost"], "year");
        Assert.Equal("""["Tarn","Alder"]""", option.GetProperty("xAxis").GetProperty("data").GetRawText());
        Assert.Equal("[5.5,null]", Data(option));
        Assert.Equal("[7,3]", Data(option, 1));
        Assert.Equal("2026", option.GetProperty("series")[1].GetProperty("name").GetString());
    }

    [Fact]
    public void Months_stand_in_their_order_and_are_written_as_months()
    {
        var table = Table([("month", DataType.Date), ("n", DataType.Integer)], [[new DateOnly(2026, 2, 1), 2L], [new DateOnly(2026, 1, 1), 1L]]);
        var option = Build(table, ChartType.Line, "month", ["n"]);
        Assert.Equal("""["Jan 2026","Feb 2026"]""", option.GetProperty("xAxis").GetProperty("data").GetRawText());
        Assert.Equal("[1,2]", Data(option));
    }

    [Fact]
    public void An_axis_of_years_has_no_thousands_mark_and_does_not_begin_at_nought()
    {
        var table = Table([("plant", DataType.Text), ("year_built", DataType.Integer)], [["Tarn", 1998L], ["Alder", 2004L]]);
        var axis = Build(table, ChartType.Bar, "plant", ["year_built"]).GetProperty("yAxis");
        Assert.True(axis.GetProperty("plain").GetBoolean());
        Assert.True(axis.GetProperty("scale").GetBoolean());
        Assert.True(Build(Costs, ChartType.Scatter, "year", ["cost"]).GetProperty("xAxis").GetProperty("plain").GetBoolean());
        Assert.False(Build(Costs, ChartType.Bar, "plant", ["cost"]).GetProperty("yAxis").TryGetProperty("plain", out _));
    }

    [Fact]
    public void Bars_that_lie_have_their_names_on_the_other_axis_the_first_on_top()
    {
        var option = Build(Costs, ChartType.Bar, "plant", ["cost"], horizontal: true);
        Assert.Equal("category", option.GetProperty("yAxis").GetProperty("type").GetString());
        Assert.True(option.GetProperty("yAxis").GetProperty("inverse").GetBoolean());
    }

    [Fact]
    public void A_pie_of_many_gathers_the_small_ones()
    {
        var table = Table([("k", DataType.Text), ("n", DataType.Integer)], [.. Enumerable.Range(1, 20).Select(i => new object?[] { $"k{i}", (long)i })]);
        var slices = Build(table, ChartType.Pie, "k", ["n"]).GetProperty("series")[0].GetProperty("data");
        Assert.Equal(8, slices.GetArrayLength());
        Assert.Equal(210, slices.EnumerateArray().Sum(s => s.GetProperty("value").GetDouble()));
    }

    [Fact]
    public void A_histogram_counts_every_value_once_in_bins_of_round_width()
    {
        var table = Table([("v", DataType.Number)], [.. Enumerable.Range(0, 100).Select(i => new object?[] { i * 0.37 })]);
        var option = Build(table, ChartType.Histogram, null, ["v"]);
        Assert.Equal(100, option.GetProperty("series")[0].GetProperty("data").EnumerateArray().Sum(n => n.GetInt32()));
        Assert.Equal("""["0","5","10","15","20","25","30","35"]""", option.GetProperty("xAxis").GetProperty("data").GetRawText());
    }

    [Fact]
    public void A_box_shows_the_quartiles_and_whiskers_without_outliers()
    {
        var table = Table([("v", DataType.Integer)], [.. new long[] { 1, 2, 3, 4, 5, 100 }.Select(v => new object?[] { v })]);
        Assert.Equal("[[1,2.25,3.5,4.75,5]]", Data(Build(table, ChartType.Box, null, ["v"])));
    }

    [Fact]
    public void A_heat_map_places_each_cell_and_knows_its_range()
    {
        var option = Build(Costs, ChartType.HeatMap, "year", ["cost"], "plant");
        Assert.Equal("[[0,0,5.5],[1,0,7],[1,1,3]]", Data(option));
        Assert.Equal(3, option.GetProperty("visualMap").GetProperty("min").GetDouble());
    }

    [Theory]
    [InlineData(ChartType.Table)]
    [InlineData(ChartType.Kpi)]
    public void What_is_no_drawing_has_no_option(ChartType type) => Assert.Equal("{}", Build(Costs, type, "plant", ["cost"]).GetRawText());

    [Fact]
    public void A_column_that_is_not_there_any_more_draws_nothing_instead_of_failing() =>
        Assert.Equal("{}", Build(Costs, ChartType.Bar, "gone", ["cost"]).GetRawText());

    [Fact]
    public void Names_of_the_data_stay_plain_strings()
    {
        const string evil = "<img src=x onerror=alert(1)>{b}";
        var option = Build(Table([("k", DataType.Text), ("n", DataType.Integer)], [[evil, 1L]]), ChartType.Bar, "k", ["n"]);
        Assert.Equal(evil, option.GetProperty("xAxis").GetProperty("data")[0].GetString());
        Assert.DoesNotContain("formatter", option.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Along_a_line_months_follow_each_other_and_one_without_rows_keeps_its_place()
    {
        var table = Table([("kind", DataType.Text), ("month", DataType.Text), ("n", DataType.Integer)], [["a", "2025-12", 3L], ["b", "2025-10", 1L], ["b", "2025-12", 2L]]);
        var option = Build(table, ChartType.Line, "month", ["n"], "kind");
        Assert.Equal("""["2025-10","2025-11","2025-12"]""", option.GetProperty("xAxis").GetProperty("data").GetRawText());
        Assert.Equal("[1,null,2]", Data(option, 1));
        Assert.True(option.GetProperty("series")[1].GetProperty("showSymbol").GetBoolean());
    }

    [Fact]
    public void A_histogram_chosen_for_one_column_has_bins_not_its_values()
    {
        var table = Table([("v", DataType.Number)], [.. Enumerable.Range(0, 50).Select(i => new object?[] { i * 0.37 })]);
        Assert.Equal(50, Build(table, ChartType.Histogram, "v", ["v"]).GetProperty("series")[0].GetProperty("data").EnumerateArray().Sum(n => n.GetInt32()));
    }
}
