using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Joins;

/// <summary>A key from many rows to one.</summary>
internal sealed record JoinEdge(SchemaTable Many, IReadOnlyList<string> ManyColumns, SchemaTable One, IReadOnlyList<string> OneColumns, double Cost, bool Sure)
{
    public SchemaTable Other(SchemaTable table) => table == Many ? One : Many;
}

/// <summary>The keys between tables, declared and inferred, and the cheapest trees over them.</summary>
internal sealed class JoinGraph
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<SchemaTable, List<JoinEdge>> _edges;

    // One row for each table that was asked about; two askers at once write the same.
    private readonly byte[]?[] _distances;

    public JoinGraph(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _distances = new byte[vocabulary.Tables.Count][];
        _edges = vocabulary.Tables.ToDictionary(t => t, _ => new List<JoinEdge>());
        foreach (var relationship in vocabulary.Catalog.Relationships.Where(r => r.Confidence >= 0.4))
        {
            if (vocabulary.Find(relationship.From) is not { } from || vocabulary.Find(relationship.To) is not { } to || from == to)
                continue;
            var edge = new JoinEdge(from, relationship.FromColumns, to, relationship.ToColumns, relationship.Declared ? 1 : 2 - 0.8 * relationship.Confidence,
                relationship.Declared || relationship.Confidence >= 0.9);
            _edges[from].Add(edge);
            _edges[to].Add(edge);
        }
        AddByName(vocabulary);
    }

    /// <summary>
    /// Columns named like another table's key, or like the table and its key ("home_airport_id" of airports), where no key ties the two tables:
    /// how most people would join them.
    /// </summary>
    private void AddByName(Vocabulary vocabulary)
    {
        var keys = vocabulary.Tables.Where(t => t.Key.Count == 1).SelectMany(t => Spoken(t).Select(s => (Table: t, Said: s))).ToLookup(k => k.Said, k => k.Table);
        foreach (var from in vocabulary.Tables)
        {
            foreach (var column in from.Columns.Where(c => from.Key is not [var own] || own != c))
            {
                foreach (var to in Suffixes(column).SelectMany(s => keys[s]).Distinct().Where(t => t != from))
                {
                    if (column.Type != to.Key[0].Type || _edges[to].Any(e => e.Other(to) == from && e.Cost != ByName) || Exceeds(column, to.Key[0])
                        || vocabulary.Semantics.Decided(from.Name, column.Name, to.Name, to.Key[0].Name) is JoinState.Rejected)
                        continue;
                    var edge = new JoinEdge(from, [column.Name], to, [to.Key[0].Name], ByName, false);
                    _edges[from].Add(edge);
                    _edges[to].Add(edge);
                }
            }
        }
    }

    private const double ByName = 1.8;

    /// <summary>How other tables may call a table's key; a bare "id" is nobody's in particular.</summary>
    private static IEnumerable<string> Spoken(SchemaTable table)
    {
        var key = table.Key[0];
        if (key.Words.Count > 1)
            yield return key.Name.ToLowerInvariant();
        if (key.IsIdentifier && key.ShortWords is ["id" or "code" or "number" or "key"])
            yield return string.Join(' ', [.. table.Words, key.ShortWords[0]]);
    }

    private static IEnumerable<string> Suffixes(SchemaColumn column) =>
        Enumerable.Range(0, Math.Max(0, column.Words.Count - 1)).Select(at => string.Join(' ', column.Words.Skip(at))).Prepend(column.Name.ToLowerInvariant()).Distinct();

    /// <summary>Numbers beyond the key's point to no row of it.</summary>
    private static bool Exceeds(SchemaColumn column, SchemaColumn key) => column.IsNumeric
        && double.TryParse(column.Catalog.Statistics?.Max, System.Globalization.CultureInfo.InvariantCulture, out var most)
        && double.TryParse(key.Catalog.Statistics?.Max, System.Globalization.CultureInfo.InvariantCulture, out var last) && most > last;

    public IReadOnlyList<JoinEdge> EdgesOf(SchemaTable table) => _edges[table];

    /// <summary>Whether the column is a key to the other table's column, sure enough that a row is there for each.</summary>
    public bool PointsTo(TableName from, string fromColumn, TableName to, string toColumn) => _vocabulary.Find(from) is { } table && _edges[table].Any(e =>
        e.Many == table && e.One.Name == to && e.Sure && e.ManyColumns.Count == 1 && Same(e.ManyColumns[0], fromColumn) && Same(e.OneColumns[0], toColumn));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>Keys between two tables, or 99 when there is no way.</summary>
    public int Distance(SchemaTable from, SchemaTable to) => (_distances[from.Index] ??= DistancesOf(from))[to.Index];

    private byte[] DistancesOf(SchemaTable from)
    {
        var distances = new byte[_distances.Length];
        Array.Fill(distances, (byte)99);
        distances[from.Index] = 0;
        var queue = new Queue<SchemaTable>([from]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var other in _edges[at].Select(e => e.Other(at)).Where(o => distances[o.Index] == 99 && distances[at.Index] < 98))
            {
                distances[other.Index] = (byte)(distances[at.Index] + 1);
                queue.Enqueue(other);
            }
        }
        return distances;
    }

    /// <summary>
    /// The joins that connect the tables, starting at the first: each next table by the shortest way from those already there
    /// (Takahashi and Matsuyama's approximation of the Steiner tree). Null when some cannot be reached.
    /// </summary>
    /// <param name="preference">Adds to the cost of an edge, e.g. where the question's words speak for another key.</param>
    public List<JoinEdge>? Connect(IReadOnlyList<SchemaTable> tables, Func<JoinEdge, double>? preference)
    {
        var tree = new List<JoinEdge>();
        var reached = new HashSet<SchemaTable> { tables[0] };
        var open = tables.Skip(1).Where(t => t != tables[0]).Distinct().ToList();
        while (open.Count > 0)
        {
            var next = open.Select(t => (Table: t, Path: Path(reached, t, preference))).Where(p => p.Path is not null)
                .OrderBy(p => Cost(p.Path!, preference)).FirstOrDefault();
            if (next.Path is null)
                return null;
            foreach (var edge in next.Path)
            {
                tree.Add(edge);
                reached.Add(edge.Many);
                reached.Add(edge.One);
            }
            open.RemoveAll(reached.Contains);
        }
        return tree;
    }

    private static double Cost(List<JoinEdge> path, Func<JoinEdge, double>? preference) => path.Sum(e => e.Cost + (preference?.Invoke(e) ?? 0));

    /// <summary>Dijkstra from the set to the table.</summary>
    private List<JoinEdge>? Path(IReadOnlyCollection<SchemaTable> from, SchemaTable to, Func<JoinEdge, double>? preference)
    {
        var best = from.ToDictionary(t => t, _ => 0.0);
        var by = new Dictionary<SchemaTable, (JoinEdge Edge, SchemaTable From)>();
        var queue = new PriorityQueue<SchemaTable, (double, int)>(from.Select(t => (t, (0.0, t.Index))));
        while (queue.TryDequeue(out var at, out var cost))
        {
            if (at == to)
                break;
            if (cost.Item1 > best[at])
                continue;
            foreach (var edge in _edges[at])
            {
                var other = edge.Other(at);
                var next = cost.Item1 + edge.Cost + (preference?.Invoke(edge) ?? 0);
                if (best.TryGetValue(other, out var known) && known <= next)
                    continue;
                best[other] = next;
                by[other] = (edge, at);
                queue.Enqueue(other, (next, other.Index));
            }
        }
        if (!by.ContainsKey(to))
            return null;
        var path = new List<JoinEdge>();
        for (var at = to; by.TryGetValue(at, out var step) && !from.Contains(at); at = step.From)
            path.Add(step.Edge);
        path.Reverse();
        return path;
    }

    /// <summary>Whether going from the first table along the tree to the second can meet several rows.</summary>
    public static bool Multiplies(List<JoinEdge> tree, SchemaTable from, SchemaTable? to = null)
    {
        var reached = new HashSet<SchemaTable> { from };
        var several = new HashSet<SchemaTable>();
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var edge in tree)
            {
                var (near, far) = reached.Contains(edge.Many) ? (edge.Many, edge.One) : (edge.One, edge.Many);
                if (!reached.Contains(near) || !reached.Add(far))
                    continue;
                if (several.Contains(near) || near == edge.One)
                    several.Add(far);
                grown = true;
            }
        }
        return to is null ? several.Count > 0 : several.Contains(to);
    }
}
