using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>
/// Near duplicates: rows that agree in everything but the one or two texts that name them (a name turned round, an address at another provider), far
/// more often than the columns' own frequencies would give by chance.
/// </summary>
internal static class TwinLearner
{
    private const int FewestRows = 200, FewestColumns = 3, FewestTwins = 3, FewestNames = 100, TimesChance = 5;
    private const double MostTwins = 0.05, Naming = 0.1;

    public static Draft? Learn(TableEvidence table, IReadOnlyCollection<ColumnEvidence> unique)
    {
        // Of a part of the rows the twins are mostly not in it.
        if (table.Rows < FewestRows || table.SampledRows < table.Rows)
            return null;
        var columns = table.Columns.Where(c => !(table.Table.PrimaryKey is [var only] && only == c.Name)).ToList();
        var apart = columns.Where(c => c.Kind is ValueKind.Text && (unique.Contains(c) || c.Present.Count() > Naming * c.PresentRows || NameWords.Of(c.Name).Contains("name") && c.Present.Count() >= FewestNames)).ToList();
        var same = columns.Except(apart).Where(c => c.Present.Take(2).Count() == 2).ToList();
        if (apart.Count is 0 or > 3 || same.Count < FewestColumns)
            return null;
        var rows = Enumerable.Range(0, table.SampledRows).ToList();
        var groups = rows.GroupBy(row => string.Join('\u001f', same.Select(c => c.Sample[row])), StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.ToList()).ToList();
        var twins = groups.Sum(g => g.Count - 1);
        // What pairs of rows would agree by chance if the columns had nothing to do with each other.
        var chance = same.Aggregate((double)rows.Count * rows.Count / 2, (pairs, c) => pairs * rows.GroupBy(row => c.Sample[row] ?? "").Sum(g => Math.Pow((double)g.Count() / rows.Count, 2)));
        if (twins < FewestTwins || twins < TimesChance * chance || twins > MostTwins * rows.Count || groups.Exists(g => g.Count > 3))
            return null;
        // They are of one thing where the names that differ have most of their letters in common.
        var near = groups.Count(g => apart.Exists(c => Near(c.Sample[g[0]], c.Sample[g[1]])));
        return near < 0.6 * groups.Count ? null : new(new RuleBody.Twin([.. same.Select(c => c.Name)], [.. apart.Select(c => c.Name)]), Severity.High, 0.9, (rows.Count - twins, rows.Count),
            $"{twins:N0} rows agree with another one in {same.Count} columns and have nearly the same {string.Join(", ", apart.Select(c => c.Name))}; by chance about {Math.Ceiling(chance):N0} would agree.");
    }

    /// <summary>Of the letters of the longer one, four fifths stand in the other, in whatever order.</summary>
    private static bool Near(string? a, string? b)
    {
        if (a is null || b is null)
            return false;
        var (one, other) = (DomainLearner.Plain(a).ToList(), DomainLearner.Plain(b).ToList());
        var longest = Math.Max(one.Count, other.Count);
        return longest > 3 && one.Count(other.Remove) >= 0.8 * longest;
    }
}
