using Assistant.Skills.Questions.Compiling;
using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Ranking;
using Assistant.Skills.Questions.Values;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>What the engine knows of a source: its words, its values, its keys. Made once per schema version; holds for whom the catalog holds.</summary>
public sealed class SourceModel
{
    private SourceModel(SourceCatalog catalog, Vocabulary vocabulary, ValueIndex values)
    {
        Catalog = catalog;
        Vocabulary = vocabulary;
        Values = values;
        Joins = new(vocabulary);
        Planner = new(vocabulary, values, Joins, Lexicon.Default);
        Compiler = new(catalog);
    }

    public SourceCatalog Catalog { get; }

    /// <summary>Values that are known by heart, counted once per column.</summary>
    public int ValueCount => Values.Count;

    /// <summary>What people said that columns and measures are measured in, by "table.column" or the measure's name.</summary>
    public IReadOnlyDictionary<string, string> Units => _units ??= Vocabulary.Tables.SelectMany(t => t.Columns.Where(c => c.Catalog.Unit is not null).Select(c => ($"{t.Name}.{c.Name}", c.Catalog.Unit!))
        .Concat(t.Derived.Where(d => d.Catalog.Unit is not null).Select(d => (d.Name, d.Catalog.Unit!)))).GroupBy(u => u.Item1).ToDictionary(g => g.Key, g => g.First().Item2, StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, string>? _units;
    internal Vocabulary Vocabulary { get; }
    internal ValueIndex Values { get; }
    internal JoinGraph Joins { get; }
    internal Planner Planner { get; }
    internal PlanCompiler Compiler { get; }

    /// <param name="catalog">With statistics, where there are any.</param>
    public static Task<SourceModel> MakeAsync(QueryGate gate, ISource source, SourceCatalog catalog, CancellationToken cancellationToken) =>
        MakeAsync(gate, source, catalog, SemanticModel.Empty, cancellationToken);

    /// <param name="catalog">With statistics, where there are any.</param>
    /// <param name="semantics">What people said about the source.</param>
    public static async Task<SourceModel> MakeAsync(QueryGate gate, ISource source, SourceCatalog catalog, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var modelled = ModelledCatalog.Of(catalog, semantics);
        var vocabulary = new Vocabulary(modelled, Lexicon.Default, semantics);
        return new(modelled, vocabulary, await new ValueReader(gate).ReadAsync(source, vocabulary, cancellationToken));
    }

    /// <summary>The SQL of a plan in the source's dialect.</summary>
    public string ToSql(QueryPlan plan, bool lines = true) => Compiler.ToSql(plan, lines);
}
