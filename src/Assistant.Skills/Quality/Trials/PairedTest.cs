using MathNet.Numerics.Distributions;

namespace Assistant.Skills.Quality.Trials;

/// <summary>Arithmetic of two versions that judge the same rows.</summary>
internal static class PairedTest
{
    /// <summary>
    /// McNemar's test (1947) in its exact form: among the rows on which exactly one is right, each is right in half of them if neither is better
    /// (two-sided binomial).
    /// </summary>
    public static double ExactP(int wins, int losses) =>
        wins + losses == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, wins + losses, Math.Min(wins, losses)));

    /// <summary>Wilson's score interval (1927) of a share.</summary>
    public static Estimate Share(long good, long all, double level)
    {
        if (all == 0)
            return new(0, 0, 1);
        var z = Normal.InvCDF(0, 1, 0.5 + level / 2);
        double n = all, p = good / n;
        var middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
        return new(p, Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>Rows that both must have judged alike before "they never differ" is said: with this level less than one in a hundred differs.</summary>
    public static int RowsToSeeNone(double level) => (int)Math.Ceiling(Math.Log(1 - level) / Math.Log(0.99));
}
