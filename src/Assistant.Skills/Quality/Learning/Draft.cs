using Assistant.Skills.Quality.Evidence;

namespace Assistant.Skills.Quality.Learning;

/// <summary>A rule that the evidence suggests, before it has run in the source.</summary>
/// <param name="Kept">Rows kept from learning that keep the rule, and how many there were.</param>
/// <param name="Prior">How often rules of this kind are meant when the data look so, 0 to 1.</param>
internal sealed record Draft(RuleBody Body, Severity Severity, double Prior, (int Good, int All) Kept, string Reason)
{
    public double? Checked => Kept.All == 0 ? null : (double)Kept.Good / Kept.All;

    /// <summary>0 to 100: the lower end of the Wilson interval (1927, z = 1.645) of the share kept on unseen rows, times the prior.</summary>
    public int Confidence
    {
        get
        {
            const double z = 1.645;
            if (Kept.All == 0)
                return (int)Math.Round(100 * Prior);
            double n = Kept.All, p = Kept.Good / n;
            var low = (p + z * z / (2 * n) - z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n);
            return (int)Math.Clamp(Math.Round(100 * low * Prior), 1, 99);
        }
    }

    /// <summary>Counts the rows kept from learning for which the test is true, of those it is not null for.</summary>
    public static (int Good, int All) OnHeldOut(TableEvidence table, Func<int, bool?> test)
    {
        var (good, all) = (0, 0);
        for (var row = 0; row < table.SampledRows; row++)
        {
            if (!TableEvidence.IsHeldOut(row) || test(row) is not { } kept)
                continue;
            all++;
            good += kept ? 1 : 0;
        }
        return (good, all);
    }
}
