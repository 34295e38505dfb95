using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>Columns that are computed from others: total = quantity × price × (1 − discount / 100).</summary>
internal static class FormulaLearner
{
    private const int FewestRows = 50, MostColumns = 10, Probe = 60;

    public static IEnumerable<Draft> Learn(TableEvidence table)
    {
        var columns = table.Columns.Where(c => c.Kind is ValueKind.Number or ValueKind.WholeNumber && !KeyNames.IsKeyLike(c.Name) && !ColumnKinds.IsCode(c) && c.Present.Take(4).Count() >= 3).Take(MostColumns).ToList();
        foreach (var target in columns)
        {
            var parts = columns.Where(c => c != target).ToList();
            Draft? best = null;
            foreach (var (formula, chosen) in Ways(parts))
                if (Try(table, target, formula, chosen) is { } draft && (best is null || draft.Kept.Good > best.Kept.Good))
                    best = draft;
            if (best is not null)
                yield return best;
        }
    }

    private static IEnumerable<(Formula, ColumnEvidence[])> Ways(List<ColumnEvidence> parts)
    {
        for (var a = 0; a < parts.Count; a++)
            for (var b = 0; b < parts.Count; b++)
            {
                if (b == a)
                    continue;
                if (a < b)
                {
                    yield return (Formula.Product, [parts[a], parts[b]]);
                    yield return (Formula.Sum, [parts[a], parts[b]]);
                }
                for (var c = 0; c < parts.Count; c++)
                {
                    if (c == a || c == b || b < a)
                        continue;
                    yield return (Formula.Discounted, [parts[a], parts[b], parts[c]]);
                    yield return (Formula.DiscountedShare, [parts[a], parts[b], parts[c]]);
                    if (c > b)
                        yield return (Formula.Sum, [parts[a], parts[b], parts[c]]);
                }
            }
    }

    private static Draft? Try(TableEvidence table, ColumnEvidence target, Formula formula, ColumnEvidence[] parts)
    {
        bool? Holds(int row)
        {
            if (target.Measure(target.Value(row)) is not { } value)
                return null;
            Span<double> numbers = stackalloc double[3];
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].Measure(parts[i].Value(row)) is not { } number)
                    return null;
                numbers[i] = number;
            }
            var made = Made(formula, numbers[..parts.Length]);
            return Math.Abs(value - made) <= Math.Max(0.011, 0.001 * Math.Abs(value));
        }
        // What is the same without one of the parts is not computed from it.
        bool Tells(int row) => parts.All(p => p.Measure(p.Value(row)) is { } number && number != 0 && number != 1);
        var (good, all) = (0, 0);
        for (var row = 0; row < table.SampledRows; row++)
        {
            if (TableEvidence.IsHeldOut(row) || Holds(row) is not { } holds)
                continue;
            all++;
            good += holds ? 1 : 0;
            if (all == Probe && good < 0.6 * Probe)
                return null;
        }
        if (all < FewestRows || good < 0.85 * all || Enumerable.Range(0, table.SampledRows).Count(row => Tells(row) && Holds(row) == true) < 0.1 * all)
            return null;
        return new(new RuleBody.Computed(target.Name, formula, [.. parts.Select(p => p.Name)]), Severity.High, 0.98, Draft.OnHeldOut(table, Holds),
            $"It comes out to the hundredth in {100.0 * good / all:0.##} % of the rows.");
    }

    private static double Made(Formula formula, ReadOnlySpan<double> parts) => formula switch
    {
        Formula.Product => parts[0] * parts[1],
        Formula.Sum => parts.Length == 2 ? parts[0] + parts[1] : parts[0] + parts[1] + parts[2],
        Formula.Difference => parts[0] - parts[1],
        Formula.Discounted => parts[0] * parts[1] * (1 - parts[2] / 100),
        _ => parts[0] * parts[1] * (1 - parts[2]),
    };
}
