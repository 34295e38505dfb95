using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;
using Assistant.Skills.Sql;

namespace Assistant.Skills.MissingData.Supplying;

/// <summary>The value stands within another text of the row: before its last sign ("PRT-01-06-P1" in "PRT-01-06-P1-PU0041"), or before its first.</summary>
internal static class PartsOfText
{
    private static readonly char[] Signs = ['-', '_', '/', '.', ':', '@', ' '];

    private static readonly bool[] Ends = [true, false];

    public static async Task<IReadOnlyList<ValueSupply>> FindAsync(Target target, long lacking, CancellationToken cancellationToken)
    {
        var found = new List<ValueSupply>();
        if (target.Column.Type is not DataType.Text)
            return found;
        var ways = (from column in target.Others
                    where column.Type is DataType.Text && column.Statistics is { Min: not null }
                    from sign in Signs
                    where column.Statistics!.Min!.Contains(sign) || column.Statistics.Max?.Contains(sign) is true
                    from last in Ends
                    select (Column: column, Sign: sign, Last: last, Sql: last ? BeforeLast(column, sign) : BeforeFirst(column, sign, target.Dialect))).Take(40).ToList();
        if (ways.Count == 0)
            return found;
        var items = ways.Select((w, i) =>
        {
            var there = $"NOT {MissingTest.Of(w.Column, [])}";
            return $"count(CASE WHEN {target.Known} AND {there} THEN 1 END) AS t{i}, count(CASE WHEN {target.Known} AND {there} AND {w.Sql} = {target.Name} THEN 1 END) AS h{i}, count(CASE WHEN {target.Missing} AND {there} AND {w.Sql} <> '' THEN 1 END) AS f{i}";
        });
        if (await target.Reader.RowsAsync($"SELECT {string.Join(", ", items)} FROM {target.From}", cancellationToken) is not [var row])
            return found;
        for (var i = 0; i < ways.Count; i++)
        {
            var (column, sign, last, sql) = ways[i];
            if (GapReader.Whole(row[3 * i]) is not (>= Target.LeastTried and var tried))
                continue;
            var words = NameWords.Joined(column.Name);
            found.Add(new(SupplyKind.PartOfText, $"it stands in {words}", $"What stands in {words} before the {(last ? "last" : "first")} “{sign}”.", tried, GapReader.Whole(row[3 * i + 1]), GapReader.Whole(row[3 * i + 2]), lacking,
                $"SELECT {target.Key}, {sql} AS proposed FROM {target.From} WHERE {target.Missing} AND NOT {MissingTest.Of(column, [])} AND {sql} <> ''"));
        }
        return found;
    }

    // Taking away from the right all that is not the sign leaves what ends with it.
    private static string BeforeLast(CatalogColumn column, char sign)
    {
        var (name, text) = (Quoted.Name(column.Name), Quoted.Text(sign.ToString()));
        var kept = $"rtrim({name}, replace({name}, {text}, ''))";
        return $"CASE WHEN length({kept}) > 1 THEN substr({kept}, 1, length({kept}) - 1) END";
    }

    private static string BeforeFirst(CatalogColumn column, char sign, SqlDialect dialect)
    {
        var (name, text) = (Quoted.Name(column.Name), Quoted.Text(sign.ToString()));
        return dialect is SqlDialect.Sqlite ? $"CASE WHEN instr({name}, {text}) > 1 THEN substr({name}, 1, instr({name}, {text}) - 1) END" : $"split_part({name}, {text}, 1)";
    }
}
