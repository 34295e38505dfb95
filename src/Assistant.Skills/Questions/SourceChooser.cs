using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>Finds the source that a question is about, and what becomes of the question there.</summary>
public sealed class SourceChooser(QuestionEngine engine, QuestionModels models, DataSources sources, Meanings meanings, VerifiedAnswers verified)
{
    private const int MostSources = 12;

    // Worth as much as a better understanding by so much: a source of the conversation's project.
    private const double AtHome = 10;

    public static QuestionOptions Options(TurnContext turn) => new(turn.Today, turn.Caller.Preferences.Culture, turn.Caller.Preferences.Role);

    public Task<SourceModel> ModelAsync(Caller caller, OpenedSource opened, CancellationToken cancellationToken) => models.ForAsync(caller, opened, cancellationToken);

    /// <summary>The source that the person chose, that was asked last, or that understands the question best; a question back where two do alike.</summary>
    /// <param name="lastSource">Where the question before was answered.</param>
    /// <param name="only">Sources that answer verified questions alone.</param>
    /// <param name="mayAsk">False takes the likelier reading where one would be asked.</param>
    public async Task<(OpenedSource? Source, QuestionOutcome? Outcome, ClarificationPart? Asked)> ChooseAsync(
        string question, Guid? lastSource, QueryPlan? last, bool mayAsk, IReadOnlySet<Guid> only, TurnContext turn, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> ids = turn.SourceId is { } chosen ? [chosen] : [];
        string? before = null;
        var home = new HashSet<Guid>();
        if (ids.Count == 0)
        {
            var all = await sources.ListAsync(turn.Caller, cancellationToken);
            home.UnionWith(all.Where(s => s.ProjectId == turn.ProjectId).Select(s => s.Id));
            (before, var named) = SourceNames.Named(question, all);
            ids = named is null ? [.. all.Select(s => s.Id).Where(id => !only.Contains(id))] : [named.Id];
        }
        var tried = new List<Tried>();
        foreach (var id in ids.OrderByDescending(i => i == lastSource).ThenByDescending(home.Contains).Take(MostSources))
        {
            if (await sources.OpenAsync(turn.Caller, id, cancellationToken) is not { } opened)
                continue;
            var model = await models.ForAsync(turn.Caller, opened, cancellationToken);
            var plan = id == lastSource ? last : null;
            var near = await verified.NeighboursAsync(turn.Caller, opened, question, cancellationToken);
            var outcome = QuestionEngine.Plan(question, model, plan, Options(turn) with { Ask = false, Verified = near });
            var words = question;
            // "in Sales" names the source, unless the source knows a Sales department.
            if (before is not null && QuestionEngine.Plan(before, model, plan, Options(turn) with { Ask = false }) is QuestionOutcome.Answered shorter
                && shorter.Confidence >= ((outcome as QuestionOutcome.Answered)?.Confidence ?? 0))
                (outcome, words) = (shorter, before);
            var attempt = new Tried(opened, model, plan, words, near, outcome);
            // What goes on from the last answer stays with its source, however well its few words fit another.
            if (outcome is QuestionOutcome.Answered { GoesOn: true })
                return (opened, await WholeAsync(attempt, mayAsk, turn, cancellationToken), null);
            tried.Add(attempt);
        }
        if (tried.Count == 0)
            return (null, null, null);
        double Worth(Tried t) => ((t.Outcome as QuestionOutcome.Answered)?.Fit ?? 0) + (t.Source.Info.Id == lastSource ? 8 : 0) + (home.Contains(t.Source.Info.Id) ? AtHome : 0);
        var ranked = tried.OrderByDescending(Worth).ToList();
        if (mayAsk && ranked.Count > 1 && Worth(ranked[0]) - Worth(ranked[1]) < 3 && Worth(ranked[1]) >= 60)
        {
            var choices = ranked.Take(3).Select(r => new Choice(r.Source.Info.Name, Counted.Of(r.Source.Catalog.Tables.Count, "table", "tables"), $"{question} in {r.Source.Info.Name}")).ToList();
            return (null, null, new("Which source do you mean?", choices));
        }
        return (ranked[0].Source, await WholeAsync(ranked[0], mayAsk, turn, cancellationToken), null);
    }

    /// <param name="Words">The question without the source's name.</param>
    /// <param name="Outcome">Planned without reading data.</param>
    private sealed record Tried(OpenedSource Source, SourceModel Model, QueryPlan? Last, string Words, IReadOnlyList<VerifiedQuestion> Near, QuestionOutcome Outcome);

    /// <summary>Planned anew, with the readings tried on the data and with what was chosen before.</summary>
    private async Task<QuestionOutcome> WholeAsync(Tried tried, bool mayAsk, TurnContext turn, CancellationToken cancellationToken)
    {
        var kept = await meanings.OfAsync(turn.Caller, tried.Source.Info.Id, cancellationToken);
        var options = Options(turn) with { Meanings = [.. kept.Select(k => k.Meaning)], Ask = mayAsk, Verified = tried.Near };
        var outcome = await engine.PlanAsync(tried.Words, tried.Source.Source, tried.Model, tried.Source.Policy, tried.Last, options, cancellationToken);
        return outcome is QuestionOutcome.Answered { Meanings.Count: > 0 } answered
            ? answered with { Choices = [.. kept.Where(k => answered.Meanings.Contains(k.Meaning))] } : outcome;
    }
}
