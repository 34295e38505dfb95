using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Semantics;

/// <summary>What a word may be made to mean: a table, one of its columns, or a value in a column.</summary>
public sealed record ModelPlace(TableName Table, string? Column = null, string? Value = null)
{
    public override string ToString() => Value is not null ? $"'{Value}' in {Table}.{Column}" : Column is null ? Table.ToString() : $"{Table}.{Column}";
}

/// <summary>Words that people teach in passing: "by 'clients' I mean customers".</summary>
public sealed class ModelLearning(SemanticModels models, DataSources sources)
{
    /// <summary>
    /// Publishes the word as another name of the place. Refused, with the reason, when the place is not in the source, the caller may not see it, or
    /// the word already means something else; a caller without the right to manage sources gets <see cref="PermissionDeniedException"/>: ask
    /// <see cref="MayTeach"/> before offering.
    /// </summary>
    /// <param name="origin">Where it comes from, for the history, e.g. "a choice in a conversation".</param>
    public async Task<PublishOutcome> TeachAsync(Caller caller, Guid sourceId, string word, ModelPlace place, string origin, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return new PublishOutcome.Refused("This source is not there any more.");
        var current = await models.CurrentAsync(caller, sourceId, cancellationToken);
        if (Problem(word, place, opened.Catalog, opened.Policy, current.Model) is { } problem)
            return new PublishOutcome.Refused(problem);
        return await models.LearnAsync(caller, sourceId, Sentence(word, place), origin, model => With(model, word, place), cancellationToken);
    }

    public static bool MayTeach(Caller caller, Guid sourceId) => caller.MayOn(Permission.ManageSources, sourceId);

    /// <summary>The model with the word as another name of the place.</summary>
    public static SemanticModel With(SemanticModel model, string word, ModelPlace place) => place switch
    {
        { Column: null } => model.With(place.Table, e => e with { Synonyms = [.. e.Synonyms, word] }),
        { Value: null } when model.Find(place.Table)?.FindMeasure(place.Column) is { } measure =>
            model.With(place.Table, e => e.WithMeasure(measure.Name, measure with { Synonyms = [.. measure.Synonyms, word] })),
        { Value: null } => model.With(place.Table, place.Column, c => c with { Synonyms = [.. c.Synonyms, word] }),
        { Value: { } value } => model.With(place.Table, place.Column, c => c with
        {
            Values = [.. c.Values.Where(v => v.Value != value), new(value, [.. c.Values.Where(v => v.Value == value).SelectMany(v => v.Meanings), word])],
        }),
    };

    public static string Sentence(string word, ModelPlace place) => $"'{word.Trim()}' means {place}.";

    /// <summary>Why the word can't be made to mean the place, in words; null when it can.</summary>
    public static string? Problem(string word, ModelPlace place, SourceCatalog catalog, DataPolicy policy, SemanticModel model)
    {
        if (word.Trim() is { Length: 0 or > 80 })
            return "Give a word or a few, at most 80 letters.";
        if (policy.HiddenTables.Contains(place.Table) || catalog.Find(place.Table) is not { } table)
            return $"There is no table '{place.Table}' in this source.";
        if (place.Column is { } column && table.Find(column) is null && model.Find(place.Table)?.FindMeasure(column) is null
            || place.Column is { } masked && policy.Masks.Any(m => m.Key.Table == place.Table && m.Value is ColumnMask.Hidden && string.Equals(m.Key.Column, masked, StringComparison.OrdinalIgnoreCase)))
            return $"The table '{place.Table}' has no column '{place.Column}'.";
        if (place.Value is not null)
            return null;
        var known = place.Column is null ? ModelCheck.TableWords(model, catalog) : ModelCheck.ColumnWords(model, table);
        return known.FirstOrDefault(m => string.Equals(m.Word.Replace('_', ' '), word.Trim(), StringComparison.OrdinalIgnoreCase) && m.Place != place) is { } taken
            ? $"'{word.Trim()}' already means {taken.Place}. Take it away there first." : null;
    }
}
