namespace Assistant.Evals.Nl2Sql.Training;

/// <summary>
/// Conditional logit over candidates: maximises the chance that a right candidate is chosen (the sum over right ones), with a ridge that draws the
/// standardised weights to the rules' own score. Adam, full batch, a fixed number of steps: the same data give the same weights.
/// </summary>
internal static class LogLinear
{
    /// <summary>Facts that can only speak against a reading.</summary>
    private static readonly HashSet<string> Against =
    [
        "unused", "problems", "guesses", "failed", "empty", "only_nulls", "zero", "repeats", "tables_missed", "columns_missed", "values_missed", "numbers_missed", "periods_missed", "tables_unnamed",
        "count_lost", "extreme_lost", "group_lost", "order_lost", "distinct_lost", "or_lost", "count_unasked", "odd_measures", "mismatched", "unknown_values", "limit_for_group", "weakest_link", "average_link", "joins",
    ];

    /// <summary>Facts that can only speak for one. All others say nothing by themselves: of a few hundred questions in doubt too much would be learned by heart.</summary>
    private static readonly HashSet<string> For = ["score", "agreement", "entity_named", "behind"];

    /// <summary>What the score by rules weighs before anything is learned.</summary>
    private const double RulesWeight = 4;

    /// <param name="groups">Candidates of a question: their facts and whether each is right; groups without a right one say nothing and must be left out.</param>
    public static Dictionary<string, double> Fit(IReadOnlyList<(IReadOnlyList<IReadOnlyDictionary<string, double>> Facts, IReadOnlyList<bool> Right)> groups, double ridge, int steps = 250)
    {
        var names = groups.SelectMany(g => g.Facts).SelectMany(f => f.Keys).Distinct().Where(n => Against.Contains(n) || For.Contains(n)).Order(StringComparer.Ordinal).ToArray();
        var spread = names.Select(n => Spread(groups, n)).ToArray();
        var data = groups.Select(g => g.Facts.Select(f => names.Select((n, i) => spread[i] < 1e-6 ? 0 : f.GetValueOrDefault(n) / spread[i]).ToArray()).ToArray()).ToArray();
        var begin = names.Select((n, i) => n == "score" ? RulesWeight * spread[i] : 0).ToArray();
        var weights = begin.ToArray();
        var (first, second) = (new double[names.Length], new double[names.Length]);
        for (var step = 1; step <= steps; step++)
        {
            var gradient = new double[names.Length];
            for (var g = 0; g < data.Length; g++)
                Add(gradient, data[g], groups[g].Right, weights);
            for (var i = 0; i < names.Length; i++)
            {
                var slope = gradient[i] / data.Length - ridge * (weights[i] - begin[i]);
                first[i] = 0.9 * first[i] + 0.1 * slope;
                second[i] = 0.999 * second[i] + 0.001 * slope * slope;
                weights[i] += 0.03 * (first[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                weights[i] = Against.Contains(names[i]) ? Math.Min(0, weights[i]) : Math.Max(0, weights[i]);
            }
        }
        return names.Select((n, i) => (n, w: spread[i] < 1e-6 ? 0 : weights[i] / spread[i])).Where(p => Math.Abs(p.w) >= 0.0005).ToDictionary(p => p.n, p => p.w);
    }

    private static void Add(double[] gradient, double[][] facts, IReadOnlyList<bool> right, double[] weights)
    {
        var worth = facts.Select(f => Dot(f, weights)).ToArray();
        var top = worth.Max();
        var chance = worth.Select(w => Math.Exp(w - top)).ToArray();
        var (whole, good) = (chance.Sum(), chance.Where((_, i) => right[i]).Sum());
        for (var c = 0; c < facts.Length; c++)
        {
            var push = (right[c] ? chance[c] / good : 0) - chance[c] / whole;
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += push * facts[c][i];
        }
    }

    private static double Dot(double[] facts, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
            sum += facts[i] * weights[i];
        return sum;
    }

    /// <summary>How much a fact differs between candidates of one question, on average.</summary>
    private static double Spread(IReadOnlyList<(IReadOnlyList<IReadOnlyDictionary<string, double>> Facts, IReadOnlyList<bool> Right)> groups, string name)
    {
        var (sum, count) = (0.0, 0);
        foreach (var (facts, _) in groups)
        {
            var mean = facts.Average(f => f.GetValueOrDefault(name));
            sum += facts.Sum(f => Math.Pow(f.GetValueOrDefault(name) - mean, 2));
            count += facts.Count;
        }
        return Math.Sqrt(sum / Math.Max(1, count));
    }
}
