using Assistant.Skills.Sources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Assistant.Skills.Semantics;

/// <summary>Reads one file into a model, and tells what is wrong by line.</summary>
internal sealed class ModelYamlReader(SourceCatalog catalog)
{
    private const int MaxLength = 2_000_000;
    private const int MaxDepth = 12;

    private readonly List<YamlProblem> _problems = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.OrdinalIgnoreCase);

    public YamlModel Read(string text)
    {
        var model = SemanticModel.Empty;
        try
        {
            if (Refusal(text) is { } refused)
                return new(model, [refused]);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
                return new(model, [new(1, "The file should hold one model: a list of 'entities' and a list of 'joins'.")]);
            foreach (var (key, value) in Keys(root, "the model", "entities", "joins"))
            {
                foreach (var node in Items(value, key))
                    model = key == "entities" ? Entity(model, node) : Join(model, node);
            }
        }
        catch (YamlException broken)
        {
            _problems.Add(new(Math.Min((int)broken.Start.Line, text.TrimEnd().Count(c => c == '\n') + 1), $"This is no YAML: {broken.Message.Split(": ").Last().TrimEnd('.')}."));
        }
        return new(model.Tidy(), [.. _problems.OrderBy(p => p.Line)]) { Lines = _lines };
    }

    // Before the tree is built: deep nesting and references could fill the memory.
    private static YamlProblem? Refusal(string text)
    {
        if (text.Length > MaxLength)
            return new(1, $"The file is longer than {MaxLength:N0} characters.");
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
                return new((int)parser.Current.Start.Line, "The lists here are nested deeper than a model is.");
            if (parser.Current is AnchorAlias)
                return new((int)parser.Current.Start.Line, "References (*name) are not read here. Write the text out.");
        }
        return null;
    }

    private SemanticModel Entity(SemanticModel model, YamlMappingNode node)
    {
        if (Text(node, "table") is not { } name)
            return Wrong(model, node, "An entity needs the name of its 'table'.");
        var table = TableOf(name);
        if (model.Find(table) is not null || _lines.ContainsKey(table.ToString()))
            return Wrong(model, node, $"The table '{name}' stands here twice.");
        _lines[table.ToString()] = Line(node);
        if (catalog.Find(table) is null)
            _problems.Add(new(Line(node), ModelCheck.NoTable(table, catalog)));
        var entity = new ModelEntity(table);
        foreach (var (key, value) in Keys(node, "an entity", "table", "description", "synonyms", "default_date", "hidden", "columns", "measures"))
        {
            entity = key switch
            {
                "description" => entity with { Description = Text(value, key) },
                "synonyms" => entity with { Synonyms = Texts(value, key) },
                "default_date" => entity with { DefaultDate = Text(value, key) },
                "hidden" => entity with { Hidden = Truth(value, key) },
                "columns" => Items(value, key).Aggregate(entity, Column),
                "measures" => Items(value, key).Aggregate(entity, Measure),
                _ => entity,
            };
            _lines[$"{table}/{key}"] = Line(value);
        }
        return model.With(table, _ => entity);
    }

    private ModelEntity Column(ModelEntity entity, YamlMappingNode node)
    {
        if (Text(node, "name") is not { } name)
            return Wrong(entity, node, "A column needs its 'name'.");
        if (!_lines.TryAdd($"{entity.Table}.{name}", Line(node)))
            return Wrong(entity, node, $"The column '{name}' stands here twice.");
        if (catalog.Find(entity.Table) is { } table && table.Find(name) is null)
            _problems.Add(new(Line(node), ModelCheck.NoColumn(name, table)));
        var column = new ModelColumn(name);
        foreach (var (key, value) in Keys(node, "a column", "name", "description", "synonyms", "unit", "role", "hidden", "sensitive", "values"))
        {
            column = key switch
            {
                "description" => column with { Description = Text(value, key) },
                "synonyms" => column with { Synonyms = Texts(value, key) },
                "unit" => column with { Unit = Text(value, key) },
                "role" => column with { Role = Choice<ColumnRole>(value, key) },
                "hidden" => column with { Hidden = Truth(value, key) },
                "sensitive" => column with { Sensitive = Truth(value, key) },
                "values" => column with { Values = Values(value) },
                _ => column,
            };
        }
        return column.IsEmpty ? entity : entity with { Columns = [.. entity.Columns, column] };
    }

    private ModelEntity Measure(ModelEntity entity, YamlMappingNode node)
    {
        if (Text(node, "name") is not { } name || Text(node, "formula") is not { } formula)
            return Wrong(entity, node, "A measure needs a 'name' and a 'formula'.");
        _lines[$"{entity.Table}.{name}"] = Line(node);
        var measure = new ModelMeasure(name, formula);
        foreach (var (key, value) in Keys(node, "a measure", "name", "formula", "aggregate", "description", "synonyms", "unit"))
        {
            measure = key switch
            {
                "aggregate" => measure with { Aggregate = Choice<MeasureAggregate>(value, key) },
                "description" => measure with { Description = Text(value, key) },
                "synonyms" => measure with { Synonyms = Texts(value, key) },
                "unit" => measure with { Unit = Text(value, key) },
                _ => measure,
            };
        }
        return entity with { Measures = [.. entity.Measures, measure] };
    }

    private SemanticModel Join(SemanticModel model, YamlMappingNode node)
    {
        foreach (var _ in Keys(node, "a join", "from", "to", "state"))
            continue;
        if (Reference(node, "from") is not var (from, fromColumn) || Reference(node, "to") is not var (to, toColumn))
            return Wrong(model, node, "A join needs 'from' and 'to', each written as table.column.");
        var state = Text(node, "state");
        // What the source itself says needs no word of ours.
        if (state is "declared" or "inferred" or null)
            return model;
        var join = new ModelJoin(from, fromColumn, to, toColumn, Choice<JoinState>(node.Children[new YamlScalarNode("state")], "state"));
        _lines[$"joins/{join}"] = Line(node);
        return model.With(join, join.State);
    }

    private (TableName, string)? Reference(YamlMappingNode node, string key) =>
        Text(node, key) is { } text && text.LastIndexOf('.') is > 0 and var point && point < text.Length - 1 ? (TableOf(text[..point]), text[(point + 1)..]) : null;

    // As the catalog writes it; what it doesn't have is told later, with the nearest.
    private TableName TableOf(string text) => catalog.Tables.FirstOrDefault(t => string.Equals(t.Name.ToString(), text, StringComparison.OrdinalIgnoreCase))?.Name
        ?? catalog.Find(new TableName(null, text))?.Name ?? new TableName(null, text);

    private List<ValueMeaning> Values(YamlNode node)
    {
        if (node is YamlMappingNode map)
            return [.. map.Children.Where(c => c.Key is YamlScalarNode).Select(c => new ValueMeaning(((YamlScalarNode)c.Key).Value ?? "", Texts(c.Value, "values")))];
        _problems.Add(new(Line(node), "'values' should be written as value: meaning, one a line."));
        return [];
    }

    private IEnumerable<(string Key, YamlNode Value)> Keys(YamlMappingNode node, string what, params string[] known)
    {
        foreach (var (key, value) in node.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && known.Contains(name))
                yield return (name, value);
            else
                _problems.Add(new(Line(key), $"'{key}' is nothing that {what} has. It may have: {string.Join(", ", known)}."));
        }
    }

    private IEnumerable<YamlMappingNode> Items(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: null or "" })
            yield break;
        if (node is not YamlSequenceNode list)
        {
            _problems.Add(new(Line(node), $"'{key}' should be a list, each item beginning with a dash."));
            yield break;
        }
        foreach (var item in list.Children)
        {
            if (item is YamlMappingNode map)
                yield return map;
            else
                _problems.Add(new(Line(item), $"Each item of '{key}' should have names and values, e.g. name: ..."));
        }
    }

    private string? Text(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? Text(value, key) : null;

    private string? Text(YamlNode node, string key)
    {
        if (node is YamlScalarNode scalar)
            return Words.Said(scalar.Value);
        _problems.Add(new(Line(node), $"'{key}' should be one text."));
        return null;
    }

    private List<string> Texts(YamlNode node, string key) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } one } => [one],
        YamlScalarNode => [],
        YamlSequenceNode list => [.. list.Children.Select(c => Text(c, key)).OfType<string>()],
        _ => Wrong(new List<string>(), node, $"'{key}' should be a list of words."),
    };

    private bool Truth(YamlNode node, string key) => Text(node, key)?.ToLowerInvariant() switch
    {
        "true" or "yes" => true,
        "false" or "no" or null => false,
        var other => Wrong(false, node, $"'{key}' should be true or false, not '{other}'."),
    };

    private T Choice<T>(YamlNode node, string key) where T : struct, Enum
    {
        var said = Text(node, key);
        return Enum.TryParse<T>(said, ignoreCase: true, out var choice) && !char.IsAsciiDigit(said![0]) ? choice
            : Wrong(default(T), node, $"'{key}' is '{said}'; it should be one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
    }

    private T Wrong<T>(T kept, YamlNode node, string message)
    {
        _problems.Add(new(Line(node), message));
        return kept;
    }

    private static int Line(YamlNode node) => (int)node.Start.Line;
}
