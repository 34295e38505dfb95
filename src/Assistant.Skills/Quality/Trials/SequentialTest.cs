using MathNet.Numerics.Distributions;

namespace Assistant.Skills.Quality.Trials;

/// <param name="Disagreements">Labelled ones at this look.</param>
/// <param name="Spent">Chance, if neither is better, of having decided at this look or before.</param>
/// <param name="Critical">Wins, or losses, that decide at this look; null where none can yet.</param>
internal sealed record LookBound(int Disagreements, double Spent, int? Critical);

/// <summary>
/// The exact paired test, looked at again and again while labels come in. The error allowed to all looks together is spent over time by the function of
/// Lan and DeMets (Biometrika 1983) that is like the bounds of O'Brien and Fleming (1979): little early, most at the planned number. What a look may
/// spend becomes a bound by the exact distribution of wins that have not decided before (Jennison and Turnbull 2000, chapter 12), so that the
/// error is kept whatever the number and the times of looks. Once the planned number is there all is spent, and the test is over.
/// </summary>
internal static class SequentialTest
{
    /// <summary>Error, of both sides, that may be spent when this share of the planned disagreements is there.</summary>
    public static double MaySpend(double error, double share) => share >= 1 ? error : share <= 0 ? 0
        : 4 * (1 - Normal.CDF(0, 1, Normal.InvCDF(0, 1, 1 - error / 4) / Math.Sqrt(share)));

    /// <param name="looks">Labelled disagreements at each look, rising.</param>
    public static IReadOnlyList<LookBound> Bounds(double error, int planned, IReadOnlyList<int> looks)
    {
        var bounds = new List<LookBound>();
        // Chance of each number of wins without having decided, if neither is better.
        double[] open = [1];
        var spent = 0.0;
        foreach (var n in looks)
        {
            while (open.Length <= n)
                open = Tossed(open);
            var may = MaySpend(error, (double)n / planned) - spent;
            var (critical, tail) = ((int?)null, 0.0);
            for (var wins = n; 2 * wins > n && tail + open[wins] + open[n - wins] <= may; wins--)
            {
                tail += open[wins] + open[n - wins];
                critical = wins;
                open[wins] = open[n - wins] = 0;
            }
            spent += tail;
            bounds.Add(new(n, spent, critical));
        }
        return bounds;
    }

    /// <summary>One more disagreement, won with a chance of one half.</summary>
    private static double[] Tossed(double[] open)
    {
        var next = new double[open.Length + 1];
        for (var wins = 0; wins < open.Length; wins++)
        {
            next[wins] += open[wins] / 2;
            next[wins + 1] += open[wins] / 2;
        }
        return next;
    }
}
