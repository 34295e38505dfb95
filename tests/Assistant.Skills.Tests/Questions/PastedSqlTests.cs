using Assistant.Skills.Questions;
using Assistant.Skills.Questions.Refining;

namespace Assistant.Skills.Tests.Questions;

/// <summary>A query in a question's place is a query; words that only begin like one are a question; what is neither is declined and harms nothing.</summary>
public sealed class PastedSqlTests
{
    [Theory]
    [InlineData("SELECT * FROM growers", "SELECT * FROM growers")]
    [InlineData("  select region, count(*) from growers group by region;", "select region, count(*) from growers group by region;")]
    [InlineData("-- by region\nSELECT region FROM growers WHERE region = 'North'", "-- by region\nSELECT region FROM growers WHERE region = 'North'")]
    [InlineData("with g as (select * from growers) select * from g", "with g as (select * from growers) select * from g")]
    [InlineData("values (1), (2)", "values (1), (2)")]
    [InlineData("run this: ```sql\nSELECT 1 AS one\n```", "SELECT 1 AS one")]
    [InlineData("Please run this query:\nselect max(crates) from pickings", "select max(crates) from pickings")]
    [InlineData("SELECT * FORM growers; DROP TABLE growers", "SELECT * FORM growers; DROP TABLE growers")]
    public void A_pasted_query_is_taken_as_it_is(string text, string sql) => Assert.Equal((sql, true), (PastedSql.Of(text)!.Sql, PastedSql.Of(text)!.Sure));

    [Theory]
    [InlineData("Select the growers from the North that picked something in 2025")]
    [InlineData("with the most crates, which grower is it?")]
    [InlineData("select a grower")]
    [InlineData("values above 100")]
    [InlineData("how many growers are there")]
    [InlineData("Show: growers by region")]
    [InlineData("")]
    public void Words_are_words(string text) => Assert.Null(PastedSql.Of(text));

    [Fact]
    public void What_may_be_either_is_not_sure() => Assert.False(PastedSql.Of("Select growers from North")!.Sure);

    [Theory]
    [InlineData("'; DROP TABLE growers; --")]
    [InlineData("growers; delete from growers")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert('growers')>")]
    [InlineData("🦄🦄🦄")]
    [InlineData("كم عدد المزارعين في الشمال؟")]
    [InlineData("\u202Eerehw\u202C growers כמה")]
    [InlineData("{{7*7}} ${jndi:ldap://x} %s %n")]
    public async Task What_is_no_question_is_declined(string text)
    {
        await using var orchard = await Orchard.OpenAsync();
        var outcome = await orchard.AskAsync(text);
        Assert.True(outcome is QuestionOutcome.Declined, outcome.ToString());
        Assert.Equal("4", await orchard.RowsAsync("how many growers are there"));
    }

    [Fact]
    public async Task Ten_thousand_characters_are_declined_as_too_long()
    {
        await using var orchard = await Orchard.OpenAsync();
        var declined = Assert.IsType<QuestionOutcome.Declined>(await orchard.AskAsync(string.Concat(Enumerable.Repeat("how many growers ", 600))));
        Assert.Contains("too long", declined.Title, StringComparison.Ordinal);
    }
}
