using System.Globalization;
using Assistant.Skills.Questions;
using Assistant.Skills.Questions.Refining;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Questions;

/// <summary>Queries that a person wrote, changed by words.</summary>
public sealed class RefiningTests
{
    private const string Growers = "SELECT g.grower_name, g.region FROM growers g";

    [Theory]
    [InlineData(Growers, "add filter region = North", "Ash Hill|North; Cold Lane|North")]
    [InlineData(Growers, "filter by region = 'North'", "Ash Hill|North; Cold Lane|North")]
    [InlineData(Growers, "only North", "Ash Hill|North; Cold Lane|North")]
    [InlineData(Growers, "where founded year is after 1990", "Cold Lane|North; Dove Farm|West")]
    [InlineData(Growers + " WHERE g.founded_year < 2000 OR g.region = 'West'", "add filter region = North", "Ash Hill|North")]
    [InlineData(Growers + " WHERE g.region = 'South'", "add filter region = North", "Ash Hill|North; Cold Lane|North")]
    [InlineData(Growers, "sort by founded year descending", "Cold Lane|North; Dove Farm|West; Brook End|South; Ash Hill|North")]
    [InlineData("SELECT grower_name FROM growers ORDER BY grower_name", "limit to 2", "Ash Hill; Brook End")]
    [InlineData("SELECT grower_name FROM growers WHERE region = 'North'", "add column phone", "Ash Hill|0123; Cold Lane|0456")]
    [InlineData("SELECT region, count(*) AS n FROM growers GROUP BY region ORDER BY region", "add filter founded year > 1990", "North|1; West|1")]
    [InlineData("SELECT crates FROM pickings", "add filter region = South", "5; 40")]
    [InlineData("WITH few AS (SELECT grower_name, region FROM growers) SELECT grower_name, region AS area FROM few", "add filter area = West", "Dove Farm|West")]
    [InlineData("SELECT grower_name AS name FROM growers UNION SELECT variety_name FROM varieties", "add filter name = Cox", "Cox")]
    public async Task Words_change_the_query_and_its_rows_follow(string sql, string words, string rows)
    {
        await using var orchard = await Orchard.OpenAsync();
        var refined = Assert.IsType<RefineOutcome.Refined>(await RefineAsync(orchard, sql, words));
        Assert.Equal(rows, await ReadAsync(orchard, refined.Sql));
    }

    [Theory]
    [InlineData("add filter flavour = sweet")]
    [InlineData("add filter")]
    public async Task What_cannot_be_applied_is_refused_with_what_can_be_done(string words)
    {
        await using var orchard = await Orchard.OpenAsync();
        var refused = Assert.IsType<RefineOutcome.Refused>(await RefineAsync(orchard, Growers, words));
        Assert.Contains("add a filter on a column", refused.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("how many varieties are there")]
    [InlineData("what is the average unit price per variety")]
    public async Task A_question_of_its_own_is_no_command(string words)
    {
        await using var orchard = await Orchard.OpenAsync();
        Assert.IsType<RefineOutcome.NotACommand>(await RefineAsync(orchard, Growers, words));
    }

    private static async Task<RefineOutcome> RefineAsync(Orchard orchard, string sql, string words)
    {
        var model = await orchard.Engine.ModelAsync(orchard.Source, orchard.Catalog, DataPolicy.Everything, default);
        var shown = await ShownAsync(orchard, sql);
        return SqlRefinement.Refine(words, sql, shown.Columns, model, Orchard.Options.Today, CultureInfo.InvariantCulture);
    }

    private static async Task<ResultTable> ShownAsync(Orchard orchard, string sql) =>
        Assert.IsType<QueryOutcome.Rows>(await new QueryGate().ReadAsync(orchard.Source, sql, new(orchard.Catalog, DataPolicy.Everything, new()), default)).Table;

    private static async Task<string> ReadAsync(Orchard orchard, string sql) =>
        string.Join("; ", (await ShownAsync(orchard, sql)).Rows.Select(r => string.Join('|', r.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture)))));
}
