using YamlDotNet.Serialization;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>
/// Orders readings by a log-linear model: the chance of a reading among its rivals is proportional to exp(weights · facts). The weights
/// (Ranking/ranking.yaml) were fitted on questions with known answers by <c>assistant eval train</c>.
/// </summary>
internal static class Ranker
{
    private static readonly Lazy<Dictionary<string, double>> Fitted = new(Read);

    public static IReadOnlyList<Candidate> Rank(IReadOnlyList<Candidate> candidates, SourceModel model, IReadOnlyDictionary<string, double>? weights = null)
    {
        weights ??= Fitted.Value;
        var read = candidates.Select(c => c with { Facts = ReadingFacts.Of(c, model) }).ToList();
        foreach (var candidate in read)
            candidate.Facts["agreement"] = Agreement(candidate, read);
        return [.. read.Select(c => c with { Worth = c.Plan is null ? double.MinValue : c.Facts.Sum(f => f.Value * weights.GetValueOrDefault(f.Key)) })
            .OrderByDescending(c => c.Worth).ThenByDescending(c => c.Score)];
    }

    /// <summary>Chance of the best reading's result among all, 0 to 1, and by how much its worth leads over the next result.</summary>
    public static (double Chance, double Lead, int Results) Standing(IReadOnlyList<Candidate> ranked)
    {
        var best = ranked[0];
        var planned = ranked.Where(c => c.Plan is not null).ToList();
        var whole = planned.Sum(c => Math.Exp(c.Worth - best.Worth));
        var same = planned.Where(c => SameResult(c, best)).Sum(c => Math.Exp(c.Worth - best.Worth));
        var rival = planned.FirstOrDefault(c => !SameResult(c, best));
        return (same / whole, rival is null ? MostLead : Math.Min(MostLead, best.Worth - rival.Worth), planned.Where(c => c.Probe is not null).Select(c => c.Probe!.Signature).Distinct().Count());
    }

    public static bool SameResult(Candidate a, Candidate b) => ReferenceEquals(a, b) || a.Probe is { Failed: false } p && b.Probe is { Failed: false } q && p.Signature == q.Signature;

    private const double MostLead = 6;

    /// <summary>How much of the likelihood by the rules alone gives the same rows as this reading.</summary>
    private static double Agreement(Candidate candidate, List<Candidate> all)
    {
        var planned = all.Where(c => c.Plan is not null).ToList();
        if (planned.Count == 0)
            return 0;
        var top = planned.Max(c => c.Score);
        return planned.Where(c => SameResult(c, candidate)).Sum(c => Math.Exp(3 * (c.Score - top))) / planned.Sum(c => Math.Exp(3 * (c.Score - top)));
    }

    private static Dictionary<string, double> Read()
    {
        using var stream = typeof(Ranker).Assembly.GetManifestResourceStream("questions/ranking.yaml") ?? throw new InvalidOperationException("The weights of the ranking are missing from the program.");
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder().Build().Deserialize<Dictionary<string, double>>(reader.ReadToEnd());
    }
}
