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
    private SourceModel(SourceCatalog catalog, Vocabulary vocabulary, ValueIndex values, JoinGraph joins, PlanCompiler compiler)
    {
        (Catalog, Vocabulary, Values, Joins, Compiler) = (catalog, vocabulary, values, joins, compiler);
        Planner = new(vocabulary, values, joins, Lexicon.Default);
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
        MakeAsync(gate, source, catalog, DataPolicy.Everything, SemanticModel.Empty, cancellationToken);

    /// <param name="catalog">The whole of it, with statistics, where there are any.</param>
    /// <param name="policy">What of it the model is for.</param>
    /// <param name="semantics">What people said about the source.</param>
    public static async Task<SourceModel> MakeAsync(
        QueryGate gate, ISource source, SourceCatalog catalog, DataPolicy policy, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var modelled = ModelledCatalog.Of(VisibleCatalog.For(catalog, policy), semantics);
        var vocabulary = new Vocabulary(modelled, Lexicon.Default, semantics);
        return new(modelled, vocabulary, await new ValueReader(gate).ReadAsync(source, vocabulary, catalog, policy, cancellationToken), new(vocabulary), new(modelled));
    }

    /// <summary>The same model, which knows these values, too: for one question, kept nowhere.</summary>
    internal SourceModel With(IEnumerable<(SchemaColumn Column, string Value)> values)
    {
        var index = new ValueIndex(Values);
        foreach (var (column, value) in values)
            index.Add(column, value);
        return new(Catalog, Vocabulary, index, Joins, Compiler);
    }

    /// <summary>The SQL of a plan in the source's dialect.</summary>
    public string ToSql(QueryPlan plan, bool lines = true) => Compiler.ToSql(plan, lines);
}
