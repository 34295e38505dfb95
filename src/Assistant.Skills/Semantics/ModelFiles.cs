using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Semantics;

/// <summary>How importing a file ended.</summary>
public abstract record ImportOutcome
{
    private ImportOutcome() { }

    /// <summary>It is the draft now; publishing is another step.</summary>
    public sealed record Imported(ModelDraft Draft) : ImportOutcome;

    public sealed record Refused(IReadOnlyList<YamlProblem> Problems) : ImportOutcome;

    public sealed record Gone : ImportOutcome;
}

/// <summary>Models out to files and in again.</summary>
public sealed class ModelFiles(SemanticModels models, DataSources sources, ModelCheck check)
{
    /// <summary>The model as YAML: what is published, or the draft. Tables that the caller may not see are not in it. Null when there is no such source.</summary>
    public async Task<string?> ExportAsync(Caller caller, Guid sourceId, bool draft, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return null;
        var model = (draft ? (await models.DraftAsync(caller, sourceId, cancellationToken))?.Model : null) ?? (await models.CurrentAsync(caller, sourceId, cancellationToken)).Model;
        var visible = SeenCatalog.Of(opened.Catalog, opened.Policy);
        return ModelYaml.Write(SeenCatalog.Of(model, visible), visible);
    }

    /// <summary>Puts a file in the draft's place if nothing is wrong with it. What the caller may not see stays as it is.</summary>
    public async Task<ImportOutcome> ImportAsync(Caller caller, Guid sourceId, string yaml, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return new ImportOutcome.Gone();
        var visible = SeenCatalog.Of(opened.Catalog, opened.Policy);
        var read = ModelYaml.Read(yaml, visible);
        var unfit = await check.FindAsync(read.Model, opened.Source, visible, cancellationToken);
        List<YamlProblem> problems = [.. read.Problems.Concat(unfit.Select(read.Locate)).Distinct().OrderBy(p => p.Line)];
        if (problems.Count > 0)
            return new ImportOutcome.Refused(problems);
        return await models.EditAsync(caller, sourceId, "Imported from a file.", before => SeenCatalog.Merge(read.Model, before, visible), cancellationToken) is { } draft
            ? new ImportOutcome.Imported(draft) : new ImportOutcome.Gone();
    }
}
