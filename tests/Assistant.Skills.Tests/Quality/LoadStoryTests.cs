using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Quality;

/// <summary>Loads that come day by day: the newest is judged by those before it, and answers say so.</summary>
public sealed class LoadStoryTests : IAsyncLifetime
{
    private QualityPlace _place = null!;

    // The clock stands on 2026-03-01. 30 loads of about 120 sales; that of the last day as each test has it.
    public async Task InitializeAsync() => _place = await QualityPlace.OpenAsync(
        """
        CREATE TABLE sales (sale_id int PRIMARY KEY, loaded_on date, shop text, amount numeric(8,2), note text);
        INSERT INTO sales SELECT 1000 * d + i, date '2026-01-31' + d, 'shop ' || i % 6, 20 + (i * 7 + d) % 60, CASE WHEN i % 3 = 0 THEN 'gift' END FROM generate_series(0, 28) AS d, generate_series(1, 115 + 0) AS i;
        """);

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task A_load_like_those_before_is_passed_and_answers_are_silent()
    {
        await AddAsync("20 + (i * 7) % 60", 118);
        var load = await JudgeAsync();
        Assert.Equal((new DateOnly(2026, 3, 1), 118, false), (load.Day, load.Rows, load.IsOdd));
        Assert.Empty((await _place.AskAsync("what is the total amount of sales per shop?")).Parts.OfType<CaveatPart>());
    }

    [Fact]
    public async Task A_load_with_missing_and_moved_values_is_told_on_answers_that_use_them_until_it_is_expected()
    {
        await AddAsync("CASE WHEN i % 5 = 0 THEN NULL ELSE 900 + i END", 118);
        var load = await JudgeAsync();
        Assert.Equal(["amount"], load.Alerts.Select(a => a.Column).Distinct());
        Assert.Contains(load.Alerts, a => a.Why.Contains("are missing", StringComparison.Ordinal));
        Assert.Single((await _place.AskAsync("what is the total amount of sales per shop?")).Parts.OfType<CaveatPart>(), c => c.Title == "Odd load");
        Assert.Empty((await _place.AskAsync("how many sales per shop?")).Parts.OfType<CaveatPart>());
        Assert.True(await _place.The<QualityLoads>().ExpectAsync(_place.Me, _place.Source, load.Table, default));
        Assert.DoesNotContain((await _place.AskAsync("what is the total amount of sales per shop?")).Parts.OfType<CaveatPart>(), c => c.Title == "Odd load");
    }

    [Fact]
    public async Task The_chat_tells_of_a_load_that_lacks_most_of_its_rows()
    {
        await AddAsync("20 + (i * 7) % 60", 30);
        var answer = await _place.AskAsync("is today's load ok?");
        Assert.Contains("30 rows", Text(answer), StringComparison.Ordinal);
        Assert.Contains("is not like the", Text(answer), StringComparison.Ordinal);
        Assert.Equal("Odd load", Assert.Single((await _place.AskAsync("how many sales per shop?")).Parts.OfType<CaveatPart>()).Title);
    }

    [Fact]
    public async Task A_load_that_does_not_come_is_late_and_a_table_that_is_no_longer_fed_is_not()
    {
        _place.Clock.Advance(TimeSpan.FromDays(4));
        var load = await JudgeAsync();
        Assert.True(load.IsLate(_place.Clock.GetUtcNow()));
        Assert.Equal("Old data", Assert.Single((await _place.AskAsync("how many sales per shop?")).Parts.OfType<CaveatPart>()).Title);
        Assert.False(load.IsLate(_place.Clock.GetUtcNow().AddDays(400)));
    }

    [Fact]
    public async Task Who_sees_only_a_part_of_the_table_sees_no_load_of_it()
    {
        await AddAsync("20 + (i * 7) % 60", 30);
        var load = await JudgeAsync();
        Assert.NotEmpty(await _place.The<QualityLoads>().ListAsync(_place.Me, null, default));
        var opened = await _place.OpenedAsync();
        var part = opened with { Policy = opened.Policy with { RowFilters = new Dictionary<TableName, string> { [load.Table] = "shop = 'shop 1'" } } };
        Assert.Null(await _place.The<QualityLoads>().JudgeAsync(_place.Me, part, part.Catalog.Find(load.Table)!, default));
    }

    private Task<string?> AddAsync(string amount, int rows) => _place.Store.ScalarAsync(
        $"INSERT INTO sales SELECT 900000 + i, date '2026-03-01', 'shop ' || i % 6, {amount}, CASE WHEN i % 3 = 0 THEN 'gift' END FROM generate_series(1, {rows}) AS i");

    private async Task<TableLoad> JudgeAsync()
    {
        var opened = await _place.OpenedAsync();
        return (await _place.The<QualityLoads>().JudgeAsync(_place.Me, opened, opened.Catalog.Tables.Single(), default))!;
    }

    private static string Text(AnswerSoFar answer) => string.Join('\n', answer.Parts.OfType<TextPart>().Select(p => p.Markdown));
}
