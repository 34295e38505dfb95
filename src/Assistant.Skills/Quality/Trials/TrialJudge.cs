namespace Assistant.Skills.Quality.Trials;

/// <summary>What labels say at one look.</summary>
/// <param name="Wins">Rows where the challenger is right and the champion wrong.</param>
internal sealed record Score(int Wins, int Losses);

/// <summary>Comes from labels to a verdict.</summary>
internal static class TrialJudge
{
    /// <summary>The verdict at the latest of these looks, and its bound. What was decided at one look stays decided.</summary>
    /// <param name="scores">One a look, the oldest first.</param>
    /// <param name="judged">Rows that the versions judged at the latest look, and <paramref name="differ"/> where they differ.</param>
    public static (TrialVerdict Verdict, LookBound Bound) Judge(TrialPlan plan, IReadOnlyList<Score> scores, long judged, long differ)
    {
        // Only a look with more labels than all before tells something new.
        var telling = new List<Score>();
        foreach (var score in scores)
            if (score.Wins + score.Losses > (telling.Count == 0 ? 0 : telling[^1].Wins + telling[^1].Losses))
                telling.Add(score);
        var bounds = SequentialTest.Bounds(1 - plan.Level, plan.Needed, [.. telling.Select(s => s.Wins + s.Losses)]);
        for (var i = 0; i < telling.Count; i++)
            if (bounds[i].Critical is { } critical && Math.Max(telling[i].Wins, telling[i].Losses) >= critical)
                return (telling[i].Wins > telling[i].Losses ? TrialVerdict.Better : TrialVerdict.Worse, bounds[i]);
        var last = bounds.Count > 0 ? bounds[^1] : new(0, 0, null);
        return (last.Disagreements >= plan.Needed || differ == 0 && judged >= PairedTest.RowsToSeeNone(plan.Level) ? TrialVerdict.NoDifference : TrialVerdict.NotEnoughData, last);
    }
}
