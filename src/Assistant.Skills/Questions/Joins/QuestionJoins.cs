using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Joins;

/// <summary>The keys as one question sees them: of several between two tables its words choose. What is found is kept, as all readings of the question ask for it.</summary>
/// <param name="mentioned">The tables that the question names, in the order in which it does.</param>
internal sealed class QuestionJoins(JoinGraph graph, IReadOnlyList<Token> tokens, IReadOnlyList<SchemaTable>? mentioned = null)
{
    private readonly HashSet<string> _said = [.. tokens.Select(t => t.Lower), .. tokens.Select(t => Lemmas.Stem(t.Lower))];
    private readonly HashSet<(SchemaTable, SchemaTable)> _neighbours = [.. (mentioned ?? []).Zip((mentioned ?? []).Skip(1)).SelectMany(p => new[] { (p.First, p.Second), (p.Second, p.First) })];
    private readonly Dictionary<JoinEdge, double> _costs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, List<JoinEdge>?> _trees = [];

    public JoinGraph Graph => graph;

    public IReadOnlyList<JoinEdge> EdgesOf(SchemaTable table) => graph.EdgesOf(table);

    public int Distance(SchemaTable from, SchemaTable to) => graph.Distance(from, to);

    /// <summary>The joins that connect the tables, see <see cref="JoinGraph.Connect"/>; not to be changed.</summary>
    public List<JoinEdge>? Connect(IReadOnlyList<SchemaTable> tables)
    {
        var key = string.Join(' ', tables.Select(t => t.Index));
        if (!_trees.TryGetValue(key, out var tree))
            _trees[key] = tree = graph.Connect(tables, Preference);
        return tree;
    }

    /// <summary>
    /// Less for a key whose name the question says, as in "home airport", and for one between two things that it names one after the other, as in
    /// "tutors who advise pupils"; more for one with further words that it doesn't say.
    /// </summary>
    private double Preference(JoinEdge edge)
    {
        if (_costs.TryGetValue(edge, out var known))
            return known;
        var words = edge.ManyColumns.SelectMany(NameWords.Split).Where(w => w.Length > 3 && !Common.Contains(w)).ToList();
        var said = words.Count(w => _said.Contains(w) || _said.Contains(Lemmas.Stem(w)));
        return _costs[edge] = -0.2 * Math.Min(2, said) + 0.02 * (words.Count - said) - (_neighbours.Contains((edge.Many, edge.One)) ? Beside : 0);
    }

    private const double Beside = 0.15;

    /// <summary>Words that say of no key which it is: "the names of" speaks of no department's name.</summary>
    private static readonly HashSet<string> Common = ["name", "code", "number", "type", "date", "title"];
}
