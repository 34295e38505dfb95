using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Questions;

/// <summary>An answer begins with a sentence that a person would say.</summary>
public sealed partial class HeadlineTests
{
    [Theory]
    [InlineData("How many growers are there?", "The number of growers is 4.")]
    [InlineData("What is the average number of crates?", "The average crates is 20.")]
    [InlineData("How many pickings are there for each variety?", "Bramley has the highest number of pickings (4), Cox the lowest (2).")]
    [InlineData("What is the total crates per month in 2024?", "The total crates was highest in September 2024 (30) and lowest in October 2024 (5).")]
    [InlineData("How many pickings are there per weekday?", "The number of pickings was highest on Sunday (3) and lowest on Saturday (1).")]
    [InlineData("What is the highest unit price for each region?", "The highest unit price ranges from 6.5 (South) to 7.0 (North).")]
    [InlineData("Top 2 growers by number of pickings", "By number of pickings, Ash Hill comes first (3), then Brook End (2).")]
    [InlineData("top 3 pickings by unit price", "By unit price, 5 comes first (7.0), then 4 (6.5).")]
    [InlineData("Which grower has the most pickings?", "Ash Hill (number of pickings: 3).")]
    [InlineData("List the names of growers in the North", "I found 2 growers, the first is Ash Hill.")]
    public async Task The_analyst_is_told(string question, string headline)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.Equal(headline, await SaidAsync(orchard, question, AnswerRole.Analyst));
    }

    [Fact]
    public async Task A_column_called_total_is_not_told_as_total_total()
    {
        await using var source = await SmallSource.OpenAsync("CREATE TABLE orders (order_id INTEGER PRIMARY KEY, channel TEXT, total REAL); INSERT INTO orders VALUES (1, 'web', 3), (2, 'shop', 4), (3, 'web', 5);");
        var answer = Assert.IsType<QuestionOutcome.Answered>(await source.AskAsync("What is the total of orders by channel?"));
        Assert.Contains(answer.Plan.Outputs, o => o.Label == "total of orders");
    }

    [Fact]
    public async Task What_has_no_name_is_told_as_such()
    {
        await using var source = await SmallSource.OpenAsync("CREATE TABLE sales (sale_id INTEGER PRIMARY KEY, region TEXT, amount INTEGER); INSERT INTO sales VALUES (1, 'North', 3), (2, NULL, 4), (3, 'South', 9);");
        var answer = Assert.IsType<QuestionOutcome.Answered>(await source.AskAsync("total amount by region"));
        Assert.Equal("South has the highest total amount (9), North the lowest (3).", Plain(answer, source.Catalog, AnswerRole.Analyst));
        Assert.Equal("Most is South with 9, least is (no region) with 4.", Plain(answer with { Table = answer.Table! with { Rows = [.. answer.Table!.Rows.Where(r => r[0] is not "North")] } }, source.Catalog, AnswerRole.Employee));
    }

    [Fact]
    public async Task Braces_in_the_data_stay_braces()
    {
        await using var source = await SmallSource.OpenAsync("CREATE TABLE tins (tin_id INTEGER PRIMARY KEY, tin_name TEXT, weight INTEGER); INSERT INTO tins VALUES (1, '{high}', 3), (2, '{low_figure}', 4);");
        var answer = Assert.IsType<QuestionOutcome.Answered>(await source.AskAsync("What is the total weight per tin name?"));
        Assert.Equal("{low_figure} has the highest total weight (4), {high} the lowest (3).", Plain(answer, source.Catalog, AnswerRole.Analyst));
    }

    private static async Task<string> SaidAsync(Orchard orchard, string question, AnswerRole role) => Plain(await orchard.AnswerAsync(question), orchard.Catalog, role);

    private static string Plain(QuestionOutcome.Answered answer, SourceCatalog catalog, AnswerRole role)
    {
        var place = new AnswerPlace(Guid.NewGuid(), Guid.NewGuid(), "Data", catalog, DataPolicy.Everything);
        var said = AnswerParts.Of(answer, place, role, CultureInfo.GetCultureInfo("en-GB")).OfType<HeadlinePart>().Single().Markdown;
        return Link().Replace(said, "$1").Replace("\\", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\[((?:\\.|[^\]])*)\]\(cell:[^)]*\)")]
    private static partial Regex Link();
}
