using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.MissingData.Supplying;

/// <summary>The row before, of the same thing: what changes seldom is still so. Numbers hit within five percent.</summary>
internal static class PreviousRows
{
    public static async Task<IReadOnlyList<ValueSupply>> FindAsync(Target target, long lacking, CancellationToken cancellationToken)
    {
        var found = new List<ValueSupply>();
        if (target.Table.Columns.FirstOrDefault(c => c != target.Column && DayText.Holds(c) && DayText.IsOrdered(c) && target.Reader.Sees(target.Table.Name, c.Name)) is not { } when)
            return found;
        var (name, missing) = (target.Name, MissingTest.Of(target.Column, target.Gap.Disguises));
        var value = $"CASE WHEN {missing} THEN NULL ELSE {name} END";
        foreach (var things in Things(target))
        {
            var by = string.Join(", ", things.Select(c => Quoted.Name(c.Name)));
            var rows = $"(SELECT *, CASE WHEN {target.Missing} THEN 1 ELSE 0 END AS md_missing, {value} AS md_value, lag({value}) OVER (PARTITION BY {by} ORDER BY {Quoted.Name(when.Name)}) AS md_before FROM {Quoted.Name(target.Table.Name)})";
            var number = target.Column.Type is DataType.Integer or DataType.Number;
            var hit = number ? "abs(t.md_value - t.md_before) <= 0.05 * abs(t.md_value)" : "t.md_value = t.md_before";
            if (await target.Reader.RowsAsync(
                $"SELECT count(CASE WHEN t.md_value IS NOT NULL AND t.md_before IS NOT NULL THEN 1 END) AS tried, count(CASE WHEN {hit} THEN 1 END) AS hits, count(CASE WHEN t.md_missing = 1 AND t.md_before IS NOT NULL THEN 1 END) AS fills FROM {rows} AS t",
                cancellationToken) is not [var row])
                continue;
            var thing = string.Join(" and ", things.Select(c => NameWords.Joined(c.Name)));
            found.Add(new(SupplyKind.PreviousRow, $"the row before of the same {thing}", $"The last value before, by {NameWords.Joined(when.Name)}, of the same {thing}{(number ? "; it hits within 5 %" : "")}.",
                GapReader.Whole(row[0]), GapReader.Whole(row[1]), GapReader.Whole(row[2]), lacking, $"SELECT {target.Key}, t.md_before AS proposed FROM {rows} AS t WHERE t.md_missing = 1 AND t.md_before IS NOT NULL"));
        }
        return found;
    }

    /// <summary>What a row is about: what it refers to, alone and together with its kind.</summary>
    private static IEnumerable<IReadOnlyList<CatalogColumn>> Things(Target target)
    {
        var edges = target.Reader.Source.Catalog.Relationships.Where(r => r.From == target.Table.Name && r.FromColumns.Count == 1).Select(r => r.FromColumns[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var things = target.Others.Where(c => edges.Contains(c.Name) && c.Statistics is { } known && known.Distinct < 0.5 * known.Rows).Take(2).ToList();
        var kind = target.Others.FirstOrDefault(c => c.Type is DataType.Text && !edges.Contains(c.Name) && c.Statistics is { Distinct: >= 2 and <= 20 });
        foreach (var thing in things)
        {
            yield return [thing];
            if (kind is not null)
                yield return [thing, kind];
        }
    }
}
