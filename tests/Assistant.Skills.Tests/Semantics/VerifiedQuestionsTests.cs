using Assistant.Skills.Access;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Semantics;

public class VerifiedQuestionsTests
{
    private const string Afloat = "SELECT count(*) AS afloat FROM boats WHERE state = 'A'";

    [Fact]
    public async Task The_same_words_find_the_pair_whatever_their_case_spacing_and_closing_mark()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("How many boats are  afloat?", Afloat);
        var pair = await harbour.Verified.FindAsync(harbour.Ours, await harbour.OpenedAsync(), " how many boats ARE afloat", default);
        Assert.Equal((Afloat, "Ada Ours", null), (pair!.Sql, pair.VerifiedBy, pair.Invalid));
        Assert.Equal(["boats.state"], pair.Reads);
        Assert.Null(await harbour.Verified.FindAsync(harbour.Ours, await harbour.OpenedAsync(), "how many boats afloat", default));
        Assert.NotEqual(VerifiedQuestions.AskedAs("longer than 1.5"), VerifiedQuestions.AskedAs("longer than 15"));
    }

    [Fact]
    public async Task A_column_that_changed_or_went_makes_the_pair_invalid_and_says_so()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many boats are afloat", Afloat);
        await harbour.VerifyAsync("how many towns are there", "SELECT count(DISTINCT town) FROM harbours");
        await harbour.ChangeAsync("ALTER TABLE boats RENAME COLUMN state TO condition");
        var opened = await harbour.OpenedAsync();
        Assert.Equal("The column 'boats.state' is gone.", (await harbour.Verified.FindAsync(harbour.Ours, opened, "how many boats are afloat", default))!.Invalid);
        Assert.Null((await harbour.Verified.FindAsync(harbour.Ours, opened, "how many towns are there", default))!.Invalid);
    }

    [Fact]
    public async Task Who_may_not_read_a_pairs_columns_does_not_know_of_it()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many boats are afloat", Afloat);
        var colleague = await harbour.Database.ColleagueAsync(harbour.Ours, Permission.ReadData);
        Assert.Single(await harbour.Verified.ListAsync(colleague, await harbour.OpenedAsync(colleague), default));
        await new Policies(harbour.Database.Storage, TimeProvider.System).SaveAsync(
            harbour.Ours, harbour.Id, [new(OrganizationRole.Viewer, new(null, "boats"), "state", ColumnMask.Hidden)], default);
        var opened = await harbour.OpenedAsync(colleague);
        Assert.Empty(await harbour.Verified.ListAsync(colleague, opened, default));
        Assert.Null(await harbour.Verified.FindAsync(colleague, opened, "how many boats are afloat", default));
    }

    [Theory]
    [InlineData("how many", "SELECT count(*) FROM shipwrecks", "doesn't run")]
    [InlineData("how many", "DELETE FROM boats", "doesn't run")]
    [InlineData("how many", " ", "Write the query")]
    [InlineData(" ? ", "SELECT 1", "Write the question")]
    public async Task What_does_not_run_is_not_verified(string question, string sql, string reason)
    {
        await using var harbour = await Moorings.OpenAsync();
        var refused = Assert.IsType<VerifyOutcome.Refused>(await harbour.Verified.AddAsync(harbour.Ours, harbour.Id, question, sql, null, new(2026, 1, 1), default));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_manages_sources_verifies_and_the_other_organization_sees_nothing()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many boats are afloat", Afloat);
        var (reader, theirs) = (await harbour.Database.ColleagueAsync(harbour.Ours, Permission.ReadData), harbour.Database.Theirs);
        var opened = await harbour.OpenedAsync();
        var id = Assert.Single(await harbour.Verified.ListAsync(harbour.Ours, opened, default)).Id;
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Verified.AddAsync(reader, harbour.Id, "x", Afloat, null, default, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Verified.RemoveAsync(reader, id, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Verified.AnswerOnlyVerifiedAsync(reader, harbour.Id, true, default));

        Assert.IsType<VerifyOutcome.Refused>(await harbour.Verified.AddAsync(theirs, harbour.Id, "x", Afloat, null, default, default));
        Assert.False(await harbour.Verified.RemoveAsync(theirs, id, default));
        Assert.False(await harbour.Verified.AnswerOnlyVerifiedAsync(theirs, harbour.Id, true, default));
        Assert.Empty(await harbour.Verified.ListAsync(theirs, opened, default));
        Assert.Empty(await harbour.Verified.SourcesOfAsync(theirs, "how many boats are afloat", default));
        Assert.Empty(await harbour.Verified.AnsweringAsync(theirs, default));
        Assert.True(await harbour.Verified.RemoveAsync(harbour.Ours, id, default));
        Assert.Empty(await harbour.Verified.ListAsync(harbour.Ours, opened, default));
    }

    [Fact]
    public async Task A_source_may_answer_verified_questions_only()
    {
        await using var harbour = await Moorings.OpenAsync();
        Assert.True(await harbour.Verified.AnswerOnlyVerifiedAsync(harbour.Ours, harbour.Id, true, default));
        Assert.True((await harbour.Verified.AnsweringAsync(harbour.Ours, default))[harbour.Id].VerifiedOnly);
        await harbour.Verified.KeepMeasureAsync(harbour.Ours, harbour.Id, 3, 4, default);
        var now = (await harbour.Verified.AnsweringAsync(harbour.Ours, default))[harbour.Id];
        Assert.Equal((true, 3, 4), (now.VerifiedOnly, now.Right, now.Of));
    }

    [Fact]
    public async Task A_question_much_like_a_verified_one_is_read_over_the_same_columns()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("what is the average length of boats", "SELECT avg(length) FROM boats");
        var near = await harbour.Verified.LikeAsync(harbour.Ours, await harbour.OpenedAsync(), q => Neighbours.Likeness("average length of boats in Brest", q), 0.4, default);
        Assert.Equal(["boats.length"], Assert.Single(near).Reads);
        Assert.True(Neighbours.Likeness("average length of boats", "the average length of the boats") > Neighbours.Likeness("average length of boats", "towns by name"));
        Assert.Equal(["what is the average length of boats"], Neighbours.Nearest("length", near));
    }
}
