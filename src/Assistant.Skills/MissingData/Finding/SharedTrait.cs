using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.MissingData.Finding;

/// <summary>What the things that stopped have in common: a value of the table they stand in, or of the one that table refers to.</summary>
internal sealed class SharedTrait(GapReader reader)
{
    private const int MostValues = 60, MostColumns = 8, MostThings = 20_000;
    private const double Nearly = 0.9, Mostly = 0.8;

    /// <returns>E.g. "site Kilmarra"; null where nothing tells them from the others.</returns>
    public async Task<string?> FindAsync(CatalogTable table, CatalogColumn thing, IReadOnlyList<object?> silent, IReadOnlyList<object?> all, CancellationToken cancellationToken)
    {
        var edge = (await reader.ReferencesAsync(table, cancellationToken)).FirstOrDefault(r => string.Equals(r.FromColumns[0], thing.Name, StringComparison.OrdinalIgnoreCase));
        if (edge is null || !reader.SeesAll(edge.To) || reader.Source.Catalog.Find(edge.To) is not { } parent)
            return null;
        var near = (To: parent, Key: edge.ToColumns[0]);
        var traits = Traits(near.To).Select(c => (c.Name, Sql: $"p.{Quoted.Name(c.Name)}")).ToList();
        var join = "";
        // One table further, as from a machine to the place it stands at.
        foreach (var (far, place) in reader.Source.Catalog.Relationships.Where(r => r.From == near.To.Name && r.To != near.To.Name && r.FromColumns.Count == 1).Take(3).Select((r, i) => (r, i)))
        {
            if (reader.Source.Catalog.Find(far.To) is not { } further || !reader.SeesAll(far.To))
                continue;
            join += $" LEFT JOIN {Quoted.Name(far.To)} AS f{place} ON f{place}.{Quoted.Name(far.ToColumns[0])} = p.{Quoted.Name(far.FromColumns[0])}";
            traits.AddRange(Traits(further).Select(c => (c.Name, $"f{place}.{Quoted.Name(c.Name)}")));
        }
        if (traits.Count == 0)
            return null;
        var rows = await reader.RowsAsync(
            $"SELECT p.{Quoted.Name(near.Key)} AS thing, {string.Join(", ", traits.Select((t, i) => $"{t.Sql} AS t{i}"))} FROM {Quoted.Name(near.To.Name)} AS p{join} LIMIT {MostThings}", cancellationToken);
        if (rows is null)
            return null;
        var (stopped, steady) = (Keys(silent), Keys(all));
        var known = rows.Select(r => (Key: CellText.Invariant(r[0]) ?? "", Row: r)).Where(r => steady.Contains(r.Key)).ToList();
        return traits.SelectMany((trait, i) => known.Where(r => r.Row[i + 1] is not null).GroupBy(r => CellText.Invariant(r.Row[i + 1])!)
                .Select(g => (trait.Name, Value: g.Key, Stopped: g.Count(r => stopped.Contains(r.Key)), All: g.Count())))
            .Where(t => t.Stopped >= Nearly * stopped.Count && t.Stopped >= Mostly * t.All && t.All < Nearly * known.Count)
            .OrderByDescending(t => (double)t.Stopped / t.All).Select(t => $"{NameWords.Joined(t.Name)} {t.Value}").FirstOrDefault();
    }

    private IEnumerable<CatalogColumn> Traits(CatalogTable table) => table.Columns
        .Where(c => c.Type is DataType.Text && c.Sensitivity is Sensitivity.None && reader.Sees(table.Name, c.Name) && c.Statistics is { Distinct: >= 2 and <= MostValues }).Take(MostColumns);

    private static HashSet<string> Keys(IEnumerable<object?> cells) => [.. cells.Select(c => CellText.Invariant(c) ?? "")];
}
