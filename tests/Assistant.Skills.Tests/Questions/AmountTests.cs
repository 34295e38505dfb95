using Assistant.Skills.Questions;

namespace Assistant.Skills.Tests.Questions;

public sealed class AmountTests
{
    [Theory]
    [InlineData("crates by region", "North|75; South|45")]
    [InlineData("crates per year", "2024|35; 2025|85")]
    [InlineData("unit price by colour", "green|5.625; red|6.25")]
    public async Task An_amount_named_alone_beside_a_group_is_added_up_or_averaged_by_its_kind(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, Sorted(await orchard.RowsAsync(question)));
    }

    [Theory]
    [InlineData("pickings by grower", "Ash Hill|3; Brook End|2; Cold Lane|1")]
    [InlineData("red pickings by region", "North|1; South|1")]
    public async Task A_thing_named_alone_is_counted_by_another_thing(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, Sorted(await orchard.RowsAsync(question)));
    }

    [Theory]
    [InlineData("average number of pickings per grower", "2")]
    [InlineData("average crates per picking", "20")]
    [InlineData("average number of pickings per month", "1.5")]
    public async Task An_average_of_counts_divides_by_what_stands_behind_per(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, await orchard.RowsAsync(question));
    }

    [Theory]
    [InlineData("median crates", "17.5")]
    [InlineData("median crates by region", "North|17.5; South|22.5")]
    [InlineData("median and average crates in 2024", "10|11.666666666666666")]
    public async Task A_median_is_the_middle_and_no_average(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, Sorted(await orchard.RowsAsync(question)));
    }

    [Theory]
    [InlineData("top 2 growers by total crates", "Ash Hill|60; Brook End|45")]
    [InlineData("top 1 grower by number of pickings", "Ash Hill|3")]
    [InlineData("top 1 grower by average crates", "Brook End|22.5")]
    public async Task What_is_ranked_by_a_measure_shows_the_measure(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, await orchard.RowsAsync(question));
    }

    [Theory]
    [InlineData("total crates since 2025", "85")]
    [InlineData("total crates since October 2024", "90")]
    [InlineData("number of pickings per region last year", "North|2; South|1")]
    public async Task A_period_limits_rows_whatever_stands_before_it(string question, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(rows, Sorted(await orchard.RowsAsync(question)));
    }

    [Fact]
    public async Task Several_measures_of_one_thing_are_all_shown()
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal("North|4|75; South|2|45", Sorted(await orchard.RowsAsync("number of pickings and total crates by region")));
    }

    [Theory]
    [InlineData("pickings per tractor")]
    [InlineData("number of growers by whistle")]
    [InlineData("average growers")]
    public async Task What_the_data_do_not_know_is_never_left_out_with_high_confidence(string question)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.False(await orchard.AskAsync(question) is QuestionOutcome.Answered { Confidence: >= 70 });
    }

    private static string Sorted(string rows) => string.Join("; ", rows.Split("; ").Order(StringComparer.Ordinal));
}
