using Assistant.Skills.Access;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>What the engine knows of a connected source for one person, with what people published about it.</summary>
public sealed class QuestionModels(QuestionEngine engine, SemanticModels semantics)
{
    public async Task<SourceModel> ForAsync(Caller caller, OpenedSource opened, CancellationToken cancellationToken)
    {
        var published = await semantics.CurrentAsync(caller, opened.Info.Id, cancellationToken);
        return await engine.ModelAsync(opened.Source, opened.Catalog, opened.Policy, published.Model, cancellationToken);
    }
}
