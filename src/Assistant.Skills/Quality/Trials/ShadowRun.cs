using System.Globalization;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Trials;

/// <param name="Flagged">Rows that at least one version flags.</param>
internal sealed record ShadowFigures(long Judged, long ChampionFlags, long ChallengerFlags, long Disagreements, IReadOnlyList<FlaggedRow> Flagged);

/// <param name="Row">The columns that tell the row apart and those that are judged.</param>
internal sealed record FlaggedRow(IReadOnlyDictionary<string, object?> Row, bool Champion, bool Challenger);

/// <summary>Lets two versions of a rule judge the same rows, in one query for the figures and one for the rows that either flags.</summary>
internal sealed class ShadowRun(QualityReader reader)
{
    /// <summary>Null where one of them cannot run.</summary>
    public async Task<ShadowFigures?> RunAsync(CatalogTable table, RuleBody champion, RuleBody challenger, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        if (From(table, champion, challenger) is not { } query
            || await reader.RowsAsync(
                $"""
                SELECT count(CASE WHEN dq_judged = 1 OR {query.Judges} THEN 1 END) AS judged, count(CASE WHEN dq_flag = 1 THEN 1 END) AS a,
                  count(CASE WHEN {query.Condition} THEN 1 END) AS b, count(CASE WHEN dq_flag = 1 AND {query.Condition} THEN 1 END) AS both_flag
                FROM {query.From}
                """, cancellationToken) is not [var figures])
            return null;
        var names = columns.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var rows = await reader.RowsAsync(
            $"SELECT {string.Join(", ", names.Select(SqlText.Name))}, dq_flag, CASE WHEN {query.Condition} THEN 1 ELSE 0 END AS dq_other FROM {query.From} WHERE dq_flag = 1 OR {query.Condition}", cancellationToken);
        if (rows is null)
            return null;
        var flagged = rows.Select(row => new FlaggedRow(
            names.Select((name, i) => (name, Cell: row[i])).ToDictionary(c => c.name, c => c.Cell, StringComparer.OrdinalIgnoreCase), Whole(row[^2]) == 1, Whole(row[^1]) == 1)).ToList();
        var (a, b, both) = (Whole(figures[1]), Whole(figures[2]), Whole(figures[3]));
        return new(Whole(figures[0]), a, b, a + b - 2 * both, flagged);
    }

    /// <summary>The query for rows on which the versions differ; null where one of them is about the table as a whole.</summary>
    public string? DifferQuery(CatalogTable table, RuleBody champion, RuleBody challenger, IReadOnlyList<string> columns, int most) => From(table, champion, challenger) is not { } query ? null
        : $"SELECT {string.Join(", ", columns.Select(SqlText.Name))}, CASE WHEN dq_flag = 1 THEN 'champion' ELSE 'challenger' END AS flagged_by FROM {query.From} WHERE dq_flag = 1 AND NOT coalesce({query.Condition}, 1 = 0) OR dq_flag = 0 AND {query.Condition} LIMIT {most}";

    private RuleQuery? From(CatalogTable table, RuleBody champion, RuleBody challenger)
    {
        if (new RuleSql(table, reader.Dialect).Of(champion) is not { } first)
            return null;
        var columns = string.Join(", ", table.Columns.Select(c => SqlText.Name(c.Name)));
        var relation = $"(SELECT {columns}, CASE WHEN {first.Condition} THEN 1 ELSE 0 END AS dq_flag, CASE WHEN {(first.Judges == "" ? "1 = 1" : first.Judges)} THEN 1 ELSE 0 END AS dq_judged FROM {first.From})";
        return new RuleSql(table, reader.Dialect, relation).Of(challenger) is not { } second ? null
            : second with { Condition = $"({second.Condition})", Judges = second.Judges == "" ? "1 = 1" : second.Judges };
    }

    private static long Whole(object? cell) => Convert.ToInt64(cell ?? 0L, CultureInfo.InvariantCulture);
}
