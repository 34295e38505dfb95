using Assistant.Skills.Questions.Ranking;

namespace Assistant.Evals.Nl2Sql.Training;

/// <summary>
/// The confidence in the first reading. Each question is ranked by weights that never saw its database, so that the facts are as honest as
/// those of a new source; the trees are judged by leaving parts out as well, and the calibration is made of what they say about parts left out.
/// </summary>
internal sealed class ConfidenceFit
{
    public sealed record Told(string Db, IReadOnlyDictionary<string, double> Facts, bool Right, double Sum, double Chance);

    public ConfidenceFit(RankingFit ranking)
    {
        var rows = ranking.Trials.Select(t => Row(t, ranking.LeftOut[Folds.Of(t.Line.Db)])).OfType<Told>().ToList();
        var told = new List<Told>();
        foreach (var part in Enumerable.Range(0, Folds.Count))
        {
            var without = Boosting.Fit([.. rows.Where(r => Folds.Of(r.Db) != part).Select(r => (r.Facts, r.Right))]);
            told.AddRange(rows.Where(r => Folds.Of(r.Db) == part).Select(r => r with { Sum = without.Sum(r.Facts) }));
        }
        // Each part is told by steps made of the other parts.
        LeftOut = [.. Enumerable.Range(0, Folds.Count).SelectMany(part =>
        {
            var steps = new ConfidenceModel { Base = 0, Trees = [], Steps = Boosting.Isotonic(told.Where(t => Folds.Of(t.Db) != part).Select(t => (t.Sum, t.Right))) };
            return told.Where(t => Folds.Of(t.Db) == part).Select(t => t with { Chance = (steps with { Base = t.Sum }).Chance(t.Facts) });
        })];
        Model = Boosting.Fit([.. rows.Select(r => (r.Facts, r.Right))]) with { Steps = Boosting.Isotonic(told.Select(t => (t.Sum, t.Right))) };
    }

    public ConfidenceModel Model { get; }
    public IReadOnlyList<Told> LeftOut { get; }

    private static Told? Row(Trial trial, IReadOnlyDictionary<string, double> weights)
    {
        if (trial.Readings.Count == 0)
            return null;
        var ranked = RankingFit.Ranked(trial, weights);
        return ranked[0].Reading.Plan is null ? null : new(trial.Line.Db, Confidence.Facts([.. ranked.Select(r => r.Reading)]), ranked[0].Right, 0, 0);
    }
}
