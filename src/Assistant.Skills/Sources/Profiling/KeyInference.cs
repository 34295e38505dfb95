namespace Assistant.Skills.Sources.Profiling;

/// <summary>
/// Finds keys that nobody declared: primary keys by uniqueness and name, foreign keys by name, type and containment of the values, which the
/// source checks itself. The number of checks is bounded, the likely ones first.
/// </summary>
internal sealed class KeyInference(SourceReader reader)
{
    private const int MostChecks = 150, MostPairs = 6;
    private const double LeastName = 0.6, LeastContained = 0.9, SomeContained = 0.5, RowsContained = 0.98;

    public async Task<SourceCatalog> RunAsync(SourceCatalog catalog, CancellationToken cancellationToken)
    {
        var tables = new List<CatalogTable>();
        foreach (var table in catalog.Tables)
            tables.Add(table.PrimaryKey.Count > 0 ? table : await WithPrimaryKeyAsync(table, cancellationToken));
        var found = await ForeignKeysAsync(tables, catalog.Relationships, cancellationToken);
        return catalog with { Tables = [.. tables.Select(t => WithNaturalKey(t, found))], Relationships = [.. catalog.Relationships, .. found] };
    }

    /// <summary>A table without a key that others point to: what they point to tells its rows apart.</summary>
    private static CatalogTable WithNaturalKey(CatalogTable table, List<Relationship> found) =>
        table.PrimaryKey.Count == 0 && found.FirstOrDefault(r => r.To == table.Name) is { } pointing
            ? table with { PrimaryKey = pointing.ToColumns, PrimaryKeyInferred = true }
            : table;

    private async Task<CatalogTable> WithPrimaryKeyAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var single = table.Columns.Where(c => Unique(c) && KeyNames.OwnKey(table.Name.Name, c.Name) > 0)
            .OrderByDescending(c => KeyNames.OwnKey(table.Name.Name, c.Name)).FirstOrDefault();
        if (single is not null)
            return table with { PrimaryKey = [single.Name], PrimaryKeyInferred = true };
        var parts = table.Columns.Where(c => c.Statistics is { Nulls: 0, Sampled: false, Distinct: > 1 } && KeyNames.IsKeyLike(c.Name)).Take(4).ToList();
        var rows = parts.FirstOrDefault()?.Statistics!.Rows ?? 0;
        var pairs = parts.SelectMany((a, i) => parts.Skip(i + 1).Select(b => (a, b)))
            .Where(p => (double)p.a.Statistics!.Distinct * p.b.Statistics!.Distinct >= rows).Take(MostPairs);
        foreach (var (a, b) in pairs)
            if (await reader.RowsAsync(
                $"SELECT count(*) FROM (SELECT DISTINCT {SourceReader.Name(a.Name)}, {SourceReader.Name(b.Name)} FROM {SourceReader.Name(table.Name)}) AS pairs",
                cancellationToken) is [[var count]] && SourceReader.Whole(count) == rows)
                return table with { PrimaryKey = [a.Name, b.Name], PrimaryKeyInferred = true };
        return table;
    }

    private async Task<List<Relationship>> ForeignKeysAsync(
        List<CatalogTable> tables, IReadOnlyList<Relationship> declared, CancellationToken cancellationToken)
    {
        var taken = declared.SelectMany(r => r.FromColumns.Select(c => (r.From, c.ToUpperInvariant()))).ToHashSet();
        var targets = (from table in tables
                       from key in table.UniqueKeys.Append(table.PrimaryKey).Where(k => k.Count == 1).Select(k => k[0]).Distinct(StringComparer.OrdinalIgnoreCase)
                       select (Table: table, Column: table.Find(key)!)).ToList();
        targets.AddRange(NaturalKeys(tables).Where(n => !targets.Contains(n)));
        var candidates =
            (from table in tables
             from column in table.Columns
             where !taken.Contains((table.Name, column.Name.ToUpperInvariant())) && column.Statistics is { Distinct: > 0 }
             // A table's own key points to no other table, though others may carry it.
             where !(table.PrimaryKey.Count == 1 && table.PrimaryKey[0] == column.Name && KeyNames.OwnKey(table.Name.Name, column.Name) >= 0.95)
             from target in targets
             where (table.Name != target.Table.Name || column.Name != target.Column.Name) && Alike(column, target.Column)
             let name = KeyNames.Reference(table.Name.Name, column.Name, target.Table.Name.Name, target.Column.Name)
             where name >= LeastName
             orderby name descending
             select new Candidate(table, column, target.Table, target.Column, name)).Take(MostChecks).ToList();

        var found = new List<Relationship>();
        foreach (var group in candidates.GroupBy(c => (c.Table.Name, c.Column.Name)))
        {
            Relationship? best = null;
            foreach (var candidate in group.Where(c => best is null || c.Name > best.Confidence))
                if (await ContainedAsync(candidate, cancellationToken) is var share && share >= LeastContained && candidate.Name * share > (best?.Confidence ?? 0))
                    best = new(candidate.Table.Name, [candidate.Column.Name], candidate.Target.Name, [candidate.Key.Name], Declared: false, Math.Round(candidate.Name * share, 2));
            if (best is not null && !found.Exists(f => f.From == best.To && f.To == best.From && f.ToColumns.SequenceEqual(best.FromColumns)))
                found.Add(best);
        }
        return found;
    }

    /// <summary>Columns not named as keys whose values are all different and whose name another table repeats, as a number plate does.</summary>
    private static IEnumerable<(CatalogTable Table, CatalogColumn Column)> NaturalKeys(List<CatalogTable> tables)
    {
        var carriers = tables.SelectMany(t => t.Columns).GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Count(), StringComparer.OrdinalIgnoreCase);
        return from table in tables
               from column in table.Columns
               where carriers[column.Name] > 1 && column.Statistics is { DistinctIsExact: true } && Unique(column)
               select (table, column);
    }

    /// <summary>Share of the column's different values that stand in the key; of a very large table, of the first ones.</summary>
    private async Task<double> ContainedAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var (own, key) = (SourceReader.Name(candidate.Column.Name), SourceReader.Name(candidate.Key.Name));
        var rows = await reader.RowsAsync(
            $"""
            SELECT count(*) AS all_values, count(k.{key}) AS known_values
            FROM (SELECT DISTINCT {own} AS v FROM {SourceReader.Name(candidate.Table.Name)} WHERE {own} IS NOT NULL LIMIT 20000) AS c
            LEFT JOIN {SourceReader.Name(candidate.Target.Name)} AS k ON k.{key} = c.v
            """, cancellationToken);
        var share = rows is [[var all, var known]] && SourceReader.Whole(all) > 0 ? (double)SourceReader.Whole(known) / SourceReader.Whole(all) : 0;
        // A few rows with values of nowhere are faults, not another meaning: they are many only among the different values.
        return share is < LeastContained and >= SomeContained && await RowsContainedAsync(candidate, cancellationToken) >= RowsContained ? LeastContained : share;
    }

    private async Task<double> RowsContainedAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var (own, key) = (SourceReader.Name(candidate.Column.Name), SourceReader.Name(candidate.Key.Name));
        return await reader.RowsAsync(
            $"""
            SELECT count(*) AS all_rows, count(k.{key}) AS known_rows
            FROM (SELECT {own} AS v FROM {SourceReader.Name(candidate.Table.Name)} WHERE {own} IS NOT NULL) AS c
            LEFT JOIN (SELECT DISTINCT {key} FROM {SourceReader.Name(candidate.Target.Name)}) AS k ON k.{key} = c.v
            """, cancellationToken) is [[var all, var known]] && SourceReader.Whole(all) > 0 ? (double)SourceReader.Whole(known) / SourceReader.Whole(all) : 0;
    }

    private static bool Unique(CatalogColumn column) =>
        column.Type is DataType.Integer or DataType.Text or DataType.Number
        && column.Statistics is { Nulls: 0, Rows: > 1 } s && s.Distinct == s.Rows && (s.DistinctIsExact || KeyNames.IsKeyLike(column.Name));

    private static bool Alike(CatalogColumn a, CatalogColumn b) =>
        a.Type == b.Type && a.Type is DataType.Integer or DataType.Text
        || (a.Type, b.Type) is (DataType.Integer, DataType.Number) or (DataType.Number, DataType.Integer);

    private sealed record Candidate(CatalogTable Table, CatalogColumn Column, CatalogTable Target, CatalogColumn Key, double Name);
}
