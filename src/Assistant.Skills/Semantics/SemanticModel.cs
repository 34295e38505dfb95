using System.Text.Json;
using System.Text.Json.Serialization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Semantics;

/// <summary>
/// What people said about a source beyond its catalog: other words for things, measures, default dates, joins, meanings of values. It says only
/// what was said: a source about which nobody said anything has the empty model, and tables that come later need no entry.
/// </summary>
public sealed record SemanticModel
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    public static SemanticModel Empty { get; } = new();

    public IReadOnlyList<ModelEntity> Entities { get; init; } = [];
    public IReadOnlyList<ModelJoin> Joins { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => Entities.Count == 0 && Joins.Count == 0;

    public ModelEntity? Find(TableName table) => Entities.FirstOrDefault(e => e.Table == table);

    public ModelColumn? Find(TableName table, string column) => Find(table)?.Find(column);

    /// <summary>What people decided about a join, whichever side is named first; null where nobody did.</summary>
    public JoinState? Decided(TableName from, string fromColumn, TableName to, string toColumn) =>
        Joins.FirstOrDefault(j => j.IsSame(from, fromColumn, to, toColumn) || j.IsSame(to, toColumn, from, fromColumn))?.State;

    /// <summary>The same model with one entity changed; an entity of which nothing is said any more is left out.</summary>
    public SemanticModel With(TableName table, Func<ModelEntity, ModelEntity> change)
    {
        var changed = change(Find(table) ?? new ModelEntity(table)).Tidy();
        var others = Entities.Where(e => e.Table != table);
        return this with { Entities = [.. (changed.IsEmpty ? others : others.Append(changed)).OrderBy(e => e.Table.ToString(), StringComparer.OrdinalIgnoreCase)] };
    }

    public SemanticModel With(TableName table, string column, Func<ModelColumn, ModelColumn> change) => With(table, entity => entity.With(column, change));

    /// <summary>With a decision about a join; null takes it back.</summary>
    public SemanticModel With(ModelJoin join, JoinState? state)
    {
        var others = Joins.Where(j => !j.IsSame(join.From, join.FromColumn, join.To, join.ToColumn) && !j.IsSame(join.To, join.ToColumn, join.From, join.FromColumn));
        return this with { Joins = [.. state is { } decided ? others.Append(join with { State = decided }) : others] };
    }

    /// <summary>With what is said in the order of names and nothing empty, so that equal models are written alike.</summary>
    public SemanticModel Tidy() => Entities.Aggregate(this with { Entities = [] }, (model, entity) => model.With(entity.Table, _ => entity))
        with { Joins = [.. Joins.OrderBy(j => j.ToString(), StringComparer.OrdinalIgnoreCase)] };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static SemanticModel FromJson(string json) => JsonSerializer.Deserialize<SemanticModel>(json, Options) ?? Empty;
}
