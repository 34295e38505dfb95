using System.Globalization;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Batches;

/// <summary>
/// Judges the newest day of a table by the days before it, in three queries: the rows of each day; some rows of each of the latest days, to compare their
/// figures; and, in one scan of these days, how many rows of each break the rules that the earlier ones suggest.
/// </summary>
internal sealed class LoadJudge(QualityReader reader)
{
    private const int FewestLoads = 8, MostLoads = 22, FewestRows = 5, MostRows = 60_000, RowsOfEach = 2_000, MostRules = 60;

    /// <summary>Names of columns that tell when a row came, the surest first.</summary>
    private static readonly string[] Arrival = ["loaded", "load", "ingested", "imported", "inserted", "received", "created", "recorded", "logged", "booked", "posted", "measured", "ordered", "order", "transaction", "event", "visit", "reading", "sale", "sold", "day", "date", "timestamp"];
    private static readonly string[] Other = ["birth", "due", "end", "valid", "expiry", "until", "start", "hire", "planned", "updated", "modified", "delivery", "ship", "closed", "from", "to"];

    /// <summary>The column that tells when the rows came; null where none does.</summary>
    public static CatalogColumn? ColumnOf(CatalogTable table)
    {
        var days = table.Columns.Where(c => c.Type is DataType.Date or DataType.Timestamp || c.Type is DataType.Text && c.TextFormat?.StartsWith("YYYY-MM-DD", StringComparison.Ordinal) is true);
        return days.Select(c => (Column: c, Words: NameWords.Of(c.Name).ToList())).Where(c => !c.Words.Exists(Other.Contains))
            .Select(c => (c.Column, Rank: c.Words.Select(w => Array.IndexOf(Arrival, w)).Where(rank => rank >= 0).DefaultIfEmpty(int.MaxValue).Min())).Where(c => c.Rank < int.MaxValue).OrderBy(c => c.Rank).FirstOrDefault().Column;
    }

    /// <summary>Null where the table is not loaded day by day, or too few loads are known.</summary>
    /// <param name="odd">Days whose loads were odd: nothing is learnt from them.</param>
    public async Task<TableLoad?> JudgeAsync(Guid source, CatalogTable table, IReadOnlySet<DateOnly> odd, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ColumnOf(table) is not { } column || await DaysAsync(table, column, now, cancellationToken) is not { } days)
            return null;
        var (newest, count) = days[0];
        var before = days.Skip(1).Where(d => !odd.Contains(d.Day)).Take(MostLoads - 1).ToList();
        if (before.Count < FewestLoads || before.Select(d => d.Rows).Order().ElementAt(before.Count / 2) < FewestRows)
            return null;
        var since = before[^1].Day;
        var loads = await RowsAsync(table, column, since, before.Count + 1, cancellationToken);
        var history = before.Where(d => loads.ContainsKey(d.Day)).ToList();
        if (history.Count < FewestLoads || !loads.TryGetValue(newest, out var latest))
            return null;
        var rules = BatchWatch.Rules([.. history.Select(d => loads[d.Day])]).Where(r => new RuleSql(table, reader.Dialect).Of(r) is { RowByRow: true }).Take(MostRules).ToList();
        var shares = await SharesAsync(table, column, since, rules, cancellationToken);
        Batch Of(DateOnly day, TableEvidence evidence, long rows) => new(evidence, [], shares?.GetValueOrDefault(day) ?? [.. rules.Select(_ => (double?)null)]) { Counted = rows };
        var watch = BatchWatch.Learn([.. history.Select(d => Of(d.Day, loads[d.Day], d.Rows))], rules);
        var alerts = watch.Judge(Of(newest, latest, count)).Select(a => new LoadAlert(a.Column, a.Why)).ToList();
        var (least, most) = Usual(newest, before);
        if (!alerts.Exists(a => a.Column is null) && BatchWatch.IsUnusual(count, least, most))
            alerts.Insert(0, new(null, $"{count} rows; on this day of the week there were {least} to {most}"));
        var gaps = days.Zip(days.Skip(1), (later, earlier) => later.Day.DayNumber - earlier.Day.DayNumber).Skip(1).Take(MostLoads).ToList();
        return new(source, table.Name, column.Name, newest, count, least, most, gaps.DefaultIfEmpty(1).Max(), history.Count, [.. alerts.DistinctBy(a => (a.Column, a.Why)).Take(12)], now);
    }

    /// <summary>Of the same day of the week where three such loads are known, as Sundays may be small; else of all.</summary>
    private static (long Least, long Most) Usual(DateOnly newest, List<(DateOnly Day, long Rows)> before)
    {
        var same = before.Where(d => d.Day.DayOfWeek == newest.DayOfWeek).ToList();
        var judged = same.Count >= 3 ? same : before;
        return (judged.Min(d => d.Rows), judged.Max(d => d.Rows));
    }

    private string Day(CatalogColumn column) => $"substr({SqlText.Day(column, reader.Dialect)}, 1, 10)";

    private async Task<List<(DateOnly Day, long Rows)>?> DaysAsync(CatalogTable table, CatalogColumn column, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1).ToString("O", CultureInfo.InvariantCulture);
        var rows = await reader.RowsAsync(
            $"SELECT {Day(column)} AS dq_day, count(*) AS n FROM {SqlText.Name(table.Name)} AS t WHERE {Day(column)} <= {SqlText.Text(today)} GROUP BY {Day(column)} ORDER BY {Day(column)} DESC LIMIT {2 * MostLoads}", cancellationToken);
        var days = (rows ?? []).Select(row => (Day: Parsed(row[0]), Rows: Convert.ToInt64(row[1], CultureInfo.InvariantCulture))).Where(d => d.Day is not null).Select(d => (d.Day!.Value, d.Rows)).ToList();
        return days.Count > FewestLoads ? days : null;
    }

    private async Task<Dictionary<DateOnly, TableEvidence>> RowsAsync(CatalogTable table, CatalogColumn column, DateOnly since, int loads, CancellationToken cancellationToken)
    {
        var columns = table.Columns.Where(c => c.Name != column.Name && EvidenceReader.Readable(c)).ToList();
        var names = string.Concat(columns.Select(c => $", {SqlText.Name(c.Name)}"));
        var each = Math.Min(RowsOfEach, MostRows / loads);
        var rows = await reader.RowsAsync(
            $"SELECT dq_day{names} FROM (SELECT {Day(column)} AS dq_day{names}, row_number() OVER (PARTITION BY {Day(column)}) AS dq_n FROM {SqlText.Name(table.Name)} AS t WHERE {Day(column)} >= {Since(since)}) AS t WHERE dq_n <= {each}", cancellationToken);
        return (rows ?? []).Where(row => Parsed(row[0]) is not null).GroupBy(row => Parsed(row[0])!.Value).ToDictionary(g => g.Key, g =>
        {
            var own = g.ToList();
            var evidence = columns.Select((c, i) => MissingLearner.Learn(EvidenceReader.Whole(c, [.. own.Select(row => EvidenceReader.Text(row[i + 1]))]))).ToList();
            return new TableEvidence(table, own.Count, own.Count, evidence);
        });
    }

    /// <summary>Per day, the share of rows that break each rule; null where that could not be counted.</summary>
    private async Task<Dictionary<DateOnly, IReadOnlyList<double?>>?> SharesAsync(CatalogTable table, CatalogColumn column, DateOnly since, List<RuleBody> rules, CancellationToken cancellationToken)
    {
        if (rules.Count == 0)
            return null;
        var writer = new RuleSql(table, reader.Dialect);
        var items = rules.Select((rule, i) => $"count(CASE WHEN {writer.Of(rule)!.Condition} THEN 1 END) AS v{i}");
        var rows = await reader.RowsAsync($"SELECT {Day(column)} AS dq_day, count(*) AS n, {string.Join(", ", items)} FROM {SqlText.Name(table.Name)} AS t WHERE {Day(column)} >= {Since(since)} GROUP BY {Day(column)}", cancellationToken);
        return rows?.Where(row => Parsed(row[0]) is not null).GroupBy(row => Parsed(row[0])!.Value).ToDictionary(g => g.Key,
            g => (IReadOnlyList<double?>)[.. g.First().Skip(2).Select(n => (double?)Convert.ToDouble(n, CultureInfo.InvariantCulture) / Convert.ToDouble(g.First()[1], CultureInfo.InvariantCulture))]);
    }

    private static string Since(DateOnly day) => SqlText.Text(day.ToString("O", CultureInfo.InvariantCulture));

    private static DateOnly? Parsed(object? cell) => DateOnly.TryParseExact(CellText.Invariant(cell), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
