using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>
/// How sure a reading is, 0 to 100, with the reasons: a logistic regression over a few facts about the reading, whose weights were fitted on
/// questions with known answers (Ranking/confidence.yaml). A word that nothing was made of never leaves it high.
/// </summary>
internal static class Confidence
{
    private const int Most = 97;
    private const int MostWithUnused = 60;
    private const int MostWithGuess = 80;
    private const int MostWithPassedOver = 79;

    private static readonly Lazy<Dictionary<string, double>> Weights = new(Read);

    public static (int Percent, IReadOnlyList<string> Reasons) Of(IReadOnlyList<Candidate> candidates)
    {
        var best = candidates[0];
        var sum = Features(candidates).Sum(f => f.Value * Weights.Value.GetValueOrDefault(f.Key));
        var percent = (int)Math.Round(100 / (1 + Math.Exp(-sum)));
        if (best.Unused.Count > 0)
            percent = Math.Min(percent, MostWithUnused);
        if (best.Sketch.PassedOver.Count > 0)
            percent = Math.Min(percent, MostWithPassedOver);
        if (best.Guesses.Count > 0 || best.Problems.Count > 0)
            percent = Math.Min(percent, MostWithGuess);
        return (Math.Clamp(percent, 2, Most), Reasons(candidates));
    }

    /// <summary>Facts about the best reading, each roughly between 0 and 1 or a small count.</summary>
    public static IReadOnlyDictionary<string, double> Features(IReadOnlyList<Candidate> candidates)
    {
        var best = candidates[0];
        var plan = best.Plan;
        var second = candidates.Skip(1).FirstOrDefault(c => c.Plan is not null);
        var conditions = best.Sketch.Conditions;
        return new Dictionary<string, double>
        {
            ["base"] = 1,
            ["unused"] = Math.Min(3, best.Unused.Count),
            ["passed_over"] = Math.Min(3, best.Sketch.PassedOver.Count),
            ["guesses"] = Math.Min(2, best.Guesses.Count),
            ["problems"] = Math.Min(2, best.Problems.Count),
            ["weakest_link"] = best.Strengths.Count > 0 ? 1 - best.Strengths.Min() : 0.5,
            ["average_link"] = best.Strengths.Count > 0 ? 1 - best.Strengths.Average() : 0.5,
            ["rival"] = second is null ? 0 : Math.Max(0, 1 - Math.Max(0, best.Score - second.Score)),
            ["toss_up"] = 1 - Math.Clamp(best.Margin, 0, 1),
            ["joins"] = plan is null ? 0 : Math.Min(4, plan.Sources.Count - 1),
            ["long"] = Math.Min(3, best.Chunks.Sum(c => c.Length) / 12.0),
            ["conditions"] = Math.Min(3, conditions.Count(c => c.Kind is not Parsing.ConditionKind.Exists)),
            ["exists"] = Math.Min(3, conditions.Count(c => c.Kind is Parsing.ConditionKind.Exists)),
            ["denied"] = conditions.Any(c => c.Scope != 0) ? 1 : 0,
            ["nested"] = plan is not null && Nested(plan) ? 1 : 0,
            ["combined"] = plan?.Combined is not null ? 1 : 0,
            ["having"] = plan?.Having is not null ? 1 : 0,
            ["grouped"] = plan is { Groups.Count: > 0 } ? 1 : 0,
            ["grouped_many"] = plan is { Groups.Count: > 2 } ? 1 : 0,
            ["limited"] = plan?.Limit is not null ? 1 : 0,
            ["counts"] = plan is { Groups.Count: 0, Outputs: [{ Value: Measure { Function: MeasureFunction.Count } }] } ? 1 : 0,
            ["single_table"] = plan is { Sources.Count: 1 } && conditions.Count <= 1 && plan.Groups.Count == 0 ? 1 : 0,
            ["outputs"] = plan is null ? 0 : Math.Min(5, plan.Outputs.Count),
            ["many_measures"] = plan is not null && plan.Outputs.Count(o => o.Value is Measure) > 1 ? 1 : 0,
            ["sentences"] = best.Chunks.Any(c => c.IsMark && c.Lower is "." or "?" && c.End < best.Chunks[^1].End) ? 1 : 0,
            ["or"] = conditions.Any(c => c.Or || c.Both) ? 1 : 0,
            ["quoted_unknown"] = best.Chunks.Any(c => c.IsQuoted && c.Links.Count == 0) ? 1 : 0,
            ["hinted"] = best.Sketch.Top?.By is { Chunk: null } || conditions.Any(c => c.Left is { Chunk: null, Hints.Count: > 0 }) ? 1 : 0,
            ["dated"] = conditions.Any(c => c.Kind is Parsing.ConditionKind.InPeriod) ? 1 : 0,
            ["who_where_when"] = best.Sketch.Who || best.Sketch.When || best.Sketch.Where ? 1 : 0,
        };
    }

    private static bool Nested(QueryPlan plan) =>
        PlanPredicate.Conjuncts(plan.Where).Any(p => p is InPlan or Compared { Right: PlanValue }) || plan.Sources.Any(s => s.Plan is not null);

    private static List<string> Reasons(IReadOnlyList<Candidate> candidates)
    {
        var best = candidates[0];
        var reasons = new List<string>();
        if (best.Unused.Count > 0)
            reasons.Add($"not understood: {string.Join(", ", best.Unused.Take(4))}");
        if (best.Sketch.PassedOver.Count > 0)
            reasons.Add($"passed over: {string.Join(", ", best.Sketch.PassedOver.Distinct().Take(4))}");
        if (best.Strengths.Count > 0 && best.Strengths.Min() < 0.8)
            reasons.Add("some words only resemble the names in the data");
        reasons.AddRange(best.Guesses);
        reasons.AddRange(best.Problems);
        if (best.Plan is { Sources.Count: > 2 } plan)
            reasons.Add($"{plan.Sources.Count} tables had to be joined");
        if (candidates.Count > 1 && candidates[1].Plan is not null && best.Score - candidates[1].Score < 0.3)
            reasons.Add("another reading is nearly as likely");
        if (reasons.Count == 0)
            reasons.Add("every word of the question is accounted for by names and values in the data");
        return reasons;
    }

    private static Dictionary<string, double> Read()
    {
        using var stream = typeof(Confidence).Assembly.GetManifestResourceStream("questions/confidence.yaml")
            ?? throw new InvalidOperationException("The weights of the confidence are missing from the program.");
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<Dictionary<string, double>>(reader.ReadToEnd());
    }
}
