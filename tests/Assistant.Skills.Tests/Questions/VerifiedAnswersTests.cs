using Assistant.Skills.Access;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Tests.Semantics;

namespace Assistant.Skills.Tests.Questions;

public class VerifiedAnswersTests
{
    private static readonly QuestionOptions Today = new(new DateOnly(2026, 11, 20));

    [Fact]
    public async Task The_very_words_are_answered_by_the_pairs_query()
    {
        await using var harbour = await Moorings.OpenAsync();
        const string sql = "SELECT count(*) AS afloat FROM boats WHERE state = 'A'";
        Assert.IsType<VerifyOutcome.Verified>(await harbour.Answers.VerifyAsync(harbour.Ours, harbour.Id, "How many can sail?", sql, default));
        var (match, notice) = await harbour.Answers.FindAsync(harbour.Ours, "how many can sail", null, null, Today, default);
        Assert.Equal((sql, null, harbour.Id), (match!.Sql, notice, match.Opened.Info.Id));
        Assert.Null((await harbour.Answers.FindAsync(harbour.Ours, "how many can sail", Guid.NewGuid(), null, Today, default)).Match);
        Assert.Null((await harbour.Answers.FindAsync(harbour.Database.Theirs, "how many can sail", null, null, Today, default)).Match);
    }

    [Fact]
    public async Task A_pair_that_counts_from_today_counts_from_the_day_it_is_asked()
    {
        await using var harbour = await Moorings.OpenAsync();
        var model = await harbour.Questions.ForAsync(harbour.Ours, await harbour.OpenedAsync(), default);
        const string question = "how many boats were built last year";
        var then = new DateOnly(2016, 3, 1);
        var sql = ((QuestionOutcome.Answered)QuestionEngine.Plan(question, model, null, new(then))).Sql;
        Assert.IsType<VerifyOutcome.Verified>(await harbour.Verified.AddAsync(harbour.Ours, harbour.Id, question, sql, null, then, default));
        Assert.Contains("2015", sql, StringComparison.Ordinal);
        var (match, _) = await harbour.Answers.FindAsync(harbour.Ours, question, null, null, Today, default);
        Assert.Contains("2025", match!.Sql, StringComparison.Ordinal);
        Assert.NotNull(match.Plan);
    }

    [Fact]
    public async Task A_pair_whose_columns_changed_is_not_used_and_that_is_said()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many can sail", "SELECT count(*) FROM boats WHERE state = 'A'");
        await harbour.ChangeAsync("ALTER TABLE boats RENAME COLUMN state TO condition");
        var (match, notice) = await harbour.Answers.FindAsync(harbour.Ours, "how many can sail", null, null, Today, default);
        Assert.Null(match);
        Assert.Contains("'boats.state' is gone", notice!.Text, StringComparison.Ordinal);
        Assert.Contains("Ada Ours", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_see_what_a_pair_reads_is_not_answered_by_it()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many can sail", "SELECT count(*) FROM boats WHERE state = 'A'");
        var colleague = await harbour.Database.ColleagueAsync(harbour.Ours, Permission.ReadData);
        await new Policies(harbour.Database.Storage, TimeProvider.System).SaveAsync(harbour.Ours, harbour.Id, [new(OrganizationRole.Viewer, new(null, "boats"))], default);
        var found = await harbour.Answers.FindAsync(colleague, "how many can sail", null, null, Today, default);
        Assert.Equal((null, null), (found.Match, found.Notice));
    }

    [Fact]
    public async Task A_year_in_an_answer_has_no_thousands_mark()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("when was the newest boat built", "SELECT 2015 AS year_built");
        var (match, _) = await harbour.Answers.FindAsync(harbour.Ours, "when was the newest boat built", null, null, Today, default);
        var table = ((Assistant.Skills.Sources.QueryOutcome.Rows)await harbour.Answers.ReadAsync(match!, default)).Table;
        var told = VerifiedAnswers.Parts(match!, Guid.Empty, table, AnswerRole.Analyst, "en-GB");
        Assert.Contains("[2015]", told.OfType<Assistant.Skills.Conversation.HeadlinePart>().Single().Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_go_on_from_another_question_are_not_verified()
    {
        await using var harbour = await Moorings.OpenAsync();
        var refused = Assert.IsType<VerifyOutcome.Refused>(await harbour.Answers.VerifyAsync(harbour.Ours, harbour.Id, "only Brest", "SELECT count(*) FROM boats WHERE harbour_id = 2", default));
        Assert.Contains("asked by itself", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_answers_verified_questions_only_names_the_nearest_of_them()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.VerifyAsync("how many boats can sail", "SELECT count(*) FROM boats WHERE state = 'A'");
        await harbour.Verified.AnswerOnlyVerifiedAsync(harbour.Ours, harbour.Id, true, default);
        Assert.Contains(harbour.Id, await harbour.Answers.OnlyAsync(harbour.Ours, default));
        Assert.Equal(["how many boats can sail"], (await harbour.Answers.RefuseAsync(harbour.Ours, harbour.Id, "how many boats are there", default)).Questions);
    }
}
