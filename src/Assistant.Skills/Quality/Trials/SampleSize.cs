using MathNet.Numerics.Distributions;

namespace Assistant.Skills.Quality.Trials;

/// <summary>How many labelled disagreements a test needs.</summary>
internal static class SampleSize
{
    /// <summary>What looking several times costs with the bounds of O'Brien and Fleming (Jennison and Turnbull 2000, table 2.4, ten looks).</summary>
    private const double Looks = 1.06;

    /// <summary>The least number with which the exact two-sided test at this level finds, with this power, a version that wins this share of the disagreements.</summary>
    public static int Disagreements(double level, double power, double share)
    {
        for (var n = 5; ; n++)
            // The power of an exact test goes up and down a little: it must hold from there on.
            if (Power(n, level, share) >= power && Power(n + 1, level, share) >= power && Power(n + 2, level, share) >= power)
                return (int)Math.Ceiling(Looks * n);
    }

    private static double Power(int n, double level, double share)
    {
        var critical = n;
        while (2 * (critical - 1) > n && 2 * Binomial.CDF(0.5, n, n - (critical - 1)) <= 1 - level)
            critical--;
        return 2 * Binomial.CDF(0.5, n, n - critical) > 1 - level ? 0 : 1 - Binomial.CDF(share, n, critical - 1);
    }
}
