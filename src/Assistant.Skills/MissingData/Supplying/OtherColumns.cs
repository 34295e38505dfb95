using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.MissingData.Supplying;

/// <summary>
/// Another column, or the beginning of a code, tells the value: most rows that agree in it have the same. The hit rate is by leaving each known row out:
/// it hits where the others of its group still say its value.
/// </summary>
internal static class OtherColumns
{
    private const int MostColumns = 20, MostCodes = 3;

    public static async Task<IReadOnlyList<ValueSupply>> FindAsync(Target target, long lacking, CancellationToken cancellationToken)
    {
        var found = new List<ValueSupply>();
        if (!target.IsOneOfFew)
            return found;
        foreach (var (sql, words, column) in Telling(target))
        {
            var missing = MissingTest.Of(column, []);
            var ranked = $"""
                WITH counted AS (SELECT {sql} AS md_told, {target.Name} AS md_v, count(*) AS md_n FROM {target.From} WHERE {target.Known} AND NOT {missing} GROUP BY {sql}, {target.Name}),
                ranked AS (SELECT md_told, md_v, md_n, sum(md_n) OVER (PARTITION BY md_told) AS md_whole, row_number() OVER (PARTITION BY md_told ORDER BY md_n DESC, md_v) AS md_place,
                    lead(md_n) OVER (PARTITION BY md_told ORDER BY md_n DESC, md_v) AS md_next FROM counted),
                best AS (SELECT md_told, md_v, md_n, md_whole, coalesce(md_next, 0) AS md_next FROM ranked WHERE md_place = 1 AND md_whole >= 2)
                """;
            var rows = await target.Reader.RowsAsync(
                $"{ranked} SELECT sum(md_whole) AS tried, sum(CASE WHEN md_n - 1 > md_next THEN md_n ELSE 0 END) AS hits, (SELECT count(*) FROM {target.From} WHERE {target.Missing} AND {sql} IN (SELECT md_told FROM best WHERE md_n > md_next)) AS fills FROM best",
                cancellationToken);
            if (rows is not [var row] || GapReader.Whole(row[0]) is not (>= Target.LeastTried and var tried))
                continue;
            found.Add(new(SupplyKind.OtherColumn, $"{words} tells it", $"Rows with the same {words} have the same {NameWords.Joined(target.Column.Name)}; the most frequent one is taken.", tried,
                GapReader.Whole(row[1]), GapReader.Whole(row[2]), lacking, $"{ranked} SELECT {target.Key}, best.md_v AS proposed FROM {target.From} JOIN best ON best.md_told = {Aliased(sql, column)} WHERE {target.Missing} AND best.md_n > best.md_next"));
        }
        return found;
    }

    private static IEnumerable<(string Sql, string Words, CatalogColumn Column)> Telling(Target target)
    {
        foreach (var column in target.Others.Where(c => c.Statistics is { Distinct: >= 2 } known && known.Distinct <= 0.5 * known.Rows && c.Type is not DataType.Number).Take(MostColumns))
            yield return (Quoted.Name(column.Name), NameWords.Joined(column.Name), column);
        // A code begins with what it is about: "DE89…" with the country.
        foreach (var column in target.Others.Where(c => c.Type is DataType.Text && c.Statistics is { Min: { Length: >= 6 } least, Max.Length: >= 6 } known && known.Distinct > 0.5 * known.Rows && !least.Contains(' ') && least.Any(char.IsAsciiDigit)).Take(MostCodes))
            foreach (var length in new[] { 2, 3, 4 })
                yield return ($"substr({Quoted.Name(column.Name)}, 1, {length})", $"beginning of {NameWords.Joined(column.Name)} ({length} characters)", column);
    }

    private static string Aliased(string sql, CatalogColumn column) => sql.Replace(Quoted.Name(column.Name), $"t.{Quoted.Name(column.Name)}", StringComparison.Ordinal);
}
