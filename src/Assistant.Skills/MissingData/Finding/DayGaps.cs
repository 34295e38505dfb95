using System.Globalization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData.Finding;

/// <summary>Days of a series without rows, and things that stopped reporting. Only counts by day, or by thing, come over.</summary>
internal sealed class DayGaps(GapReader reader)
{
    private const int StretchesShown = 20, LeastSilentDays = 3, FewestReports = 10, MostThings = 5_000;

    public async Task<IReadOnlyList<Gap>> FindAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var gaps = new List<Gap>();
        foreach (var column in table.Columns.Where(c => DayText.Holds(c) && c.Sensitivity is Sensitivity.None && reader.Sees(table.Name, c.Name)))
        {
            var day = DayText.Sql(column, reader.Dialect);
            if (await reader.RowsAsync($"SELECT {day} AS d, count(*) AS n FROM {Quoted.Name(table.Name)} WHERE {Quoted.Name(column.Name)} IS NOT NULL GROUP BY {day}", cancellationToken) is not { } counted)
                continue;
            var rows = new Dictionary<DateOnly, long>();
            foreach (var row in counted)
                if (DayText.Read(column, row[0]) is { } known)
                    rows[known] = rows.GetValueOrDefault(known) + GapReader.Whole(row[1]);
            if (DaySeries.Of(rows) is not { } series)
                continue;
            if (series.Missing.Count > 0)
                gaps.Add(Days(table, column, series));
            if (!series.Months && DayText.IsOrdered(column) && await SilentAsync(table, column, series, cancellationToken) is { } silent)
                gaps.Add(silent);
        }
        return gaps;
    }

    private static Gap Days(CatalogTable table, CatalogColumn column, DaySeries series)
    {
        var stretches = DaySeries.Stretches(series.Missing, series.Months);
        var shown = stretches.OrderByDescending(s => s.Count).Take(StretchesShown).OrderBy(s => s.From).Select(s => new Stretch(Text(s.From), Text(s.To), s.Count));
        return new(table.Name, new GapBody.Days([.. shown], stretches.Count, series.Months, series.Usual) { Column = column.Name }, series.Missing.Count, series.Expected);
    }

    private async Task<Gap?> SilentAsync(CatalogTable table, CatalogColumn dates, DaySeries series, CancellationToken cancellationToken)
    {
        var references = await reader.ReferencesAsync(table, cancellationToken);
        foreach (var thing in Things(table, references))
        {
            var (name, day) = (Quoted.Name(thing.Name), DayText.Sql(dates, reader.Dialect));
            var rows = await reader.RowsAsync(
                $"SELECT {name} AS thing, min({day}) AS first, max({day}) AS last, count(DISTINCT {day}) AS days, count(*) AS n FROM {Quoted.Name(table.Name)} WHERE {name} IS NOT NULL AND {day} IS NOT NULL GROUP BY {name} LIMIT {MostThings}",
                cancellationToken);
            if (rows is null or { Count: < 5 or MostThings })
                continue;
            var told = rows.Select(r => (Thing: r[0], First: DayText.Read(dates, r[1]), Last: DayText.Read(dates, r[2]), Days: GapReader.Whole(r[3]), Rows: GapReader.Whole(r[4])))
                .Where(r => r is { First: not null, Last: not null, Days: >= FewestReports }).ToList();
            // Things report daily when most days between their first and their last have a report.
            var steady = told.Where(r => r.Days >= 0.8 * (r.Last!.Value.DayNumber - r.First!.Value.DayNumber + 1)).ToList();
            if (steady.Count < 5 || steady.Count < 0.6 * told.Count)
                continue;
            var silent = steady.Where(r => series.Last.DayNumber - r.Last!.Value.DayNumber >= LeastSilentDays).ToList();
            if (silent.Count == 0 || silent.Count > 0.5 * steady.Count)
                continue;
            var last = silent.Max(r => r.Last!.Value);
            var lacking = silent.Sum(r => (series.Last.DayNumber - r.Last!.Value.DayNumber) * Math.Max(1, r.Rows / r.Days));
            var shared = await new SharedTrait(reader).FindAsync(table, thing, [.. silent.Select(r => r.Thing)], [.. steady.Select(r => r.Thing)], cancellationToken);
            return new(table.Name, new GapBody.Silent(dates.Name, silent.Count, steady.Count, last, series.Last, shared) { Column = thing.Name }, lacking, steady.Sum(r => r.Rows) + lacking);
        }
        return null;
    }

    /// <summary>Columns that may name what reports: references first, then texts of some values.</summary>
    private IEnumerable<CatalogColumn> Things(CatalogTable table, IReadOnlyList<Relationship> references) => table.Columns
        .Where(c => reader.Sees(table.Name, c.Name) && c.Statistics is { Distinct: >= 5 and < MostThings } known && known.Distinct < 0.2 * known.Rows && c.Type is DataType.Text or DataType.Integer && !DayText.Holds(c))
        .Select(c => (Column: c, Refers: references.Any(r => string.Equals(r.FromColumns[0], c.Name, StringComparison.OrdinalIgnoreCase))))
        .OrderByDescending(c => c.Refers).Where(c => c.Refers || c.Column.Type is DataType.Text).Select(c => c.Column).Take(3);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
