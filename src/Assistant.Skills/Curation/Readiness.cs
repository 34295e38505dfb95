using Assistant.Skills.Access;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Curation;

/// <summary>Tells how ready a source is for questions. Counts only what the caller may see.</summary>
public sealed class Readiness(SemanticModels models, VerifiedQuestions verified, DataSources sources, TimeProvider time)
{
    private const int EnoughVerified = 10;

    /// <summary>Null when the source is gone.</summary>
    public async Task<SourceReadiness?> OfAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return null;
        var model = (await models.CurrentAsync(caller, sourceId, cancellationToken)).Model;
        var pairs = await verified.ListAsync(caller, opened, cancellationToken);
        var answering = (await verified.AnsweringAsync(caller, cancellationToken)).GetValueOrDefault(sourceId, SourceAnswering.Usual);
        var age = opened.Info.RefreshedAt is { } read ? time.GetUtcNow() - read : TimeSpan.MaxValue;
        return Of(ModelledCatalog.Of(SeenCatalog.Of(opened.Catalog, opened.Policy), model), model, pairs.Count(p => p.Invalid is null), age, answering);
    }

    /// <summary>The score from the facts.</summary>
    /// <param name="age">Since the schema was read.</param>
    public static SourceReadiness Of(SourceCatalog catalog, SemanticModel model, int verified, TimeSpan age, SourceAnswering answering)
    {
        var tables = catalog.Tables;
        var described = tables.Count(t => t.Description is { Length: > 0 });
        var keyed = tables.Count(t => t.PrimaryKey.Count > 0);
        var joined = tables.Count == 1 ? 1 : tables.Count(t => catalog.Relationships.Any(r => r.Confidence >= 0.9 && r.From != r.To && (r.From == t.Name || r.To == t.Name)));
        var amounts = tables.Where(t => t.Columns.Any(c => c.Type is DataType.Number || c.Type is DataType.Integer && !t.PrimaryKey.Contains(c.Name))).ToList();
        var measured = amounts.Count(t => model.Find(t.Name) is { } said && (said.Measures.Count > 0 || said.Columns.Any(c => c.Role is ColumnRole.Measure || c.Unit is not null)));
        return SourceReadiness.Of(
        [
            Share(ReadinessAspect.Descriptions, 15, described, tables.Count),
            Share(ReadinessAspect.Keys, 15, keyed, tables.Count),
            Share(ReadinessAspect.Joins, 20, joined, tables.Count),
            Share(ReadinessAspect.Measures, 10, measured, amounts.Count),
            Share(ReadinessAspect.Verified, 20, Math.Min(verified, EnoughVerified), EnoughVerified),
            new(ReadinessAspect.Fresh, age.TotalDays <= 7 ? 1 : age.TotalDays <= 30 ? 0.5 : 0, 10, (int)Math.Min(9999, Math.Max(0, age.TotalDays)), 7),
            Share(ReadinessAspect.Accuracy, 10, answering.Right ?? 0, answering.Of ?? 0, missing: 0),
        ]);
    }

    private static ReadinessPart Share(ReadinessAspect aspect, int weight, int have, int of, double missing = 1) => new(aspect, of == 0 ? missing : (double)have / of, weight, have, of);
}
