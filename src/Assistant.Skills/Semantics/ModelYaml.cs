using Assistant.Skills.Sources;
using YamlDotNet.Serialization;

namespace Assistant.Skills.Semantics;

/// <summary>Something wrong in a file, for who wrote it.</summary>
/// <param name="Line">From 1.</param>
public sealed record YamlProblem(int Line, string Message);

/// <summary>A file read as a model; with problems, the model is not to be used.</summary>
public sealed record YamlModel(SemanticModel Model, IReadOnlyList<YamlProblem> Problems)
{
    /// <summary>Lines of the names in it, for problems that are found later; see <see cref="ModelProblem.Path"/>.</summary>
    internal IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    public YamlProblem Locate(ModelProblem problem) => new(Lines.GetValueOrDefault(problem.Path, 1), problem.Message);
}

/// <summary>
/// The model as a file that people edit and keep under version control. All tables and columns stand in it, so that one sees what may be said;
/// what nobody said anything about is read back as nothing.
/// </summary>
public static class ModelYaml
{
    private static readonly ISerializer Serializer = new SerializerBuilder().WithIndentedSequences().Build();

    /// <param name="catalog">What the person may see of the source.</param>
    public static string Write(SemanticModel model, SourceCatalog catalog)
    {
        var joins = catalog.Relationships.Where(r => r.FromColumns.Count == 1 && model.Decided(r.From, r.FromColumns[0], r.To, r.ToColumns[0]) is null)
            .Select(r => Join(r.From, r.FromColumns[0], r.To, r.ToColumns[0], r.Declared ? "declared" : "inferred"))
            .Concat(model.Joins.Select(j => Join(j.From, j.FromColumn, j.To, j.ToColumn, j.State.ToString().ToLowerInvariant())));
        return Serializer.Serialize(new Dictionary<string, object>
        {
            ["entities"] = catalog.Tables.Select(t => Entity(t, model.Find(t.Name) ?? new(t.Name))).ToList(),
            ["joins"] = joins.ToList(),
        });
    }

    /// <summary>Reads a file; never throws for any text.</summary>
    public static YamlModel Read(string text, SourceCatalog catalog) => new ModelYamlReader(catalog).Read(text);

    private static Dictionary<string, object> Entity(CatalogTable table, ModelEntity said)
    {
        var written = new Dictionary<string, object> { ["table"] = table.Name.ToString() };
        Add(written, "description", said.Description);
        Add(written, "synonyms", said.Synonyms);
        Add(written, "default_date", said.DefaultDate);
        Add(written, "hidden", said.Hidden);
        written["columns"] = table.Columns.Select(c => Column(said.Find(c.Name) ?? new(c.Name))).ToList();
        if (said.Measures.Count > 0)
            written["measures"] = said.Measures.Select(Measure).ToList();
        return written;
    }

    private static Dictionary<string, object> Column(ModelColumn said)
    {
        var written = new Dictionary<string, object> { ["name"] = said.Name };
        Add(written, "description", said.Description);
        Add(written, "synonyms", said.Synonyms);
        Add(written, "unit", said.Unit);
        Add(written, "role", said.Role is ColumnRole.ByItself ? null : said.Role.ToString().ToLowerInvariant());
        Add(written, "hidden", said.Hidden);
        Add(written, "sensitive", said.Sensitive);
        if (said.Values.Count > 0)
            written["values"] = said.Values.ToDictionary(v => v.Value, v => v.Meanings);
        return written;
    }

    private static Dictionary<string, object> Measure(ModelMeasure said)
    {
        var written = new Dictionary<string, object> { ["name"] = said.Name, ["formula"] = said.Formula, ["aggregate"] = said.Aggregate.ToString().ToLowerInvariant() };
        Add(written, "description", said.Description);
        Add(written, "synonyms", said.Synonyms);
        Add(written, "unit", said.Unit);
        return written;
    }

    private static Dictionary<string, object> Join(TableName from, string fromColumn, TableName to, string toColumn, string state) =>
        new() { ["from"] = $"{from}.{fromColumn}", ["to"] = $"{to}.{toColumn}", ["state"] = state };

    private static void Add(Dictionary<string, object> written, string key, object? value)
    {
        if (value is not (null or false or IReadOnlyList<string> { Count: 0 }))
            written[key] = value;
    }
}
