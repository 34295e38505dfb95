using System.Runtime.CompilerServices;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.FollowUps;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Ranking;
using Assistant.Skills.Questions.Telling;
using Assistant.Skills.Questions.Values;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>Answers questions over one source: words to plan, plan to SQL, SQL through the gate. The chat, the command line and the evaluations use this one.</summary>
public sealed class QuestionEngine(QueryGate gate)
{
    private readonly ConditionalWeakTable<SourceCatalog, ConditionalWeakTable<DataPolicy, ConditionalWeakTable<SemanticModel, Task<SourceModel>>>> _models = [];
    private readonly Lock _lock = new();

    /// <summary>The model of a source for who may see what the policy says; made once for each catalog.</summary>
    public Task<SourceModel> ModelAsync(ISource source, SourceCatalog catalog, DataPolicy policy, CancellationToken cancellationToken) =>
        ModelAsync(source, catalog, policy, SemanticModel.Empty, cancellationToken);

    /// <param name="semantics">What people said about the source; made once for each such object.</param>
    public Task<SourceModel> ModelAsync(ISource source, SourceCatalog catalog, DataPolicy policy, SemanticModel semantics, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var byModel = _models.GetOrCreateValue(catalog).GetOrCreateValue(policy);
            if (byModel.TryGetValue(semantics, out var known) && !known.IsFaulted && !known.IsCanceled)
                return known;
            // Shared by all who ask: one of them leaving must not end it for the others.
            var made = SourceModel.MakeAsync(gate, source, catalog, policy, semantics, CancellationToken.None);
            byModel.AddOrUpdate(semantics, made);
            return made.WaitAsync(cancellationToken);
        }
    }

    public async Task<QuestionOutcome> AnswerAsync(
        string question, ISource source, SourceCatalog catalog, DataPolicy policy, QueryPlan? last, QuestionOptions options, CancellationToken cancellationToken)
    {
        var model = await ModelAsync(source, catalog, policy, options.Semantics, cancellationToken);
        var outcome = await PlanAsync(question, source, model, policy, last, options, cancellationToken);
        if (outcome is not QuestionOutcome.Answered answered || !options.Run)
            return outcome;
        return await RunAsync(answered, source, catalog, policy, cancellationToken);
    }

    /// <summary>Plans, and tries the likeliest readings on the data before one is chosen.</summary>
    public async Task<QuestionOutcome> PlanAsync(
        string question, ISource source, SourceModel model, DataPolicy policy, QueryPlan? last, QuestionOptions options, CancellationToken cancellationToken)
    {
        model = await new ValueLookup(gate).WithValuesOfAsync(question, model, source, policy, cancellationToken);
        var (candidates, goesOn) = Candidates(question, model, last, options);
        var tried = await new Prober(gate).TryAsync(candidates, model, source, policy, MostTried, cancellationToken);
        var ranked = Ranker.Rank(tried, model);
        var outcome = Verdict.Of(question, model, ranked, goesOn, options with { GoingOn = last is not null });
        return outcome is QuestionOutcome.Declined { State: ClosingState.NotModelled } declined && options.Run
            ? declined with { Questions = await new Suggestions(this).NearestAsync(question, declined.Unknown, ranked, model, source, policy, options, cancellationToken) }
            : outcome;
    }

    /// <summary>Reads the rows of a planned answer.</summary>
    public async Task<QuestionOutcome> RunAsync(
        QuestionOutcome.Answered answered, ISource source, SourceCatalog catalog, DataPolicy policy, CancellationToken cancellationToken)
    {
        var read = await gate.ReadAsync(source, answered.Sql, new GateScope(catalog, policy, new GateLimits()), cancellationToken);
        return read switch
        {
            QueryOutcome.Rows rows => answered with { Table = rows.Table },
            QueryOutcome.TooCostly costly => Declined(ClosingState.EngineError, "This takes too long", costly.Why),
            QueryOutcome.EngineFailed failed => Declined(ClosingState.EngineError, "The source could not answer", failed.Message),
            QueryOutcome.NotAllowed not => Declined(ClosingState.NotAllowed, "You may not see this", not.What),
            QueryOutcome.NotModelled missing => Declined(ClosingState.NotModelled, "The data doesn't hold this", $"There is no '{missing.Name}'."),
            QueryOutcome.NotARead why => Declined(ClosingState.EngineError, "The query was refused", why.Why),
            QueryOutcome.NotUnderstood why => Declined(ClosingState.EngineError, "The query was refused", why.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Plans without reading data. Never throws for any text.</summary>
    public static QuestionOutcome Plan(string question, SourceModel model, QueryPlan? last, QuestionOptions options)
    {
        var (candidates, goesOn) = Candidates(question, model, last, options);
        return Verdict.Of(question, model, Ranker.Rank(candidates, model), goesOn, options with { GoingOn = last is not null });
    }

    /// <summary>Readings of the question by itself or, where it goes on from the last one, of the last plan changed.</summary>
    private static (IReadOnlyList<Candidate> Candidates, bool GoesOn) Candidates(string question, SourceModel model, QueryPlan? last, QuestionOptions options)
    {
        var tokens = Tokenizer.Tokenize(question);
        if (last is null || !FollowUp.Seems(tokens))
            return (VerifiedPreference.Apply(model.Planner.Plan(question, options.Today, options.Meanings), question, options.Verified), false);
        var fresh = FollowUp.IsMarked(tokens) ? null : model.Planner.Plan(question, options.Today, options.Meanings);
        if (fresh is [{ StandsAlone: true }, ..])
            return (fresh, false);
        var edited = new FollowUp(model.Vocabulary, model.Values, model.Joins, Lexicon.Default).Edit(tokens, last, options.Today);
        if (edited.Count > 0)
            return (edited, true);
        // What says that it goes on, and can't be applied, is no question of its own unless it is whole.
        var whole = fresh ?? model.Planner.Plan(question, options.Today, options.Meanings);
        return (fresh is not null || whole is [{ StandsAlone: true }, ..] ? whole : [], false);
    }

    /// <summary>How many readings are run before one is chosen.</summary>
    private const int MostTried = 8;

    private static QuestionOutcome.Declined Declined(ClosingState state, string title, string why) => new(state, title, why, []);
}
