using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.MissingData.Supplying;

/// <summary>A table that the rows refer to has the value, or the rows that refer to them agree on it.</summary>
internal static class OtherTables
{
    private const int MostColumns = 12;

    public static async Task<IReadOnlyList<ValueSupply>> FindAsync(Target target, long lacking, CancellationToken cancellationToken)
    {
        var found = new List<ValueSupply>();
        foreach (var edge in target.Reader.Source.Catalog.Relationships.Where(r => r.FromColumns.Count == 1 && target.Reader.SeesAll(r.From) && target.Reader.SeesAll(r.To)))
        {
            if (edge.From == target.Table.Name && !Same(edge.FromColumns[0], target.Column.Name) && target.Reader.Source.Catalog.Find(edge.To) is { } parent)
                found.AddRange(await FromParentAsync(target, edge, parent, lacking, cancellationToken));
            else if (edge.To == target.Table.Name && edge.From != edge.To && target.Reader.Source.Catalog.Find(edge.From) is { } child)
                found.AddRange(await FromChildrenAsync(target, edge, child, lacking, cancellationToken));
        }
        return found;
    }

    private static Task<IReadOnlyList<ValueSupply>> FromParentAsync(Target target, Relationship edge, CatalogTable parent, long lacking, CancellationToken cancellationToken)
    {
        var columns = parent.Columns.Where(c => Comparable(target, parent, c) && !Same(c.Name, edge.ToColumns[0])).Take(MostColumns).ToList();
        return TryAsync(target, parent, columns, lacking, Quoted.Name(parent.Name), Quoted.Name(edge.ToColumns[0]), $"t.{Quoted.Name(edge.FromColumns[0])}", c => $"o.{Quoted.Name(c.Name)}",
            c => $"The {NameWords.Joined(c.Name)} of the row in {parent.Name.Name} that {NameWords.Joined(edge.FromColumns[0])} names.", cancellationToken);
    }

    /// <summary>Only a column of the same name, and only where the children agree.</summary>
    private static Task<IReadOnlyList<ValueSupply>> FromChildrenAsync(Target target, Relationship edge, CatalogTable child, long lacking, CancellationToken cancellationToken)
    {
        var columns = child.Columns.Where(c => Comparable(target, child, c) && Named(target, c)).Take(3).ToList();
        var key = Quoted.Name(edge.FromColumns[0]);
        var agreed = columns.Count == 0 ? "" : $"(SELECT {key}, {string.Join(", ", columns.Select(c => $"CASE WHEN min({Quoted.Name(c.Name)}) = max({Quoted.Name(c.Name)}) THEN min({Quoted.Name(c.Name)}) END AS {Quoted.Name(c.Name)}"))} FROM {Quoted.Name(child.Name)} WHERE {key} IS NOT NULL GROUP BY {key})";
        return TryAsync(target, child, columns, lacking, agreed, key, $"t.{Quoted.Name(edge.ToColumns[0])}", c => $"o.{Quoted.Name(c.Name)}",
            c => $"The {NameWords.Joined(c.Name)} on which all its rows in {child.Name.Name} agree.", cancellationToken);
    }

    private static async Task<IReadOnlyList<ValueSupply>> TryAsync(
        Target target, CatalogTable other, List<CatalogColumn> columns, long lacking, string relation, string key, string mine, Func<CatalogColumn, string> value, Func<CatalogColumn, string> how, CancellationToken cancellationToken)
    {
        if (columns.Count == 0)
            return [];
        // Known and missing as columns of their own, because names may stand in both tables.
        var inner = $"(SELECT *, CASE WHEN {target.Known} THEN 1 ELSE 0 END AS md_known, CASE WHEN {target.Missing} THEN 1 ELSE 0 END AS md_missing FROM {Quoted.Name(target.Table.Name)})";
        var items = columns.Select((c, i) => $"count(CASE WHEN t.md_known = 1 AND {value(c)} IS NOT NULL THEN 1 END) AS t{i}, count(CASE WHEN t.md_known = 1 AND {value(c)} = t.{target.Name} THEN 1 END) AS h{i}, count(CASE WHEN t.md_missing = 1 AND {value(c)} IS NOT NULL THEN 1 END) AS f{i}");
        if (await target.Reader.RowsAsync($"SELECT {string.Join(", ", items)} FROM {inner} AS t JOIN {relation} AS o ON o.{key} = {mine}", cancellationToken) is not [var row])
            return [];
        return
        [
            .. columns.Select((c, i) => new ValueSupply(SupplyKind.OtherTable, $"{other.Name.Name} has it as {NameWords.Joined(c.Name)}", how(c), GapReader.Whole(row[3 * i]), GapReader.Whole(row[3 * i + 1]), GapReader.Whole(row[3 * i + 2]), lacking,
                $"SELECT {target.Key}, {value(c)} AS proposed FROM {inner} AS t JOIN {relation} AS o ON o.{key} = {mine} WHERE t.md_missing = 1 AND {value(c)} IS NOT NULL")),
        ];
    }

    private static bool Comparable(Target target, CatalogTable table, CatalogColumn column) => column.Type == target.Column.Type && column.Sensitivity is not Sensitivity.Secret && target.Reader.Sees(table.Name, column.Name)
        && (column.Type is DataType.Text or DataType.Date or DataType.Boolean || Named(target, column));

    private static bool Named(Target target, CatalogColumn column) => NameWords.Of(column.Name).SequenceEqual(NameWords.Of(target.Column.Name));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
