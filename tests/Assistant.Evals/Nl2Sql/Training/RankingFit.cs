using System.Globalization;
using Assistant.Skills.Questions.Ranking;

namespace Assistant.Evals.Nl2Sql.Training;

/// <summary>The ranking's weights, fitted on all databases and, for judging, on all but one part in turn.</summary>
internal sealed class RankingFit
{
    private readonly IReadOnlyList<Trial> _trials;

    public RankingFit(IReadOnlyList<Trial> trials, double ridge)
    {
        Ridge = ridge;
        // The facts do not depend on the weights: they are made once.
        _trials = [.. trials.Select(t => t with { Readings = [.. t.Readings.Zip(Ranker.Rank(t.Readings, t.Model, new Dictionary<string, double> { ["score"] = 1 }).OrderBy(r => IndexOf(t, r)), (_, ranked) => ranked)] })];
        Whole = Fit(_ => true, ridge);
        LeftOut = [.. Enumerable.Range(0, Folds.Count).Select(part => Fit(t => Folds.Of(t.Line.Db) != part, ridge))];
    }

    public double Ridge { get; }
    public IReadOnlyList<Trial> Trials => _trials;
    public Dictionary<string, double> Whole { get; }

    /// <summary>By part: fitted without it.</summary>
    public IReadOnlyList<Dictionary<string, double>> LeftOut { get; }

    private static int IndexOf(Trial trial, Candidate ranked) => trial.Readings.Select((r, i) => (r, i)).First(p => ReferenceEquals(p.r.Sketch, ranked.Sketch)).i;

    private Dictionary<string, double> Fit(Func<Trial, bool> among, double ridge) => LogLinear.Fit(
        [.. _trials.Where(t => among(t) && t.Right.Any(r => r) && t.Right.Where((_, i) => t.Readings[i].Plan is not null).Any(r => !r)).Select(t => ((IReadOnlyList<IReadOnlyDictionary<string, double>>)[.. t.Readings.Where(r => r.Plan is not null).Select(r => r.Facts)], (IReadOnlyList<bool>)[.. t.Right.Where((_, i) => t.Readings[i].Plan is not null)]))], ridge);

    /// <summary>How many questions get a right reading first.</summary>
    public int Right(IReadOnlyDictionary<string, double> weights) => _trials.Count(t => IsRight(t, weights));

    public int Right(IReadOnlyList<Dictionary<string, double>> leftOut) => _trials.Count(t => IsRight(t, leftOut[Folds.Of(t.Line.Db)]));

    /// <summary>The readings in the order of the weights, each with whether it is right.</summary>
    public static IReadOnlyList<(Candidate Reading, bool Right)> Ranked(Trial trial, IReadOnlyDictionary<string, double> weights) =>
        [.. trial.Readings.Select((r, i) => (Reading: r with { Worth = r.Plan is null ? double.MinValue : r.Facts.Sum(f => f.Value * weights.GetValueOrDefault(f.Key)) }, trial.Right[i]))
            .OrderByDescending(r => r.Reading.Worth).ThenByDescending(r => r.Reading.Score)];

    private static bool IsRight(Trial trial, IReadOnlyDictionary<string, double> weights) => !trial.Unanswerable && trial.Readings.Count > 0 && Ranked(trial, weights)[0].Right;

    public string ToYaml() => "# Weights of the facts about a reading (ReadingFacts), fitted by: assistant eval train\n"
        + string.Concat(Whole.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Key}: {w.Value:0.000}\n")));
}
