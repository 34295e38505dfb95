using Assistant.Skills.Access;
using Assistant.Skills.Questions.Telling;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>What a person may ask to begin with: of each of their sources in turn, every one checked to run with their rights.</summary>
public sealed class StartingQuestions(QuestionEngine engine, QuestionModels models, DataSources sources, TimeProvider time)
{
    private const int MostSources = 3;
    private const int Shown = 4;

    /// <param name="sourceId">Only of this one; null for all.</param>
    public async Task<IReadOnlyList<string>> ForAsync(Caller caller, Guid? sourceId, CancellationToken cancellationToken)
    {
        var ready = (await sources.ListAsync(caller, cancellationToken)).Where(s => s.State is not SourceState.Failing && (sourceId is null || s.Id == sourceId));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(caller.Preferences.TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        var options = new QuestionOptions(today, caller.Preferences.Culture, caller.Preferences.Role);
        var found = new List<IReadOnlyList<string>>();
        foreach (var source in ready.OrderByDescending(s => s.ProjectId == caller.ProjectId).Take(MostSources))
        {
            if (await sources.OpenAsync(caller, source.Id, cancellationToken) is not { } open)
                continue;
            var model = await models.ForAsync(caller, open, cancellationToken);
            found.Add(await new Suggestions(engine).FirstAsync(model, open.Source, open.Policy, options, cancellationToken));
        }
        return [.. Enumerable.Range(0, Shown).SelectMany(round => found.Where(f => f.Count > round).Select(f => f[round])).Distinct().Take(Shown)];
    }
}
