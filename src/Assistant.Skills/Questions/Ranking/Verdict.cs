using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Telling;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>What is done with the ranked readings: answer, ask back, or decline with the reason.</summary>
internal static partial class Verdict
{
    /// <summary>Below this a reading is as good as guessed.</summary>
    private const int LeastConfidence = 34;

    /// <summary>The same where a picture is asked for: who sees it sees whether it is the one that was meant, and the answer tells how unsure it is.</summary>
    private const int LeastDrawn = 25;

    /// <param name="goesOn">Whether the readings change the last answer.</param>
    public static QuestionOutcome Of(string question, SourceModel model, IReadOnlyList<Candidate> ranked, bool goesOn, QuestionOptions options)
    {
        var outcome = Decide(question, model, ranked, goesOn, options);
        return outcome with { Trace = PlanTrace.Of(question, ranked, model, outcome), NotUnderstood = NotUnderstood(question, ranked) };
    }

    private static QuestionOutcome Decide(string question, SourceModel model, IReadOnlyList<Candidate> ranked, bool goesOn, QuestionOptions options)
    {
        if (Tokenizer.Tokenize(question).Count >= Tokenizer.MaxTokens)
            return Declined(ClosingState.NotModelled, "This is too long for one question", "I read a sentence or two at a time. Ask for one thing first; then go on from its answer.");
        if (Changes(question))
            return Declined(ClosingState.NotAllowed, "I only read data", "Nothing is added, changed or deleted from here. Ask what you would like to see.");
        if (ranked.Count == 0 || ranked[0] is not { Plan: { } plan } best)
        {
            if (options.GoingOn && FollowUps.FollowUp.IsMarked(Tokenizer.Tokenize(question)))
                return Declined(ClosingState.NotModelled, "I can't apply this to the last answer",
                    "I found nothing in the data that these words could change in it. Name a value, a column or a period of the data, or ask the whole question anew.");
            var why = ranked.SelectMany(c => c.Problems).FirstOrDefault();
            return Declined(ClosingState.NotModelled, "I can't answer this from the data",
                why is null ? "Nothing in the question names something that the data holds." : $"I stopped because {why}.");
        }
        if (best.Unknown is { } unknown)
        {
            return Declined(ClosingState.NotModelled, "The data doesn't hold this",
                $"I find nothing in the data called \"{unknown}\". Ask with the words of the data, or tell me which column is meant.{Nearest.Sentence(unknown, ranked, model.Vocabulary)}") with { Unknown = unknown };
        }
        if (options.Ask && !goesOn && Ambiguity.Of(ranked) is { } asked)
            return asked;
        var (confidence, reasons) = Confidence.Of(ranked, goesOn);
        if (confidence < (best.Sketch.Chart is null or "share" ? LeastConfidence : LeastDrawn))
        {
            return Declined(ClosingState.NotModelled, "I'm not sure enough to answer this",
                $"I could only guess: {string.Join("; ", reasons)}. Name the table or column, or put it another way.{(best.Unused is [var word, ..] ? Nearest.Sentence(word, ranked, model.Vocabulary) : "")}") with { Unknown = best.Unused is [var first, ..] ? first : null };
        }
        if (options.ShowRankedBy)
            plan = RankedBy.Shown(plan);
        if (options is { ShowRankedBy: true, ShowNames: true } && best.Sketch.Targets.All(t => t.Link?.Column is null))
            plan = NamedRows.Shown(plan, model);
        var culture = CultureInfo.GetCultureInfo(options.Culture);
        return new QuestionOutcome.Answered(
            plan, model.ToSql(plan), null, confidence, reasons, PlanWords.Title(plan), PlanWords.Explain(plan, culture), PlanWords.Filters(plan, culture), PlanWords.Dates(plan, culture))
        {
            ChartWords = best.Sketch.Chart,
            Assumptions = [.. best.Guesses, .. Ambiguity.TakenFor(best).Distinct()],
            Meanings = best.Meanings,
            GoesOn = goesOn,
            Fit = Confidence.Fit(best),
        };
    }

    /// <summary>Words that nothing was made of.</summary>
    private static IReadOnlyList<string> NotUnderstood(string question, IReadOnlyList<Candidate> candidates)
    {
        if (candidates is [{ Plan: not null } best, ..])
            return [.. best.Unused.Concat(best.Unknown is { } unknown ? unknown.Split(' ') : []).Distinct(StringComparer.OrdinalIgnoreCase)];
        var tokens = Tokenizer.Tokenize(question);
        return [.. tokens.Where((t, i) => t.Kind is TokenKind.Word && !Lexicon.Default.At(tokens, i).Any()).Select(t => t.Text).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static bool Changes(string question) =>
        Tokenizer.Tokenize(question) is [{ Lower: var first }, ..] && Lexicon.Default.WriteWords.Contains(first) || WritingSql().IsMatch(question);

    [GeneratedRegex(@"\b(drop|truncate|alter|create)\s+(table|view|schema|database|index|role|user)\b|\b(delete\s+from|insert\s+into)\b|\bupdate\s+\w+\s+set\b", RegexOptions.IgnoreCase)]
    private static partial Regex WritingSql();

    private static QuestionOutcome.Declined Declined(ClosingState state, string title, string why) => new(state, title, why, []);
}
