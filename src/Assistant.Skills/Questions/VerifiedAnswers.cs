using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.Telling;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>A verified pair that answers a question now: its query, with the periods of today where the question counts from today.</summary>
public sealed record VerifiedMatch(OpenedSource Opened, VerifiedQuestion Pair, string Sql, QueryPlan? Plan);

/// <summary>Verified pairs as answers: what was verified is read with the rights of who asks, and says so.</summary>
public sealed class VerifiedAnswers(VerifiedQuestions verified, QuestionModels models, DataSources sources, Results results, QueryGate gate, TimeProvider time)
{
    /// <summary>Keeps an answer as verified. The engine's plan is kept with it where it gives this very query.</summary>
    public async Task<VerifyOutcome> VerifyAsync(Caller caller, Guid sourceId, string question, string sql, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return new VerifyOutcome.Refused("This source is not there any more.");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(caller.Preferences.TimeZone)).DateTime);
        var planned = QuestionEngine.Plan(question, await models.ForAsync(caller, opened, cancellationToken), null, new(today)) as QuestionOutcome.Answered;
        // The words must mean the same wherever they are said.
        if (planned?.Sql.Trim() != sql.Trim() && FollowUps.FollowUp.IsMarked(Language.Tokenizer.Tokenize(question)))
            return new VerifyOutcome.Refused("These words go on from an earlier question. Write the question so that it can be asked by itself.");
        return await verified.AddAsync(caller, sourceId, question, sql, planned?.Sql.Trim() == sql.Trim() ? planned.Plan.ToJson() : null, today, cancellationToken);
    }

    /// <summary>The verified answer to these very words in one of the sources; the notice tells of one that no longer holds.</summary>
    public async Task<(VerifiedMatch? Match, CaveatPart? Notice)> FindAsync(
        Caller caller, string question, Guid? chosen, Guid? last, QuestionOptions options, CancellationToken cancellationToken)
    {
        CaveatPart? notice = null;
        foreach (var id in (await verified.SourcesOfAsync(caller, question, cancellationToken)).Where(id => chosen is null || id == chosen).OrderByDescending(id => id == last))
        {
            if (await sources.OpenAsync(caller, id, cancellationToken) is not { } opened || await verified.FindAsync(caller, opened, question, cancellationToken) is not { } pair)
                continue;
            if (pair.Invalid is { } why)
            {
                notice = new("The verified answer no longer holds.", $"{Words(pair, options.Culture)}, but the source changed since: {why} This answer was worked out anew.");
                continue;
            }
            var model = await models.ForAsync(caller, opened, cancellationToken);
            var then = QuestionEngine.Plan(question, model, null, options with { Today = pair.AskedOn }) as QuestionOutcome.Answered;
            // The engine still says what was verified, so it may say it of today's periods, too.
            if (then?.Sql.Trim() == pair.Sql && QuestionEngine.Plan(question, model, null, options) is QuestionOutcome.Answered now)
                return (new(opened, pair, now.Sql, now.Plan), null);
            return (new(opened, pair, pair.Sql, pair.Plan is null ? null : QueryPlan.FromJson(pair.Plan)), null);
        }
        return (null, notice);
    }

    /// <summary>The rows of a match, read with the rights of who asks.</summary>
    public Task<QueryOutcome> ReadAsync(VerifiedMatch match, CancellationToken cancellationToken) =>
        gate.ReadAsync(match.Opened.Source, match.Sql, new(match.Opened.Catalog, match.Opened.Policy, Results.Limits), cancellationToken);

    /// <summary>What a match is told as; how it was verified stands in place of a confidence.</summary>
    public static IReadOnlyList<MessagePart> Parts(VerifiedMatch match, Guid resultId, ResultTable table, AnswerRole role, string culture)
    {
        var (opened, pair, sql, plan) = match;
        var (place, told) = (new AnswerPlace(resultId, opened.Info.Id, opened.Info.Name, opened.Catalog, opened.Policy), CultureInfo.GetCultureInfo(culture));
        var words = Words(pair, culture);
        var parts = plan is null ? Plain(pair, place, sql, table, told) : AnswerParts.Of(
            new QuestionOutcome.Answered(plan, sql, table, 99, [words], PlanWords.Title(plan), PlanWords.Explain(plan, told), PlanWords.Filters(plan, told), PlanWords.Dates(plan, told)),
            place, role, told);
        return
        [
            .. parts.Select(part => part switch
            {
                ResultPart result => result with { Confidence = null, Verified = new(pair.VerifiedBy, pair.VerifiedAt) },
                CalculationPart calculation => calculation with { Confidence = words },
                _ => part,
            }),
        ];
    }

    /// <summary>Reads the rows of a match and shows them.</summary>
    public async Task<(SkillResult Result, string Words)> ShowAsync(VerifiedMatch match, TurnContext turn, CancellationToken cancellationToken)
    {
        var (opened, pair, sql, _) = match;
        await turn.ShowAsync(new StepPart("read", $"Reading {opened.Info.Name}", StepState.Running));
        var outcome = await ReadAsync(match, cancellationToken);
        if (Closings.Of(outcome) is { } closing)
        {
            await turn.ShowAsync(new StepPart("read", $"Could not read {opened.Info.Name}", StepState.Failed));
            return (new(closing.Why, [closing]) { State = closing.State }, "");
        }
        var table = ((QueryOutcome.Rows)outcome).Table;
        await turn.ShowAsync(new StepPart("read", $"Read {opened.Info.Name}", StepState.Done, (int)table.Elapsed.TotalMilliseconds, Counted.Of(table.Rows.Count, "row", "rows")));
        var kept = await results.KeepAsync(turn, opened, sql, table, cancellationToken);
        var words = Words(pair, turn.Caller.Preferences.Culture);
        foreach (var part in Parts(match, kept, table, turn.Caller.Preferences.Role, turn.Caller.Preferences.Culture))
            await turn.ShowAsync(part);
        return (new($"{pair.Question}: {Counted.Of(table.Rows.Count, "row", "rows")}. {words}.", []) { State = table.Rows.Count == 0 ? ClosingState.NoRows : ClosingState.Answered }, words);
    }

    /// <summary>Verified questions much like this one.</summary>
    public Task<IReadOnlyList<VerifiedQuestion>> NeighboursAsync(Caller caller, OpenedSource opened, string question, CancellationToken cancellationToken) =>
        verified.LikeAsync(caller, opened, other => Neighbours.Likeness(question, other), Ranking.VerifiedPreference.LeastLikeness, cancellationToken);

    /// <summary>Sources that answer verified questions only.</summary>
    public async Task<IReadOnlySet<Guid>> OnlyAsync(Caller caller, CancellationToken cancellationToken) =>
        (await verified.AnsweringAsync(caller, cancellationToken)).Where(a => a.Value.VerifiedOnly).Select(a => a.Key).ToHashSet();

    /// <summary>The end of a question that a source which answers verified questions only has no answer to.</summary>
    public async Task<ClosingPart> RefuseAsync(Caller caller, Guid sourceId, string question, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> nearest = [];
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is { } opened)
            nearest = Neighbours.Nearest(question, await verified.ListAsync(caller, opened, cancellationToken));
        return new(ClosingState.NotModelled, "Nobody has verified an answer to this", "This source answers verified questions only. Ask one of those, or ask who manages the source to verify this one.", nearest);
    }

    /// <summary>By whom and when, in a sentence.</summary>
    public static string Words(VerifiedQuestion pair, string culture) =>
        $"Verified by {pair.VerifiedBy} on {pair.VerifiedAt.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo(culture))}";

    private static List<MessagePart> Plain(VerifiedQuestion pair, AnswerPlace place, string sql, ResultTable table, CultureInfo culture)
    {
        var id = place.ResultId;
        var said = table is { Rows: [[not null]] } ? $"{pair.Question.TrimEnd('?')}: {FigureLink.To(id, 0, 0, FigureText.Of(table, 0, 0, culture))}" : pair.Question;
        return
        [
            new HeadlinePart(said),
            new ResultPart(id, place.SourceId, place.SourceName, pair.Question, null, [], []),
            new TablePart(id, pair.Question, [.. table.Columns.Select(c => new TableColumn(c.Name, c.Name.Replace('_', ' '), c.Type))], table.Rows.Count, table.Completeness, table.Hash),
            new SqlPart(id, place.SourceId, sql, place.Catalog.Dialect.ToString(), "The query that was verified for this question."),
        ];
    }
}
