using System.Text.Json.Serialization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Semantics;

/// <summary>What is said of a table.</summary>
public sealed record ModelEntity(TableName Table)
{
    public string? Description { get; init; }

    /// <summary>Other words for a row of it, as people say them.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>The date meant by "last month" where the question names none.</summary>
    public string? DefaultDate { get; init; }

    /// <summary>Left out of questions, e.g. a table of technical logs. No matter of rights: those are policies.</summary>
    public bool Hidden { get; init; }
    public IReadOnlyList<ModelColumn> Columns { get; init; } = [];
    public IReadOnlyList<ModelMeasure> Measures { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => Description is null && Synonyms.Count == 0 && DefaultDate is null && !Hidden && Columns.Count == 0 && Measures.Count == 0;

    public ModelColumn? Find(string column) => Columns.FirstOrDefault(c => Same(c.Name, column));

    public ModelMeasure? FindMeasure(string name) => Measures.FirstOrDefault(m => Same(m.Name, name));

    public ModelEntity With(string column, Func<ModelColumn, ModelColumn> change)
    {
        var changed = change(Find(column) ?? new ModelColumn(column)).Tidy();
        var others = Columns.Where(c => !Same(c.Name, column));
        return this with { Columns = [.. changed.IsEmpty ? others : others.Append(changed)] };
    }

    /// <summary>With a measure in place of the one called <paramref name="name"/>; null takes it away.</summary>
    public ModelEntity WithMeasure(string name, ModelMeasure? measure)
    {
        var others = Measures.Where(m => !Same(m.Name, name));
        return this with { Measures = [.. measure is null ? others : others.Append(measure)] };
    }

    internal ModelEntity Tidy() => this with
    {
        Description = Words.Said(Description), DefaultDate = Words.Said(DefaultDate), Synonyms = Words.Distinct(Synonyms),
        Columns = [.. Columns.Select(c => c.Tidy()).Where(c => !c.IsEmpty).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)],
        Measures = [.. Measures.Select(m => m.Tidy()).OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase)],
    };

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
