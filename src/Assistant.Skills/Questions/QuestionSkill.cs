using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.Telling;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>Answers questions about data in a turn: shows each step and part as soon as it is there.</summary>
public sealed class QuestionSkill(QuestionEngine engine, QuestionModels models, DataSources sources, Results results, WrittenQueries written, VerifiedAnswers verified)
{
    private const string StateKey = "questions.last";

    private sealed record Remembered(Guid SourceId, string Plan);

    [DisplayName("answer_from_data"), Requires(Permission.ReadData)]
    [Description("Answers a question about the organization's data by reading it with one query. Follow-ups may be passed as they are.")]
    public async Task<SkillResult> AnswerAsync(
        [Description("The question, in the person's own words.")] string question,
        TurnContext turn, CancellationToken cancellationToken)
    {
        if (await written.RefineAsync(question, turn, cancellationToken) is { } refined)
            return refined;
        var watch = Stopwatch.StartNew();
        await turn.ShowAsync(new StepPart("understand", "Understanding the question", StepState.Running));
        var remembered = turn.State.TryGetValue(StateKey, out var noted) ? JsonSerializer.Deserialize<Remembered>(noted) : null;
        var (match, outdated) = await verified.FindAsync(turn.Caller, question, turn.SourceId, remembered?.SourceId, Options(turn), cancellationToken);
        if (match is not null)
            return await ShowVerifiedAsync(match, turn, watch, cancellationToken);
        var only = await verified.OnlyAsync(turn.Caller, cancellationToken);
        if (turn.SourceId is { } asked && only.Contains(asked))
        {
            await turn.ShowAsync(new StepPart("understand", "Understood the question", StepState.Done, (int)watch.ElapsedMilliseconds));
            var refused = await verified.RefuseAsync(turn.Caller, asked, question, cancellationToken);
            return new(refused.Why, [refused]) { State = refused.State };
        }
        var (opened, outcome, clarify) = await ChooseAsync(question, remembered, only, turn, cancellationToken);
        await turn.ShowAsync(new StepPart("understand", "Understood the question", StepState.Done, (int)watch.ElapsedMilliseconds));
        if (clarify is not null)
            return new("Asked the person which source is meant.", [clarify]) { State = ClosingState.NeedsClarification };
        if (opened is null)
            return Close(new(ClosingState.NotModelled, "There is no data yet", "Connect a database or upload a file first; then ask again.", []));
        switch (outcome)
        {
            case QuestionOutcome.Clarify ask:
                return new("Asked the person: " + ask.Question, [new ClarificationPart(ask.Question, ask.Choices)]) { State = ClosingState.NeedsClarification };
            case QuestionOutcome.Declined no:
                return Close(no);
        }
        var planned = (QuestionOutcome.Answered)outcome!;
        var read = Stopwatch.StartNew();
        await turn.ShowAsync(new StepPart("read", $"Reading {opened.Info.Name}", StepState.Running));
        var ran = await engine.RunAsync(planned, opened.Source, opened.Catalog, opened.Policy, cancellationToken);
        if (ran is not QuestionOutcome.Answered { Table: { } table } answer)
        {
            await turn.ShowAsync(new StepPart("read", $"Could not read {opened.Info.Name}", StepState.Failed, (int)read.ElapsedMilliseconds));
            return Close((QuestionOutcome.Declined)ran);
        }
        await turn.ShowAsync(new StepPart("read", $"Read {opened.Info.Name}", StepState.Done, (int)read.ElapsedMilliseconds, $"{table.Rows.Count} rows"));
        var culture = CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);
        var kept = await results.KeepAsync(turn, opened, answer.Sql, table, cancellationToken);
        var model = await models.ForAsync(turn.Caller, opened, cancellationToken);
        var place = new AnswerPlace(kept, opened.Info.Id, opened.Info.Name, opened.Catalog, opened.Policy) { Units = model.Units };
        foreach (var part in AnswerParts.Of(answer, place, turn.Caller.Preferences.Role, culture))
            await turn.ShowAsync(part);
        WrittenQueries.Forget(turn);
        if (outdated is not null)
            await turn.ShowAsync(outdated);
        turn.State[StateKey] = JsonSerializer.Serialize(new Remembered(opened.Info.Id, answer.Plan.ToJson()));
        var next = await new Suggestions(engine).AfterAsync(answer, model, opened.Source, opened.Policy, Options(turn), cancellationToken);
        if (next.Count > 0)
            await turn.ShowAsync(new SuggestionsPart(next));
        return new(Describe(answer, table), []) { State = table.Rows.Count == 0 ? ClosingState.NoRows : ClosingState.Answered };
    }

    private async Task<SkillResult> ShowVerifiedAsync(VerifiedMatch match, TurnContext turn, Stopwatch watch, CancellationToken cancellationToken)
    {
        await turn.ShowAsync(new StepPart("understand", "Understood the question", StepState.Done, (int)watch.ElapsedMilliseconds));
        var result = await verified.ShowAsync(match, turn, cancellationToken);
        WrittenQueries.Forget(turn);
        if (match.Plan is { } plan)
            turn.State[StateKey] = JsonSerializer.Serialize(new Remembered(match.Opened.Info.Id, plan.ToJson()));
        return result;
    }

    private static QuestionOptions Options(TurnContext turn) => new(turn.Today, turn.Caller.Preferences.Culture, turn.Caller.Preferences.Role);

    /// <summary>The source that the person chose, that was asked last, or that understands the question best.</summary>
    private async Task<(OpenedSource?, QuestionOutcome?, ClarificationPart?)> ChooseAsync(string question, Remembered? remembered, IReadOnlySet<Guid> only, TurnContext turn, CancellationToken cancellationToken)
    {
        var last = remembered is null ? null : QueryPlan.FromJson(remembered.Plan);
        IReadOnlyList<Guid> ids = turn.SourceId is { } chosen ? [chosen] : [];
        string? before = null;
        if (ids.Count == 0)
        {
            var all = await sources.ListAsync(turn.Caller, cancellationToken);
            (before, var named) = SourceNames.Named(question, all);
            ids = named is null ? [.. all.Select(s => s.Id).Where(id => !only.Contains(id))] : [named.Id];
        }
        var tried = new List<(OpenedSource Source, QuestionOutcome Outcome)>();
        foreach (var id in ids.OrderByDescending(i => i == remembered?.SourceId).Take(12))
        {
            if (await sources.OpenAsync(turn.Caller, id, cancellationToken) is not { } opened)
                continue;
            var model = await models.ForAsync(turn.Caller, opened, cancellationToken);
            var options = Options(turn) with { Verified = await verified.NeighboursAsync(turn.Caller, opened, question, cancellationToken) };
            var outcome = QuestionEngine.Plan(question, model, id == remembered?.SourceId ? last : null, options);
            // "in Sales" names the source, unless the source knows a Sales department.
            if (before is not null && QuestionEngine.Plan(before, model, id == remembered?.SourceId ? last : null, Options(turn)) is QuestionOutcome.Answered shorter
                && shorter.Confidence >= ((outcome as QuestionOutcome.Answered)?.Confidence ?? 0))
                outcome = shorter;
            // What goes on from the last answer stays with its source, however well its few words fit another.
            if (outcome is QuestionOutcome.Answered { GoesOn: true })
                return (opened, outcome, null);
            tried.Add((opened, outcome));
        }
        if (tried.Count == 0)
            return (null, null, null);
        double Worth((OpenedSource Source, QuestionOutcome Outcome) t) => (t.Outcome switch
        {
            QuestionOutcome.Answered a => a.Confidence,
            QuestionOutcome.Clarify => 40,
            _ => 0,
        }) + (t.Source.Info.Id == remembered?.SourceId ? 8 : 0);
        var ranked = tried.OrderByDescending(Worth).ToList();
        if (ranked.Count > 1 && Worth(ranked[0]) - Worth(ranked[1]) < 3 && Worth(ranked[1]) >= 60)
        {
            var choices = ranked.Take(3).Select(r => new Choice(r.Source.Info.Name, $"{r.Source.Catalog.Tables.Count} tables", $"{question} in {r.Source.Info.Name}")).ToList();
            return (null, null, new("Which source do you mean?", choices));
        }
        return (ranked[0].Source, ranked[0].Outcome, null);
    }

    private static SkillResult Close(QuestionOutcome.Declined declined) =>
        new($"{declined.Title}. {declined.Why}", [new ClosingPart(declined.State, declined.Title, declined.Why, declined.Questions, CanRetry: declined.State is ClosingState.EngineError)]) { State = declined.State };

    private static string Describe(QuestionOutcome.Answered answer, ResultTable table) =>
        $"{answer.Title}: {table.Rows.Count} rows. {answer.Explanation}";
}
