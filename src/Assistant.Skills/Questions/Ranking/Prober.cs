using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>Runs the queries of the likeliest readings through the gate: a query that finds nothing is seldom what was meant, and readings that give the same rows need no choosing.</summary>
internal sealed class Prober(QueryGate gate)
{
    /// <summary>As many rows as an answer may have, so that the chosen reading need not be read again.</summary>
    private static readonly GateLimits Limits = new() { Timeout = TimeSpan.FromSeconds(1.5) };

    /// <param name="most">How many readings are tried, the likeliest first.</param>
    public async Task<IReadOnlyList<Candidate>> TryAsync(
        IReadOnlyList<Candidate> candidates, SourceModel model, ISource source, DataPolicy policy, int most, CancellationToken cancellationToken)
    {
        var tried = new List<Candidate>();
        var known = new Dictionary<string, Probe>();
        foreach (var candidate in candidates)
        {
            if (candidate.Plan is null || known.Count >= most)
            {
                tried.Add(candidate);
                continue;
            }
            var sql = model.ToSql(candidate.Plan);
            if (!known.TryGetValue(sql, out var probe))
                known[sql] = probe = Probe.Of(await gate.ReadAsync(source, sql, new(model.Catalog, policy, Limits), cancellationToken));
            tried.Add(candidate with { Probe = probe });
        }
        return tried;
    }
}
