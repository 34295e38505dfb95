using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Questions.Language;

namespace Assistant.Skills.Tests.Questions;

public sealed class ChartWishTests
{
    [Theory]
    [InlineData("Draw a scatter chart of the correlation between weight and price", "scatter", "show weight and price")]
    [InlineData("For those boats that leak, visualize the relationship between length and price", "scatter", "For those boats that leak , show length and price")]
    [InlineData("Give me the trend about price over building year", "line", "show building year and price")]
    [InlineData("For those boats that leak, give me the comparison about the sum of price over the harbour", "bar", "For those boats that leak , show harbour and the sum of price")]
    [InlineData("How does the price change over the building year?", "line", "How does the price for each building year ?")]
    [InlineData("Show the trend of sales over time", "line", "show sales per month")]
    [InlineData("the distribution of boat prices", "histogram", "show boat prices")]
    [InlineData("stacked bar of boats by harbour and kind", "stacked", "boats by harbour and kind")]
    [InlineData("How many boats were sold over the last year?", null, "How many boats were sold over the last year ?")]
    [InlineData("Show the boats that changed over 5 owners", null, "Show the boats that changed over 5 owners")]
    public void What_is_drawn_against_what_becomes_a_list_and_the_words_for_it_a_kind_of_chart(string question, string? kind, string rest)
    {
        var wish = ChartWish.Read(Tokenizer.Tokenize(question), Lexicon.Default);
        Assert.Equal((kind, rest), (wish.Kind, string.Join(' ', wish.Tokens.Select(t => t.Text))));
    }

    [Theory]
    [InlineData("bar chart of boats per harbour, and could you list the y-axis from low to high?", true, false)]
    [InlineData("bar chart of boats per harbour, display by the X in desc please.", false, true)]
    [InlineData("bar chart of boats per harbour, sort by the names in ascending", false, false)]
    [InlineData("bar chart of boats per harbour, rank the bars from high to low", true, true)]
    public void An_order_told_by_axis_is_read_as_one(string question, bool byAmount, bool descending) =>
        Assert.Equal(new AxisSort(byAmount, descending), ChartWish.Read(Tokenizer.Tokenize(question), Lexicon.Default).Sort);

    [Theory]
    [InlineData("Bar chart of the number of pickings per grower, and show by the x-axis from high to low", ChartType.Bar, "Cold Lane|1; Brook End|2; Ash Hill|3")]
    [InlineData("Bar chart of the number of pickings per grower, list by the y axis in ascending", ChartType.Bar, "Cold Lane|1; Brook End|2; Ash Hill|3")]
    [InlineData("A pie chart of the regions of growers", ChartType.Pie, "North|2; South|1; West|1")]
    [InlineData("For all pickings with more than 12 crates, draw a scatter chart about the correlation between crates and unit price", ChartType.Scatter, "20|6; 40|6.5; 15|7; 30|5")]
    [InlineData("Give me the trend of crates over picked on, sort x axis from high to low", ChartType.Line, "2025-10-05|30; 2025-09-20|15; 2025-09-10|40; 2024-10-02|5; 2024-09-15|20; 2024-09-01|10")]
    public async Task A_picture_is_of_the_kind_and_in_the_order_that_is_asked_for(string question, ChartType type, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        var answer = await orchard.AnswerAsync(question);
        Assert.Equal(rows, string.Join("; ", answer.Table!.Rows.Select(r => string.Join('|', r.Select(c => c is DateOnly d ? d.ToString("yyyy-MM-dd", null) : Convert.ToString(c, System.Globalization.CultureInfo.InvariantCulture))))));
        Assert.Equal(type, AnswerParts.Chart(answer, Guid.Empty)!.Type);
    }

    [Fact]
    public async Task A_drawn_total_of_an_identifier_is_given_with_a_warning()
    {
        await using var orchard = await Orchard.OpenAsync();
        var answer = await orchard.AnswerAsync("Draw a bar chart of the sum of grower id per region");
        Assert.Contains(answer.Assumptions, a => a.Contains("only names things", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_every_row_has_is_missing_only_from_the_records_of_it()
    {
        await using var source = await SmallSource.OpenAsync("""
            CREATE TABLE plans (plan_id INTEGER PRIMARY KEY, plan_name TEXT);
            CREATE TABLE members (member_id INTEGER PRIMARY KEY, member_name TEXT, plan_id INTEGER NOT NULL REFERENCES plans);
            CREATE TABLE plan_changes (change_id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES members, changed_on DATE);
            INSERT INTO plans VALUES (1, 'Basic'), (2, 'Full');
            INSERT INTO members VALUES (1, 'Ann', 1), (2, 'Bo', 2), (3, 'Cy', 1);
            INSERT INTO plan_changes VALUES (1, 2, '2025-03-01');
            """);
        Assert.Equal("Ann; Cy", await source.RowsAsync("Which members never had a plan?"));
    }
}
