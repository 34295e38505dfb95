using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Learning;

/// <summary>How texts are written where their words are free: their length, blanks around them, and names that differ only in how they are written.</summary>
internal static class TextLearner
{
    private const int FewestRows = 50;
    private const double MostOdd = 0.03;

    /// <summary>One length that nearly all have, or a bound that a few texts are far beyond.</summary>
    public static Draft? Length(TableEvidence table, ColumnEvidence column)
    {
        if (column.Column.Type is not DataType.Text || column.Kind is not ValueKind.Text || column.PresentRows < FewestRows)
            return null;
        var lengths = Enumerable.Range(0, table.SampledRows).Where(row => !TableEvidence.IsHeldOut(row)).Select(column.Value).OfType<string>().Select(v => v.Length).ToList();
        if (lengths.Count < FewestRows)
            return null;
        var usual = lengths.GroupBy(l => l).MaxBy(g => g.Count())!;
        if (usual.Count() >= 0.97 * lengths.Count)
            return usual.Key < 3 || column.Present.Take(5).Count() < 5 ? null
                : new(new RuleBody.Long(column.Name, usual.Key, usual.Key), Severity.Medium, 0.95, Kept(usual.Key, usual.Key), $"{100.0 * usual.Count() / lengths.Count:0.#} % of the texts have {usual.Key} characters.");
        var spread = new Spread(lengths.Select(l => ((double)l, 1L)));
        var most = (int)(2 * spread.Quantile(0.99) + 10);
        var far = column.Present.Where(c => c.Value.Length > most).Sum(c => c.Count);
        return far == 0 || far > MostOdd * column.PresentRows ? null
            : new(new RuleBody.Long(column.Name, 1, most), Severity.Low, 0.85, Kept(1, most), $"99 % of the texts have at most {spread.Quantile(0.99):0} characters; {far:N0} are more than twice as long.");

        (int, int) Kept(int least, int longest) => Draft.OnHeldOut(table, row => column.Value(row) is { } value ? value.Length >= least && value.Length <= longest : null);
    }

    /// <summary>Only where some texts have blanks around them and nearly all have none.</summary>
    public static Draft? Trimmed(TableEvidence table, ColumnEvidence column)
    {
        if (column.Column.Type is not DataType.Text || column.PresentRows < FewestRows)
            return null;
        var odd = column.Present.Where(c => c.Value.Trim(' ').Length < c.Value.Length).Sum(c => c.Count);
        return odd == 0 || odd > MostOdd * column.PresentRows ? null
            : new(new RuleBody.Trimmed(column.Name), Severity.Low, 0.97, Draft.OnHeldOut(table, row => column.Value(row) is { } value ? value.Trim(' ').Length == value.Length : null),
                $"{odd:N0} texts have blanks before or behind them, all others have none.");
    }

    /// <summary>Names that are nearly all different, a few of which differ only in capitals, blanks or signs.</summary>
    public static Draft? Unlike(TableEvidence table, ColumnEvidence column)
    {
        if (!column.AllCounted || column.Column.Type is not DataType.Text || column.Kind is not ValueKind.Text || column.PresentRows < FewestRows)
            return null;
        var values = column.Present.Select(c => c.Value).ToList();
        // Where values come back, other rules speak of how they are spelled; codes are told apart by their signs.
        if (values.Count < 0.8 * column.PresentRows || values.Take(200).Count(v => v.Contains(' ', StringComparison.Ordinal)) < 100.0 * Math.Min(200, values.Count) / 200)
            return null;
        var twice = values.GroupBy(Plain).Where(g => g.Key.Length >= 6 && g.Count() > 1).Sum(g => g.Count());
        return twice == 0 || twice > MostOdd * values.Count ? null
            : new(new RuleBody.Unlike([column.Name]), Severity.Medium, 0.85, (values.Count - twice, values.Count), $"{twice:N0} of {values.Count:N0} different texts differ from another one only in capitals, blanks or signs.");
    }

    /// <summary>As <see cref="Checking.SqlText.Plain"/> writes it in SQL.</summary>
    private static string Plain(string text) => string.Concat(text.ToLowerInvariant().Where(c => !" -.,'/_&()".Contains(c, StringComparison.Ordinal)));
}
