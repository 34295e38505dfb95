using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;

namespace Assistant.Skills.Tests.Quality;

/// <summary>What answers tell of the quality of what they used, by their plans.</summary>
public sealed class QualityNotesTests : IAsyncLifetime
{
    private QualityPlace _place = null!;

    public async Task InitializeAsync() => _place = await QualityPlace.OpenAsync(
        """
        CREATE TABLE pallets (pallet_no int PRIMARY KEY, hall text, boxes int, goods text, came_on date);
        INSERT INTO pallets SELECT i, 'H' || i % 4, CASE WHEN i <= 10 THEN 5000 ELSE 10 END, CASE WHEN i % 10 = 0 THEN 'n/a' ELSE 'bolts ' || i % 3 END, date '2020-01-01' + i % 300 FROM generate_series(1, 400) AS i;
        """);

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task A_sum_over_a_column_out_of_range_says_how_much_lower_it_would_be()
    {
        await _place.RuleAsync("boxes must be at most 100");
        var note = Assert.Single(await NotesAsync("what is the total number of boxes per hall?"));
        Assert.Contains("2.5 % of the rows of pallets (10 of 400)", note.Text, StringComparison.Ordinal);
        Assert.Contains("without them the sum over the table would be 92.8 % lower (rule 1)", note.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_tells_of_missing_values_that_look_filled_and_other_questions_are_silent()
    {
        await _place.RuleAsync("goods must not be n/a");
        var note = Assert.Single(await NotesAsync("how many pallets have goods bolts 1?"));
        Assert.Equal("Missing values", note.Title);
        Assert.Contains("10 % of the rows of pallets (40 of 400)", note.Text, StringComparison.Ordinal);
        Assert.Empty(await NotesAsync("what is the average number of boxes per hall?"));
    }

    [Fact]
    public async Task An_old_table_is_told_with_every_answer_from_it()
    {
        await _place.RuleAsync("came on must be at most 30 days old");
        var note = Assert.Single(await NotesAsync("how many pallets per hall?"));
        Assert.Equal("Old data", note.Title);
        Assert.Contains("the newest came on is at most 30 days old", note.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_see_all_of_the_table_is_told_nothing_of_its_rules()
    {
        await _place.RuleAsync("boxes must be at most 100");
        var notes = _place.The<QualityNotes>();
        UsedColumn[] used = [new(new("public", "pallets"), "boxes", "sum")];
        Assert.Single(await notes.AboutAsync(_place.Me, await _place.OpenedAsync(), used, default));
        Assert.Null(await _place.The<SourcePeople>().SaveAsync(_place.Me, _place.Source, new([OrganizationRole.Analyst], []), default));
        var reader = await _place.Database.ColleagueAsync(_place.Me, Permission.ReadData);
        Assert.Empty(await notes.AboutAsync(reader, await _place.OpenedAsync(), used, default));
    }

    private async Task<List<CaveatPart>> NotesAsync(string question) =>
        [.. (await _place.AskAsync(question)).Parts.OfType<CaveatPart>().Where(c => c.Text.Contains("(rule ", StringComparison.Ordinal))];
}
