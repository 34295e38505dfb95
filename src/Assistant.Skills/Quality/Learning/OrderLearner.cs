using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>Pairs of columns of which one is never after, or never more than, the other.</summary>
internal static class OrderLearner
{
    private const int FewestRows = 50, MostColumns = 20;

    private static readonly string[] First = ["start", "begin", "open", "opened", "from", "order", "ordered", "created", "requested", "issued", "hired", "hire", "admission", "admitted", "birth", "born", "dob", "valid", "departure", "dep", "installed", "listed", "posted", "applied", "submitted", "purchase", "purchased", "check", "received", "reported", "min", "minimum", "low", "lower", "cost", "planned"];
    private static readonly string[] Last = ["end", "ended", "close", "closed", "finish", "finished", "to", "until", "till", "ship", "shipped", "delivered", "delivery", "discharge", "discharged", "paid", "due", "completed", "completion", "resolved", "expiry", "expires", "expiration", "returned", "arrival", "arr", "terminated", "left", "leave", "sold", "cancelled", "matures", "maturity", "death", "died", "warranty", "max", "maximum", "high", "upper", "modified", "updated", "changed"];

    public static IEnumerable<Draft> Learn(TableEvidence table)
    {
        foreach (var kind in new[] { ValueKind.Date, ValueKind.Number })
        {
            var columns = table.Columns.Where(c => kind is ValueKind.Date ? c.Kind is ValueKind.Date : c.Kind is ValueKind.Number or ValueKind.WholeNumber && !KeyNames.IsKeyLike(c.Name) && !ColumnKinds.IsCode(c))
                .Where(c => c.PresentRows >= FewestRows).Take(MostColumns).ToList();
            for (var a = 0; a < columns.Count; a++)
                for (var b = a + 1; b < columns.Count; b++)
                    if (Pair(table, columns[a], columns[b], kind is ValueKind.Date) is { } draft)
                        yield return draft;
        }
    }

    private static Draft? Pair(TableEvidence table, ColumnEvidence a, ColumnEvidence b, bool dates)
    {
        var rows = Enumerable.Range(0, table.SampledRows).Where(row => !TableEvidence.IsHeldOut(row))
            .Select(row => (A: a.Measure(a.Value(row)), B: b.Measure(b.Value(row)))).Where(p => p.A is not null && p.B is not null).Select(p => (A: p.A!.Value, B: p.B!.Value)).ToList();
        if (rows.Count < FewestRows)
            return null;
        var (under, over) = ((double)rows.Count(p => p.A <= p.B) / rows.Count, (double)rows.Count(p => p.A >= p.B) / rows.Count);
        if (over > under)
        {
            (a, b) = (b, a);
            rows = [.. rows.Select(p => (p.B, p.A))];
            under = over;
        }
        if (under < 0.92 || rows.TrueForAll(p => p.A == p.B))
            return null;
        // The same share with the partners moved on by a third of the rows: what chance alone gives.
        var chance = (double)Enumerable.Range(0, rows.Count).Count(i => rows[i].A <= rows[(i + rows.Count / 3 + 1) % rows.Count].B) / rows.Count;
        var named = NameWords.Of(a.Name).Any(First.Contains) || NameWords.Of(b.Name).Any(Last.Contains);
        var against = NameWords.Of(a.Name).Any(Last.Contains) && NameWords.Of(b.Name).Any(First.Contains);
        var informative = chance < 0.85;
        var meant = !against && (dates
            ? named || informative && (under >= 0.97 || Correlation(rows) >= 0.5)
            : (named && informative || Correlation(rows) >= 0.4 && Alike(rows)) && (under >= 0.985 && informative || Swapped(rows)));
        if (!meant)
            return null;
        var kept = Draft.OnHeldOut(table, row => a.Measure(a.Value(row)) is { } x && b.Measure(b.Value(row)) is { } y ? x <= y : null);
        return kept.All < 10 || kept.Good < 0.9 * kept.All ? null : new(new RuleBody.Ordered(a.Name, b.Name, dates), Severity.High, named ? 0.97 : 0.9, kept,
            $"It holds in {100 * under:0.##} % of the rows; if the columns had nothing to do with each other, it would in {100 * chance:0.#} %.");
    }

    /// <summary>Where the order is broken, the two values are each other's: exchanged columns.</summary>
    private static bool Swapped(List<(double A, double B)> rows)
    {
        var broken = rows.Where(p => p.A > p.B).ToList();
        if (broken.Count < 5)
            return false;
        var (bodyA, bodyB) = (new Spread(rows.Select(p => (p.A, 1L))), new Spread(rows.Select(p => (p.B, 1L))));
        return broken.Count(p => p.A >= bodyB.Quantile(0.1) && p.B <= bodyA.Quantile(0.9)) >= 0.5 * broken.Count;
    }

    /// <summary>Of one size: the middle values differ by less than five times.</summary>
    private static bool Alike(List<(double A, double B)> rows)
    {
        var (a, b) = (new Spread(rows.Select(p => (p.A, 1L))).Quantile(0.5), new Spread(rows.Select(p => (p.B, 1L))).Quantile(0.5));
        return a > 0 && b > 0 && b / a < 5;
    }

    /// <summary>Spearman's rank correlation (1904), so that outliers do not hide it.</summary>
    private static double Correlation(List<(double A, double B)> rows)
    {
        double[] Ranks(Func<(double A, double B), double> of)
        {
            var ranks = new double[rows.Count];
            var order = Enumerable.Range(0, rows.Count).OrderBy(i => of(rows[i])).ToList();
            for (var i = 0; i < order.Count;)
            {
                var end = i;
                while (end < order.Count && of(rows[order[end]]) == of(rows[order[i]]))
                    end++;
                for (var j = i; j < end; j++)
                    ranks[order[j]] = (i + end - 1) / 2.0;
                i = end;
            }
            return ranks;
        }
        var (x, y) = (Ranks(p => p.A), Ranks(p => p.B));
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
            (xy, xx, yy) = (xy + (x[i] - meanX) * (y[i] - meanY), xx + (x[i] - meanX) * (x[i] - meanX), yy + (y[i] - meanY) * (y[i] - meanY));
        return xx * yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }
}
