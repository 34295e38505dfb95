using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.Telling;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>Answers questions about data in a turn: shows each step and part as soon as it is there.</summary>
public sealed class QuestionSkill(QuestionEngine engine, SourceChooser chooser, Results results, WrittenQueries written, VerifiedAnswers verified, AskedBack asked, Quality.QualityNotes quality)
{
    /// <summary>Noted while the person is asked which source is meant.</summary>
    private const string SourceAsked = "questions.asked-source";

    

    [DisplayName("answer_from_data"), Requires(Permission.ReadData)]
    [Description("Answers a question about the organization's data by reading it with one query. Follow-ups may be passed as they are.")]
    public async Task<SkillResult> AnswerAsync(
        [Description("The question, in the person's own words.")] string question,
        TurnContext turn, CancellationToken cancellationToken)
    {
        var chosen = await asked.TakeAsync(question, turn, cancellationToken);
        if (chosen is not null)
            (question, turn) = (chosen.Question, turn with { SourceId = chosen.SourceId });
        else if ((await written.RunPastedAsync(question, turn, cancellationToken) ?? await written.RefineAsync(question, turn, cancellationToken)) is { } ran)
            return ran;
        var watch = Stopwatch.StartNew();
        await turn.ShowAsync(new StepPart("understand", "Understanding the question", StepState.Running));
        var remembered = LastAnswer.Of(turn);
        var (match, outdated) = await verified.FindAsync(turn.Caller, question, turn.SourceId, remembered?.SourceId, SourceChooser.Options(turn), cancellationToken);
        if (match is not null)
            return await ShowVerifiedAsync(match, turn, watch, cancellationToken);
        var only = await verified.OnlyAsync(turn.Caller, cancellationToken);
        if (turn.SourceId is { } here && only.Contains(here))
        {
            await turn.ShowAsync(new StepPart("understand", "Understood the question", StepState.Done, (int)watch.ElapsedMilliseconds));
            var refused = await verified.RefuseAsync(turn.Caller, here, question, cancellationToken);
            return new(refused.Why, [refused]) { State = refused.State };
        }
        // Nobody is asked twice in a row: a choice of column or source is answered at once.
        var mayAsk = chosen is null & !turn.State.Remove(SourceAsked);
        var (opened, outcome, clarify) = await chooser.ChooseAsync(question, remembered?.SourceId, remembered?.Read(), mayAsk, only, turn, cancellationToken);
        await turn.ShowAsync(new StepPart("understand", "Understood the question", StepState.Done, (int)watch.ElapsedMilliseconds));
        if (clarify is not null)
        {
            turn.State[SourceAsked] = "true";
            return new("Asked the person which source is meant.", [clarify]) { State = ClosingState.NeedsClarification };
        }
        if (opened is null)
            return Close(new(ClosingState.NotModelled, "There is no data yet", "Connect a database or upload a file first; then ask again.", []));
        switch (outcome)
        {
            case QuestionOutcome.Clarify ask:
                return new("Asked the person: " + ask.Question, [AskedBack.Ask(question, opened.Info.Id, ask, turn)]) { State = ClosingState.NeedsClarification };
            case QuestionOutcome.Declined no:
                return Close(no);
        }
        var planned = (QuestionOutcome.Answered)outcome!;
        var read = Stopwatch.StartNew();
        await turn.ShowAsync(new StepPart("read", $"Reading {opened.Info.Name}", StepState.Running));
        var told = await engine.RunAsync(planned, opened.Source, opened.Catalog, opened.Policy, cancellationToken);
        if (told is not QuestionOutcome.Answered { Table: { } table } answer)
        {
            await turn.ShowAsync(new StepPart("read", $"Could not read {opened.Info.Name}", StepState.Failed, (int)read.ElapsedMilliseconds));
            return Close((QuestionOutcome.Declined)told);
        }
        // A chart that was asked for stays while the answer is only changed.
        if (answer is { GoesOn: true, ChartWords: null } && remembered?.Chart is { } chart)
            answer = answer with { ChartWords = chart };
        await turn.ShowAsync(new StepPart("read", $"Read {opened.Info.Name}", StepState.Done, (int)read.ElapsedMilliseconds, Counted.Of(table.Rows.Count, "row", "rows")));
        var culture = CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);
        var kept = await results.KeepAsync(turn, opened, answer.Sql, table, cancellationToken);
        var model = await chooser.ModelAsync(turn.Caller, opened, cancellationToken);
        var place = new AnswerPlace(kept, opened.Info.Id, opened.Info.Name, opened.Catalog, opened.Policy) { Units = model.Units };
        foreach (var part in AnswerParts.Of(answer, place, turn.Caller.Preferences.Role, culture))
            await turn.ShowAsync(part);
        foreach (var caveat in await quality.AboutAsync(turn.Caller, opened, UsedColumns.Of(answer.Plan), cancellationToken))
            await turn.ShowAsync(caveat);
        WrittenQueries.Forget(turn);
        if (outdated is not null)
            await turn.ShowAsync(outdated);
        new LastAnswer(opened.Info.Id, answer.Plan.ToJson())
        {
            Question = question, Source = opened.Info.Name, Sql = answer.Sql, Confidence = answer.Confidence, Reasons = answer.Reasons, Assumptions = answer.Assumptions, Chart = answer.ChartWords,
        }.Note(turn);
        var next = await new Suggestions(engine).AfterAsync(answer, model, opened.Source, opened.Policy, SourceChooser.Options(turn), cancellationToken);
        if (next.Count > 0)
            await turn.ShowAsync(new SuggestionsPart(next));
        return new(Describe(answer, table), []) { State = table.Rows.Count == 0 ? ClosingState.NoRows : ClosingState.Answered };
    }

    private async Task<SkillResult> ShowVerifiedAsync(VerifiedMatch match, TurnContext turn, Stopwatch watch, CancellationToken cancellationToken)
    {
        await turn.ShowAsync(new StepPart("understand", "Understood the question", StepState.Done, (int)watch.ElapsedMilliseconds));
        var (result, words) = await verified.ShowAsync(match, turn, cancellationToken);
        WrittenQueries.Forget(turn);
        if (match.Plan is { } told)
            foreach (var caveat in await quality.AboutAsync(turn.Caller, match.Opened, UsedColumns.Of(told), cancellationToken))
                await turn.ShowAsync(caveat);
        if (match.Plan is { } plan)
            new LastAnswer(match.Opened.Info.Id, plan.ToJson()) { Question = match.Pair.Question, Source = match.Opened.Info.Name, Sql = match.Sql, Verified = words }.Note(turn);
        return result;
    }

    [DisplayName("explain_answer"), Requires(Permission.ReadData)]
    [Description("Explains the last answer of the conversation: how it was worked out, what it rests on, and how sure it is. Reads no data.")]
    public static SkillResult Explain([Description("how, sure or why")] string what, TurnContext turn)
    {
        if (turn.State.ContainsKey(WrittenQueries.NoteKey))
            return SkillResult.Say("The last answer is what your own query gave, run as you wrote it, with your rights. Its SQL stands under the answer, where you can change it.");
        return SkillResult.Say(LastAnswer.Of(turn) is { } last
            ? AnswerExplanation.Of(last, what, CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture))
            : "There is no answer to explain yet in this conversation. Ask something about your data first, for example by one of the questions offered on a new conversation.");
    }

    private static SkillResult Close(QuestionOutcome.Declined declined) =>
        new($"{declined.Title}. {declined.Why}", [new ClosingPart(declined.State, declined.Title, declined.Why, declined.Questions, CanRetry: declined.State is ClosingState.EngineError)]) { State = declined.State };

    private static string Describe(QuestionOutcome.Answered answer, ResultTable table) =>
        $"{answer.Title}: {Counted.Of(table.Rows.Count, "row", "rows")}. {answer.Explanation}";
}
