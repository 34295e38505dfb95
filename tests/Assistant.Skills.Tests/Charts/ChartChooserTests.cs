using Assistant.Skills.Charts;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Tests.Charts;

public sealed class ChartChooserTests
{
    private static ShapeColumn Category(int distinct) => new("kind", ColumnRole.Category, distinct);
    private static ShapeColumn Amount(string name = "amount", bool negative = false) => new(name, ColumnRole.Measure, 10, negative);
    private static readonly ShapeColumn Month = new("month", ColumnRole.Time, 12);

    [Fact]
    public void One_number_is_shown_as_a_figure() => Assert.Equal(ChartType.Kpi, ChartChooser.Choose(new([Amount()], 1)).Type);

    [Fact]
    public void Amounts_over_time_make_a_line() => Assert.Equal(ChartType.Line, ChartChooser.Choose(new([Month, Amount()], 12)).Type);

    [Fact]
    public void Amounts_by_category_make_bars_that_lie_where_there_are_many()
    {
        Assert.False(ChartChooser.Choose(new([Category(5), Amount()], 5)).Horizontal);
        Assert.True(ChartChooser.Choose(new([Category(30), Amount()], 30)).Horizontal);
    }

    [Fact]
    public void A_pie_is_offered_for_few_parts_of_a_whole_only()
    {
        Assert.Contains(ChartType.Pie, ChartChooser.Choose(new([Category(5), Amount()], 5)).Alternatives);
        Assert.DoesNotContain(ChartType.Pie, ChartChooser.Choose(new([Category(40), Amount()], 40)).Alternatives);
        Assert.DoesNotContain(ChartType.Pie, ChartChooser.Choose(new([Category(5), Amount(negative: true)], 5)).Alternatives);
    }

    [Fact]
    public void Two_amounts_make_points() => Assert.Equal(ChartType.Scatter, ChartChooser.Choose(new([Amount(), Amount("price")], 50)).Type);

    [Fact]
    public void Without_rows_or_amounts_there_is_a_table()
    {
        Assert.Equal(ChartType.Table, ChartChooser.Choose(new([Category(5), Amount()], 0)).Type);
        Assert.Equal(ChartType.Table, ChartChooser.Choose(new([Category(5)], 5)).Type);
    }

    [Theory]
    [InlineData("pie", ChartType.Pie)]
    [InlineData("line", ChartType.Line)]
    [InlineData("bar", ChartType.Bar)]
    [InlineData("scatter", ChartType.Scatter)]
    [InlineData("table", ChartType.Table)]
    public void The_chart_asked_for_is_drawn(string wanted, ChartType type) => Assert.Equal(type, ChartChooser.Choose(new([Category(5), Amount()], 5), wanted).Type);

    [Fact]
    public void Bars_whose_names_come_again_are_split_by_what_tells_them_apart()
    {
        var choice = ChartChooser.Choose(new([new("harbour", ColumnRole.Category, 3), new("kind", ColumnRole.Category, 2), Amount()], 6), "bar");
        Assert.Equal(("harbour", "kind", true), (choice.X, choice.Series, choice.Stacked));
    }

    [Fact]
    public void Points_may_be_of_numbers_that_only_name_things()
    {
        var choice = ChartChooser.Choose(new([Amount("price"), new("buyer id", ColumnRole.Category, 5) { IsNumeric = true }], 9), "scatter");
        Assert.Equal((ChartType.Scatter, "price", "buyer id"), (choice.Type, choice.X, choice.Values[0]));
    }

    [Fact]
    public void A_line_of_numbers_over_time_is_one_line()
    {
        var choice = ChartChooser.Choose(new([Month, new("buyer id", ColumnRole.Category, 5) { IsNumeric = true }], 12), "line");
        Assert.Equal(("month", "buyer id", null), (choice.X, choice.Values[0], choice.Series));
    }
}
