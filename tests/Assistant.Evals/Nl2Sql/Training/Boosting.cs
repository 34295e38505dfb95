using Assistant.Skills.Questions.Ranking;

namespace Assistant.Evals.Nl2Sql.Training;

/// <summary>Gradient boosting of two-level trees under logistic loss, Newton steps in the leaves, no randomness.</summary>
internal sealed class Boosting
{
    private const int Rounds = 220;
    private const double Rate = 0.06;
    private const double Least = 30;
    private const double Ridge = 6;

    private readonly string[] _names;
    private readonly double[][] _limits;
    private readonly byte[][] _bins;
    private readonly bool[] _right;
    private double[] _gradient = [];
    private double[] _weight = [];

    private Boosting(IReadOnlyList<(IReadOnlyDictionary<string, double> Facts, bool Right)> data)
    {
        _right = [.. data.Select(d => d.Right)];
        _names = [.. data.SelectMany(d => d.Facts.Keys).Distinct().Order(StringComparer.Ordinal)];
        _limits = [.. _names.Select(n => Limits([.. data.Select(d => d.Facts.GetValueOrDefault(n))]))];
        _bins = [.. _names.Select((n, i) => data.Select(d => (byte)_limits[i].Count(l => d.Facts.GetValueOrDefault(n) > l)).ToArray())];
    }

    public static ConfidenceModel Fit(IReadOnlyList<(IReadOnlyDictionary<string, double> Facts, bool Right)> data) => new Boosting(data).Run();

    /// <summary>Up to 24 limits between different values, by quantile.</summary>
    private static double[] Limits(double[] values)
    {
        Array.Sort(values);
        var distinct = values.Distinct().ToArray();
        var limits = distinct.Length <= 25
            ? distinct.Zip(distinct.Skip(1), (a, b) => (a + b) / 2)
            : Enumerable.Range(1, 24).Select(q => values[q * values.Length / 25]);
        return [.. limits.Select(l => Math.Round(l, 4)).Distinct()];
    }

    private ConfidenceModel Run()
    {
        var share = Math.Clamp(_right.Count(r => r) / (double)_right.Length, 0.01, 0.99);
        var start = Math.Log(share / (1 - share));
        var sums = Enumerable.Repeat(start, _right.Length).ToArray();
        var trees = new List<ConfidenceModel.Tree>();
        for (var round = 0; round < Rounds; round++)
        {
            var chance = sums.Select(s => 1 / (1 + Math.Exp(-s))).ToArray();
            _gradient = [.. chance.Select((p, i) => (_right[i] ? 1 : 0) - p)];
            _weight = [.. chance.Select(p => p * (1 - p))];
            var all = Enumerable.Range(0, _right.Length).ToArray();
            if (Best(all) is not var (fact, at))
                break;
            var below = all.Where(i => _bins[fact][i] <= at).ToArray();
            var above = all.Where(i => _bins[fact][i] > at).ToArray();
            var (low, lowSums) = Leaf(below);
            var (high, highSums) = Leaf(above);
            trees.Add(new(_names[fact], _limits[fact][at], low, high));
            for (var k = 0; k < below.Length; k++)
                sums[below[k]] += lowSums[k];
            for (var k = 0; k < above.Length; k++)
                sums[above[k]] += highSums[k];
        }
        return new() { Base = start, Trees = trees, Steps = [] };
    }

    private (ConfidenceModel.Split, double[]) Leaf(int[] rows)
    {
        double Step(IEnumerable<int> among)
        {
            var (g, h) = (0.0, Ridge);
            foreach (var i in among)
                (g, h) = (g + _gradient[i], h + _weight[i]);
            return Math.Round(Rate * g / h, 4);
        }
        if (Best(rows) is not var (fact, at))
        {
            var flat = Step(rows);
            return (new("base", 0, flat, flat), [.. rows.Select(_ => flat)]);
        }
        var (below, above) = (Step(rows.Where(i => _bins[fact][i] <= at)), Step(rows.Where(i => _bins[fact][i] > at)));
        return (new(_names[fact], _limits[fact][at], below, above), [.. rows.Select(i => _bins[fact][i] <= at ? below : above)]);
    }

    /// <summary>The split that lowers the loss most, or null when every split leaves too little on one side.</summary>
    private (int Fact, int At)? Best(int[] rows)
    {
        (int, int)? best = null;
        var most = 1e-6;
        for (var fact = 0; fact < _names.Length; fact++)
        {
            var count = _limits[fact].Length + 1;
            var (g, h, n) = (new double[count], new double[count], new int[count]);
            var bins = _bins[fact];
            foreach (var i in rows)
            {
                g[bins[i]] += _gradient[i];
                h[bins[i]] += _weight[i];
                n[bins[i]]++;
            }
            var (wholeG, wholeH) = (g.Sum(), h.Sum());
            var (leftG, leftH, left) = (0.0, 0.0, 0);
            for (var at = 0; at < count - 1; at++)
            {
                (leftG, leftH, left) = (leftG + g[at], leftH + h[at], left + n[at]);
                if (left < Least || rows.Length - left < Least)
                    continue;
                var gain = leftG * leftG / (leftH + Ridge) + (wholeG - leftG) * (wholeG - leftG) / (wholeH - leftH + Ridge) - wholeG * wholeG / (wholeH + Ridge);
                if (gain > most)
                    (most, best) = (gain, (fact, at));
            }
        }
        return best;
    }

    /// <summary>Shares that only rise with the sum (pool adjacent violators), each over at least so many answers.</summary>
    public static IReadOnlyList<(double From, double Right)> Isotonic(IEnumerable<(double Sum, bool Right)> told, int least = 40)
    {
        var blocks = new List<(double Sum, double Right, int Count)>();
        foreach (var chunk in told.OrderBy(t => t.Sum).Chunk(least))
        {
            blocks.Add((chunk.Average(c => c.Sum), chunk.Count(c => c.Right), chunk.Length));
            while (blocks.Count > 1 && blocks[^2].Right / blocks[^2].Count >= blocks[^1].Right / blocks[^1].Count)
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add(((a.Sum * a.Count + b.Sum * b.Count) / (a.Count + b.Count), a.Right + b.Right, a.Count + b.Count));
            }
        }
        return [.. blocks.Select(b => (Math.Round(b.Sum, 4), Math.Round(b.Right / b.Count, 4)))];
    }
}
