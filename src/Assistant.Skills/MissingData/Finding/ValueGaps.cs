using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData.Finding;

/// <summary>
/// Columns with missing values: counted in the source by the way they are missing, and split by the values of other columns where those tell that a
/// value is not to be expected ("actual hours are filled where the status is completed").
/// </summary>
internal sealed class ValueGaps(GapReader reader, QualityChecks checks)
{
    /// <summary>What is empty in most rows, and by no condition, may well be meant so.</summary>
    private const double MostExpected = 0.6;
    private const int MostConditions = 8, MostGroups = 12, FewestExplained = 5;

    /// <summary>Null where the table cannot be read.</summary>
    public async Task<(long Rows, IReadOnlyList<Gap> Gaps)?> FindAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        if (await checks.FindMissingAsync(reader.Source, table, cancellationToken) is not { } found)
            return null;
        var columns = found.Values.Select(v => (Column: table.Find(v.Column)!, Disguises: v.Disguises.Keys.ToList())).ToList();
        if (columns.Count == 0)
            return (found.Rows, []);
        var counted = await CountAsync(table, columns, cancellationToken);
        var conditions = await ConditionsAsync(table, columns, found.Rows, cancellationToken);
        var gaps = columns.Select((c, i) => (Gap: Gap(table, c.Column, c.Disguises, counted?[i], found, conditions[i]), i)).Where(g => g.Gap is not null).Select(g => g.Gap!);
        return (found.Rows, [.. gaps]);
    }

    private static Gap? Gap(CatalogTable table, CatalogColumn column, List<string> disguises, long[]? counts, MissingInTable found, Condition? when)
    {
        var told = found.Values.First(v => v.Column == column.Name);
        counts ??= [told.Explicit, 0, 0, 0, told.Disguised];
        var all = counts.Sum();
        if (all == 0)
            return null;
        var explained = when?.Explained ?? 0;
        // "none" again and again where nothing is ever null is one of the column's own values.
        var named = counts[3] == all && all > 0.05 * found.Rows;
        var optional = all - explained == 0 || named || when is null && all > MostExpected * found.Rows;
        var body = new GapBody.Values(counts[0], counts[1], counts[2], counts[3], counts[4], disguises, when is null ? null : new(when.Column, when.Values), explained, optional) { Column = column.Name };
        return optional && explained > 0 ? new(table.Name, body, explained, found.Rows) : new(table.Name, body, all - explained, when?.Rows ?? found.Rows);
    }

    /// <summary>Per column: null, empty, blank, a word for nothing, a value that stands for it. One scan for all.</summary>
    private async Task<List<long[]>?> CountAsync(CatalogTable table, List<(CatalogColumn Column, List<string> Disguises)> columns, CancellationToken cancellationToken)
    {
        var items = columns.SelectMany((c, i) =>
        {
            var name = Quoted.Name(c.Column.Name);
            var text = c.Column.Type is DataType.Text;
            string[] tests =
            [
                $"{name} IS NULL", text ? $"{name} = ''" : "1 = 0", text ? $"{name} <> '' AND trim({name}) = ''" : "1 = 0",
                text ? $"lower(trim({name})) IN ({string.Join(", ", MissingTest.NothingWords.Select(Quoted.Text))})" : "1 = 0",
                c.Disguises.Count == 0 ? "1 = 0" : $"{MissingTest.Of(c.Column, c.Disguises)} AND NOT {MissingTest.Of(c.Column, [])}",
            ];
            return tests.Select((test, kind) => $"count(CASE WHEN {test} THEN 1 END) AS m{i}_{kind}");
        });
        return await reader.RowsAsync($"SELECT {string.Join(", ", items)} FROM {Quoted.Name(table.Name)}", cancellationToken) is [var row]
            ? [.. row.Select(GapReader.Whole).Chunk(5)] : null;
    }

    private async Task<Condition?[]> ConditionsAsync(CatalogTable table, List<(CatalogColumn Column, List<string> Disguises)> columns, long rows, CancellationToken cancellationToken)
    {
        var best = new Condition?[columns.Count];
        var telling = (await KnownAsync(table, cancellationToken)).Where(c => c.Sensitivity is Sensitivity.None && c.Type is DataType.Text or DataType.Integer or DataType.Boolean && c.Statistics is { Distinct: >= 2 and <= MostGroups })
            .OrderBy(c => c.Statistics!.Distinct).Take(MostConditions);
        foreach (var other in telling)
        {
            var sums = columns.Select((c, i) => $"count(CASE WHEN {MissingTest.Of(c.Column, c.Disguises)} THEN 1 END) AS m{i}");
            var name = Quoted.Name(other.Name);
            if (await reader.RowsAsync($"SELECT {name} AS told, count(*) AS n, {string.Join(", ", sums)} FROM {Quoted.Name(table.Name)} GROUP BY {name}", cancellationToken) is not { Count: <= 4 * MostGroups } groups)
                continue;
            for (var i = 0; i < columns.Count; i++)
                if (columns[i].Column != other && Condition.Of(other, [.. groups.Select(g => new Group(CellText.Invariant(g[0]), GapReader.Whole(g[1]), GapReader.Whole(g[i + 2])))], rows) is { } condition
                    && condition.Explained >= FewestExplained && (best[i] is null || condition.Explained > best[i]!.Explained))
                    best[i] = condition;
        }
        return best;
    }

    /// <summary>The columns with how many values they have: of a source that is new the statistics may still be on their way, and what is optional shows only by them.</summary>
    private async Task<IReadOnlyList<CatalogColumn>> KnownAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var unknown = table.Columns.Where(c => c.Statistics is null && c.Type is DataType.Text or DataType.Integer or DataType.Boolean && c.Sensitivity is Sensitivity.None).Take(40).ToList();
        if (unknown.Count == 0 || await reader.RowsAsync($"SELECT count(*) AS n, {string.Join(", ", unknown.Select((c, i) => $"count(DISTINCT {Quoted.Name(c.Name)}) AS d{i}"))} FROM {Quoted.Name(table.Name)}", cancellationToken) is not [var row])
            return table.Columns;
        return [.. table.Columns.Select(c => unknown.IndexOf(c) is >= 0 and var i ? c with { Statistics = new(GapReader.Whole(row[0]), 0, GapReader.Whole(row[i + 1]), true, null, null, null, []) } : c)];
    }

    internal sealed record Group(string? Value, long Rows, long Missing);

    /// <summary>Rows with these values of another column are filled, those with the others are not.</summary>
    internal sealed record Condition(string Column, IReadOnlyList<string> Values, long Rows, long Explained)
    {
        /// <summary>Null where the groups are not told apart clearly: each is nearly always missing, or hardly ever.</summary>
        public static Condition? Of(CatalogColumn column, IReadOnlyList<Group> groups, long rows)
        {
            var known = groups.Where(g => g.Value is not null && g.Rows >= 5).ToList();
            var empty = known.Where(g => g.Missing >= 0.95 * g.Rows).ToList();
            var full = known.Where(g => g.Missing <= 0.2 * g.Rows).ToList();
            if (empty.Count == 0 || full.Count == 0 || empty.Count + full.Count < known.Count)
                return null;
            // Values too rare to judge are expected to be filled.
            var judged = groups.Where(g => !empty.Contains(g)).ToList();
            return new(column.Name, [.. judged.Where(g => g.Value is not null).Select(g => g.Value!).Order(StringComparer.Ordinal)], judged.Sum(g => g.Rows), empty.Sum(g => g.Missing));
        }
    }
}
