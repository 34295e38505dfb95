using Assistant.Skills.Questions.Parsing;
using Assistant.Skills.Semantics;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>Readings over the columns that a verified question much like this one reads are likelier: a nudge between close ones, no more.</summary>
internal static class VerifiedPreference
{
    /// <summary>Less alike questions say nothing about each other.</summary>
    public const double LeastLikeness = 0.5;

    private const double Most = 0.35;

    public static IReadOnlyList<Candidate> Apply(IReadOnlyList<Candidate> candidates, string question, IReadOnlyList<VerifiedQuestion> verified)
    {
        var near = verified.Where(v => v.Invalid is null && v.Reads.Count > 0).Select(v => (v.Reads, Likeness: Neighbours.Likeness(question, v.Question))).Where(v => v.Likeness >= LeastLikeness).ToList();
        if (near.Count == 0 || candidates.Count < 2)
            return candidates;
        return [.. candidates.Select(c => c with { Score = c.Score + near.Max(n => Most * n.Likeness * Shared(c, n.Reads)) }).OrderByDescending(c => c.Plan is not null).ThenByDescending(c => c.Score)];
    }

    private static double Shared(Candidate candidate, IReadOnlyList<string> reads)
    {
        if (candidate.Plan is not { } plan)
            return 0;
        var tables = plan.Sources.Where(s => s.Table is not null).ToDictionary(s => s.Alias, s => s.Table!.Name);
        var own = PlanColumns.Of(plan).Where(c => tables.ContainsKey(c.Alias)).Select(c => $"{tables[c.Alias]}.{c.Column}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var all = own.Union(reads, StringComparer.OrdinalIgnoreCase).Count();
        return all == 0 ? 0 : (double)own.Intersect(reads, StringComparer.OrdinalIgnoreCase).Count() / all;
    }
}
