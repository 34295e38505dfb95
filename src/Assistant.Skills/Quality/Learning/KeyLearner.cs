using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>Columns that tell rows apart, with or without some copies, and whole rows that stand twice.</summary>
internal static class KeyLearner
{
    private const int FewestRows = 50;
    private const double MostCopies = 0.08, MostCopiesUnnamed = 0.02;

    public static IEnumerable<Draft> Learn(TableEvidence table)
    {
        if (table.Rows < FewestRows)
            yield break;
        var unique = new List<ColumnEvidence>();
        var hasKey = table.Table.PrimaryKey.Count > 0 && !table.Table.PrimaryKeyInferred;
        foreach (var column in table.Columns.Where(c => !(table.Table.PrimaryKey is [var only] && only == c.Name && !table.Table.PrimaryKeyInferred)))
        {
            var copies = Copies(table, column);
            if (copies is null || copies > MostCopies || column.PresentRows < 0.5 * table.Rows)
                continue;
            if (copies == 0)
                unique.Add(column);
            if (!IsNamedKey(column, table) && !(copies == 0 && (IsCoded(column) || IsNumberOfSomething(column))) && !(column == table.Columns[0] && copies <= MostCopiesUnnamed && IsCoded(column)))
                continue;
            unique.Add(column);
            hasKey = true;
            var reason = copies == 0 ? $"All {column.PresentRows:N0} values are different." : $"{100 * (1 - copies.Value):0.##} % of the values stand once, and {(IsNamedKey(column, table) ? "the name is that of a key" : "the table begins with it")}.";
            yield return new(new RuleBody.Unique([column.Name]), Severity.Critical, copies == 0 ? 0.93 : 0.95, ((int)(100 * (1 - copies.Value)), 100), reason);
        }
        // Where one column tells the rows apart, no two are needed.
        if (!hasKey && Pair(table) is { } pair)
            yield return pair;
        var (rows, twins) = (WholeRows(table, unique), TwinLearner.Learn(table, unique));
        // Rows that only their names tell apart are told as what they are, once.
        if (rows is not null && !(twins?.Body is RuleBody.Twin twin && ((RuleBody.Distinct)rows.Body).Columns.All(twin.Columns.Contains)))
            yield return rows;
        if (twins is not null)
            yield return twins;
    }

    /// <summary>
    /// Two columns that together tell the rows apart, where chance alone would have given at least ten copies (the birthday problem): learnt on
    /// one part, checked on the other.
    /// </summary>
    private static Draft? Pair(TableEvidence table)
    {
        const int leastByChance = 10, mostColumns = 12;
        var columns = table.Columns.Where(c => c.Kind is not ValueKind.Number && c.Column.Type is not DataType.Boolean && c.PresentRows >= 0.98 * table.Rows && c.Present.Take(2).Count() == 2
                // One that nearly tells the rows apart by itself does so with any other.
                && c.Present.Count() < 0.9 * c.PresentRows)
            .OrderByDescending(c => IsNamedKey(c, table)).Take(mostColumns).ToList();
        Draft? best = null;
        var bestChance = 0.0;
        foreach (var (a, b) in columns.SelectMany((a, i) => columns.Skip(i + 1).Select(b => (a, b))))
        {
            var learnt = Enumerable.Range(0, table.SampledRows).Where(row => !TableEvidence.IsHeldOut(row) && a.Value(row) is not null && b.Value(row) is not null).ToList();
            // What the two columns' own frequencies would give if they had nothing to do with each other.
            double Same(ColumnEvidence c) => learnt.GroupBy(row => c.Value(row)!).Sum(g => Math.Pow((double)g.Count() / learnt.Count, 2));
            var chance = (double)learnt.Count * learnt.Count / 2 * Same(a) * Same(b);
            if (chance < leastByChance || chance <= bestChance)
                continue;
            var seen = new HashSet<(string, string)>();
            if (learnt.Count(row => !seen.Add((a.Value(row)!, b.Value(row)!))) > 0.002 * learnt.Count)
                continue;
            var kept = Draft.OnHeldOut(table, row => a.Value(row) is { } x && b.Value(row) is { } y ? seen.Add((x, y)) : null);
            if (kept.All < 10 || kept.Good < 0.98 * kept.All)
                continue;
            bestChance = chance;
            best = new(new RuleBody.Unique([a.Name, b.Name]), Severity.High, 0.9, kept, $"No two rows have the same values in both; by chance about {chance:N0} pairs of rows would.");
        }
        return best;
    }

    /// <summary>Share of the filled rows whose value stands before; null where the column is no key at all.</summary>
    private static double? Copies(TableEvidence table, ColumnEvidence column)
    {
        if (column.Kind is ValueKind.Date or ValueKind.Number || column.Column.Type is DataType.Boolean || column.PresentRows == 0)
            return null;
        if (column.AllCounted)
            return 1 - (double)column.Present.Count() / column.PresentRows;
        // Of a large table only frequent values were counted: what stands twice is among them.
        var statistics = column.Column.Statistics;
        return statistics is { DistinctIsExact: true } && statistics.Rows > statistics.Nulls ? 1 - (double)statistics.Distinct / (statistics.Rows - statistics.Nulls) : null;
    }

    private static bool IsNamedKey(ColumnEvidence column, TableEvidence table) =>
        KeyNames.IsKeyLike(column.Name) || KeyNames.OwnKey(table.Table.Name.Name, column.Name) > 0;

    /// <summary>A person may order twice with one address: such names are keys only where the data say so.</summary>
    private static bool IsNumberOfSomething(ColumnEvidence column) =>
        NameWords.Of(column.Name) is [.., "iban" or "email" or "serial" or "sku" or "isbn" or "vin" or "ean" or "barcode" or "username" or "login"];

    /// <summary>Texts of digits and letters, all different, are numbers of something.</summary>
    private static bool IsCoded(ColumnEvidence column) =>
        column.Kind is ValueKind.Text && column.Present.Take(200).All(c => c.Value.Any(char.IsDigit) && !c.Value.Contains(' ', StringComparison.Ordinal));

    private static Draft? WholeRows(TableEvidence table, List<ColumnEvidence> unique)
    {
        var columns = table.Columns.Where(c => !unique.Contains(c) && !(table.Table.PrimaryKey is [var only] && only == c.Name)).ToList();
        // Few columns of few values repeat by nature.
        if (columns.Count < 3 || columns.Sum(c => Math.Log2(1 + Math.Min(c.Present.Count(), 5_000))) < 2 * Math.Log2(table.SampledRows + 1) || !columns.Exists(c => c.Kind is ValueKind.Number or ValueKind.Date))
            return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var copies = 0;
        for (var row = 0; row < table.SampledRows; row++)
            copies += seen.Add(string.Join('\u001f', columns.Select(c => c.Sample[row]))) ? 0 : 1;
        return copies > 0.05 * table.SampledRows ? null
            : new(new RuleBody.Distinct([.. columns.Select(c => c.Name)]), Severity.High, 0.9, (table.SampledRows - copies, table.SampledRows), copies == 0 ? "No two rows are alike." : $"{copies:N0} rows repeat another one in every column but its key.");
    }
}
