
namespace Assistant.Skills.Questions.Ranking;

/// <summary>How sure a reading is, 0 to 100, with the reasons. A word that nothing was made of never leaves it high.</summary>
internal static class Confidence
{
    public static (int Percent, IReadOnlyList<string> Reasons) Of(IReadOnlyList<Candidate> candidates)
    {
        var best = candidates[0];
        var reasons = new List<string>();
        var percent = 93.0;
        var strength = best.Strengths.Count > 0 ? best.Strengths.Average() : 0.5;
        var weakest = best.Strengths.Count > 0 ? best.Strengths.Min() : 0.5;
        if (best.Unused.Count > 0)
        {
            percent -= 30 + 12 * (best.Unused.Count - 1);
            reasons.Add($"not understood: {string.Join(", ", best.Unused.Take(4))}");
        }
        if (weakest < 0.9)
        {
            percent -= (0.95 - weakest) * 40;
            reasons.Add("some words only resemble the names in the data");
        }
        percent -= (1 - strength) * 25;
        if (best.Guesses.Count > 0)
        {
            percent -= 12 * best.Guesses.Count;
            reasons.AddRange(best.Guesses);
        }
        if (best.Problems.Count > 0)
        {
            percent -= 30;
            reasons.AddRange(best.Problems);
        }
        if (best.Plan is { } plan)
        {
            percent -= 3 * Math.Max(0, plan.Sources.Count - 1);
            if (plan.Sources.Count > 2)
                reasons.Add($"{plan.Sources.Count} tables had to be joined");
            if (plan.Combined is not null || plan.Having is not null)
                percent -= 3;
        }
        if (candidates.Count > 1 && candidates[1].Plan is not null && best.Score - candidates[1].Score < 0.3)
        {
            percent -= (0.3 - (best.Score - candidates[1].Score)) * 40;
            reasons.Add("another reading is nearly as likely");
        }
        if (reasons.Count == 0)
            reasons.Add("every word of the question is accounted for by names and values in the data");
        return ((int)Math.Clamp(Math.Round(percent), 3, 97), reasons);
    }
}
