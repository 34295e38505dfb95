using Assistant.Skills.MissingData.Finding;

namespace Assistant.Skills.Tests.MissingData;

public class DaySeriesTests
{
    private static readonly DateOnly First = new(2025, 1, 1);

    [Fact]
    public void Days_without_rows_are_missing_where_every_other_day_has_many() =>
        Assert.Equal([First.AddDays(40), First.AddDays(41)], DaySeries.Of(Rows(200, i => i is 40 or 41 ? 0 : 50 + i % 9))!.Missing);

    [Fact]
    public void Weekends_that_never_have_rows_are_not_missing() =>
        Assert.Empty(DaySeries.Of(Rows(200, i => First.AddDays(i).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 60))!.Missing);

    [Fact]
    public void Rare_events_are_no_series() => Assert.Null(DaySeries.Of(Rows(400, i => i * 7 % 5 == 0 ? 1 + i % 3 : 0)));

    [Fact]
    public void One_row_a_day_is_a_series_and_a_month_without_its_first_is_missing()
    {
        Assert.Equal([First.AddDays(30)], DaySeries.Of(Rows(90, i => i == 30 ? 0 : 1))!.Missing);
        var months = Enumerable.Range(0, 24).Where(i => i != 7).ToDictionary(First.AddMonths, _ => 3L);
        Assert.Equal([First.AddMonths(7)], DaySeries.Of(months)!.Missing);
    }

    [Fact]
    public void A_day_long_before_the_others_stretches_nothing()
    {
        var rows = Rows(100, _ => 40);
        rows[new(1900, 1, 1)] = 6;
        Assert.Empty(DaySeries.Of(rows)!.Missing);
    }

    private static Dictionary<DateOnly, long> Rows(int days, Func<int, long> count) =>
        Enumerable.Range(0, days).Where(i => count(i) > 0).ToDictionary(First.AddDays, count);
}
