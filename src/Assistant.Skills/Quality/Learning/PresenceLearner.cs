using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Learning;

/// <summary>Columns that are filled, always or under a condition; what is written where nothing should be; and types of text.</summary>
internal static class PresenceLearner
{
    private const double MostMissing = 0.12;
    private const int FewestRows = 30, MostGroups = 12;

    public static Draft? Filled(TableEvidence table, ColumnEvidence column)
    {
        if (table.Rows < FewestRows)
            return null;
        var missing = table.Rows - column.PresentRows;
        var share = (double)missing / table.Rows;
        if (share > MostMissing)
            return null;
        var kept = Draft.OnHeldOut(table, row => column.Value(row) is not null);
        var reason = missing == 0 ? $"It is filled in all {table.Rows:N0} rows." : $"It is filled in {100 * (1 - share):0.##} % of the rows, also in those that were kept apart.";
        if (column.Missing.Reasons.Count > 0)
            reason += $" {string.Join("; ", column.Missing.Reasons.Values.Take(3))}.";
        return new(new RuleBody.Filled(column.Name, [.. column.Missing.Disguised]), missing == 0 ? Severity.Medium : Severity.High, missing == 0 ? 0.9 : 0.97, kept, reason);
    }

    /// <summary>Where a column is often empty, words that stand for "missing" are still to be left out.</summary>
    public static Draft? NoDisguise(TableEvidence table, ColumnEvidence column)
    {
        if (column.Missing.Disguised.Count == 0)
            return null;
        var kept = Draft.OnHeldOut(table, row => column.Sample[row] is { } value && !ValueText.IsNothing(value) ? !column.Missing.Disguised.Contains(value) : null);
        return new(new RuleBody.NotSpelled(column.Name, column.Missing.Disguised.ToDictionary(v => v, _ => "")), Severity.Medium, 0.95, (0, 0), $"{string.Join("; ", column.Missing.Reasons.Values.Take(3))}.");
    }

    /// <summary>"Filled when status is closed": filled in nearly all rows of some values of another column, and hardly in those of the rest.</summary>
    public static Draft? FilledWhen(TableEvidence table, ColumnEvidence column)
    {
        var share = 1 - (double)column.PresentRows / Math.Max(1, table.Rows);
        if (share is <= MostMissing or > 0.97 || table.SampledRows < 100)
            return null;
        Draft? best = null;
        double bestGain = 0;
        foreach (var other in table.Columns.Where(c => c != column && c.Kind is ValueKind.Text && c.Present.Take(MostGroups + 1).Count() is >= 2 and <= MostGroups))
        {
            var groups = Enumerable.Range(0, table.SampledRows).Where(row => !TableEvidence.IsHeldOut(row) && other.Value(row) is not null)
                .GroupBy(row => other.Value(row)!).Select(g => (g.Key, Rows: g.Count(), Filled: g.Count(row => column.Value(row) is not null))).Where(g => g.Rows >= 10).ToList();
            var full = groups.Where(g => g.Filled >= 0.93 * g.Rows).ToList();
            var empty = groups.Where(g => g.Filled <= 0.3 * g.Rows).ToList();
            if (full.Count == 0 || full.Count + empty.Count < groups.Count || empty.Sum(g => g.Rows) < 20)
                continue;
            var values = full.Select(g => g.Key).ToHashSet();
            var kept = Draft.OnHeldOut(table, row => other.Value(row) is { } value && values.Contains(value) ? column.Value(row) is not null : null);
            var gain = (double)full.Sum(g => g.Filled) / full.Sum(g => g.Rows) - (double)empty.Sum(g => g.Filled) / Math.Max(1, empty.Sum(g => g.Rows));
            if (kept.All < 5 || kept.Good < 0.9 * kept.All || gain <= bestGain)
                continue;
            bestGain = gain;
            best = new(new RuleBody.Filled(column.Name, [.. column.Missing.Disguised]) { When = new(other.Name, [.. values.Order(StringComparer.Ordinal)]) }, Severity.High, 0.95, kept,
                $"It is filled in {100.0 * full.Sum(g => g.Filled) / full.Sum(g => g.Rows):0.#} % of these rows and in {100.0 * empty.Sum(g => g.Filled) / Math.Max(1, empty.Sum(g => g.Rows)):0.#} % of the others.");
        }
        return best;
    }

    public static Draft? Typed(TableEvidence table, ColumnEvidence column)
    {
        if (column.Column.Type is not DataType.Text || column.Kind is ValueKind.Text || column.Present.Sum(c => c.Count) < FewestRows)
            return null;
        // Whole numbers are numbers too: a fraction among them is judged by the range.
        var kind = column.Kind is ValueKind.WholeNumber ? ValueKind.Number : column.Kind;
        bool Fits(string value) => kind is ValueKind.Date ? column.Day(value) is not null : ValueText.Number(value) is not null;
        var kept = Draft.OnHeldOut(table, row => column.Value(row) is { } value ? Fits(value) : null);
        var other = column.Present.Where(c => !Fits(c.Value)).ToList();
        if (2 * kept.Good < kept.All)
            return new(new RuleBody.Typed(column.Name, kind), Severity.Medium, 0.7, (0, 0), $"The values are numbers with one unit in several spellings, such as “{string.Join("”, “", other.Take(3).Select(c => c.Value))}”.");
        var what = kind is ValueKind.Date ? (column.Column.DateFormat() is { } format ? $"a date written as {format}" : "a date written as year-month-day") : "a plain number";
        return new(new RuleBody.Typed(column.Name, kind), Severity.High, 0.98, kept,
            other.Count == 0 ? $"Every value is {what}." : $"{100.0 * (1 - (double)other.Sum(c => c.Count) / column.Present.Sum(c => c.Count)):0.#} % of the values are {what}; others are “{string.Join("”, “", other.Take(3).Select(c => c.Value))}”.");
    }
}
