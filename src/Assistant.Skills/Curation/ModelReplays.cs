using Assistant.Skills.Access;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Curation;

/// <summary>
/// Asks the verified questions, and those asked lately, with the published model and with an edited one, and compares the answers. Everything is
/// read with the rights of who looks; nothing is kept but how many verified ones were right.
/// </summary>
public sealed class ModelReplays(QuestionEngine engine, SemanticModels models, VerifiedQuestions verified, AskedLately asked, DataSources sources, QueryGate gate, TimeProvider time)
{
    private const int MostVerified = 100;
    private const int MostAsked = 40;
    private static readonly GateLimits Limits = new(MaxRows: 1000) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>What publishing the model would do; null when the source is gone.</summary>
    public async Task<ModelReplay?> ReplayAsync(Caller caller, Guid sourceId, SemanticModel after, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return null;
        var before = (await models.CurrentAsync(caller, sourceId, cancellationToken)).Model;
        var (old, @new) = (await ModelAsync(opened, before, cancellationToken), await ModelAsync(opened, after, cancellationToken));
        var options = new QuestionOptions(Today(caller), caller.Preferences.Culture, caller.Preferences.Role);
        var pairs = (await verified.ListAsync(caller, opened, cancellationToken)).Where(v => v.Invalid is null).Take(MostVerified).ToList();
        var questions = new List<ReplayedQuestion>();
        foreach (var pair in pairs)
            questions.Add(await CompareAsync(pair, opened, old, @new, options with { Today = pair.AskedOn }, cancellationToken));
        foreach (var question in (await asked.ListAsync(caller, sourceId, MostAsked, cancellationToken)).Where(q => !pairs.Any(p => VerifiedQuestions.AskedAs(p.Question) == VerifiedQuestions.AskedAs(q))))
            questions.Add(await CompareAsync(question, false, opened, old, @new, options, read: false, cancellationToken));
        return new(questions);
    }

    /// <summary>What going back to a version would do; null when the source or the version is not there.</summary>
    public async Task<ModelReplay?> ReplayVersionAsync(Caller caller, Guid sourceId, int number, CancellationToken cancellationToken) =>
        await models.VersionAsync(caller, sourceId, number, cancellationToken) is { } model ? await ReplayAsync(caller, sourceId, model, cancellationToken) : null;

    /// <summary>How many verified questions the engine alone answers as verified, with the model that is published; kept for the readiness of the source.</summary>
    public async Task<(int Right, int Of)> MeasureAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        var replay = await ReplayAsync(caller, sourceId, (await models.CurrentAsync(caller, sourceId, cancellationToken)).Model, cancellationToken) ?? new([]);
        await verified.KeepMeasureAsync(caller, sourceId, replay.RightAfter, replay.Verified, cancellationToken);
        return (replay.RightAfter, replay.Verified);
    }

    /// <summary>Keeps what a replay measured, once its model is published.</summary>
    public Task KeepAsync(Caller caller, Guid sourceId, ModelReplay replay, CancellationToken cancellationToken) =>
        verified.KeepMeasureAsync(caller, sourceId, replay.RightAfter, replay.Verified, cancellationToken);

    private Task<SourceModel> ModelAsync(OpenedSource opened, SemanticModel model, CancellationToken cancellationToken) =>
        engine.ModelAsync(opened.Source, opened.Catalog, opened.Policy, model, cancellationToken);

    private async Task<ReplayedQuestion> CompareAsync(
        VerifiedQuestion pair, OpenedSource opened, SourceModel old, SourceModel @new, QuestionOptions options, CancellationToken cancellationToken)
    {
        var compared = await CompareAsync(pair.Question, true, opened, old, @new, options, read: true, cancellationToken);
        var right = await ReadAsync(pair.Sql, opened, cancellationToken);
        return right is null ? compared : compared with { RightBefore = IsSame(compared.Before.Table, right), RightAfter = IsSame(compared.After.Table, right) };
    }

    /// <param name="read">Whether rows are read even where the query is the same.</param>
    private async Task<ReplayedQuestion> CompareAsync(
        string question, bool isVerified, OpenedSource opened, SourceModel old, SourceModel @new, QuestionOptions options, bool read, CancellationToken cancellationToken)
    {
        var (before, after) = (Planned(question, old, options), Planned(question, @new, options));
        if (before.Sql == after.Sql && !read)
            return new(question, isVerified, before, after, ReplayVerdict.Same);
        before = before with { Table = await ReadAsync(before.Sql, opened, cancellationToken) };
        after = before.Sql == after.Sql ? before : after with { Table = await ReadAsync(after.Sql, opened, cancellationToken) };
        var verdict = (before.Sql, after.Sql) switch
        {
            (null, null) => ReplayVerdict.Same,
            (null, _) => ReplayVerdict.NewlyAnswered,
            (_, null) => ReplayVerdict.NoLongerAnswered,
            var (a, b) when a == b => ReplayVerdict.Same,
            _ => IsSame(before.Table, after.Table) ? ReplayVerdict.OtherQuery : ReplayVerdict.OtherAnswer,
        };
        return new(question, isVerified, before, after, verdict);
    }

    private static ReplayedAnswer Planned(string question, SourceModel model, QuestionOptions options) => QuestionEngine.Plan(question, model, null, options) switch
    {
        QuestionOutcome.Answered answered => new(answered.Sql, null, null),
        QuestionOutcome.Declined declined => new(null, declined.Why, null),
        QuestionOutcome.Clarify clarify => new(null, clarify.Question, null),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<ResultTable?> ReadAsync(string? sql, OpenedSource opened, CancellationToken cancellationToken) =>
        sql is not null && await gate.ReadAsync(opened.Source, sql, new(opened.Catalog, opened.Policy, Limits), cancellationToken) is QueryOutcome.Rows rows ? rows.Table : null;

    // The same rows, whatever the columns are called and whatever the order.
    private static bool IsSame(ResultTable? a, ResultTable? b) => a is not null && b is not null && a.Rows.Count == b.Rows.Count && a.Columns.Count == b.Columns.Count
        && a.Rows.Select(Text).Order(StringComparer.Ordinal).SequenceEqual(b.Rows.Select(Text).Order(StringComparer.Ordinal));

    private static string Text(object?[] row) => string.Join('\u001f', row.Select(c => CellText.Invariant(c) ?? "\u0000"));

    private DateOnly Today(Caller caller) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(caller.Preferences.TimeZone)).DateTime);
}
