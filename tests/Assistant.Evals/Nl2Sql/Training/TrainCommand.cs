using System.Globalization;

namespace Assistant.Evals.Nl2Sql.Training;

/// <summary>
/// assistant eval train --questions FILE [--write FOLDER]: fits the ranking of readings and the confidence on questions with known answers,
/// and tells how both do on databases left out of the fitting.
/// </summary>
internal static class TrainCommand
{
    private const string Usage = "usage: assistant eval train --questions FILE [--write FOLDER]";
    private const int Probes = 8;
    private static readonly double[] Ridges = [0.01, 0.03, 0.1];

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (Nl2SqlEval.Option(args, "--questions") is not { } questions || !File.Exists(questions))
        {
            await Console.Error.WriteLineAsync(Usage.AsMemory(), cancellationToken);
            return 2;
        }
        var trials = await TrialsAsync(questions, cancellationToken);
        var answerable = trials.Where(t => !t.Unanswerable).ToList();
        Tell($"{trials.Count} questions, {answerable.Count} answerable, {trials.Sum(t => t.Readings.Count)} readings");
        foreach (var most in new[] { 1, 2, 3, 5, 10, 20 })
            Tell($"right reading among the first {most}: {Percent(answerable.Count(t => t.Right.Take(most).Any(r => r)), answerable.Count)}");
        // The strength of the ridge that does best on databases left out.
        var fits = Ridges.Select(ridge => new RankingFit(trials, ridge)).ToList();
        Tell("databases left out, by ridge: " + string.Join(", ", fits.Select(f => $"{f.Ridge}: {Percent(f.Right(f.LeftOut), answerable.Count)}")));
        var ranking = fits.MaxBy(fit => fit.Right(fit.LeftOut))!;
        Tell($"ridge {ranking.Ridge}: ranked by rules {Percent(answerable.Count(t => t.Right is [true, ..]), answerable.Count)}, fitted {Percent(ranking.Right(ranking.Whole), answerable.Count)}, databases left out {Percent(ranking.Right(ranking.LeftOut), answerable.Count)}");
        if (Nl2SqlEval.Option(args, "--facts") is { } file)
            await File.WriteAllLinesAsync(file, ranking.Trials.Select(t => System.Text.Json.JsonSerializer.Serialize(new { id = t.Line.Id, db = t.Line.Db, refuse = t.Unanswerable, readings = t.Readings.Select((r, i) => new { facts = r.Facts, right = t.Right[i], plan = r.Plan is not null, signature = r.Probe?.Signature }) })), cancellationToken);
        var confidence = new ConfidenceFit(ranking);
        TellConfidence(confidence.LeftOut, answerable.Count);
        if (Nl2SqlEval.Option(args, "--write") is { } folder)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "ranking.yaml"), ranking.ToYaml(), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "confidence.yaml"), "# Chance that a reading is right (ConfidenceModel), fitted by: assistant eval train\n" + confidence.Model.ToYaml(), cancellationToken);
        }
        return 0;
    }

    /// <summary>Calibration and what answering from some confidence on would give, on databases left out.</summary>
    private static void TellConfidence(IReadOnlyList<ConfidenceFit.Told> told, int answerable)
    {
        Tell("confidence on databases left out: " + string.Join("  ", told.GroupBy(t => Math.Min(9, (int)(t.Chance * 10))).OrderBy(g => g.Key).Select(g => $"{g.Key * 10}+: {Percent(g.Count(t => t.Right), g.Count())} of {g.Count()}")));
        Tell("answered from  answers  right when it answers  right of all");
        for (var from = 0; from <= 95; from += 5)
        {
            var kept = told.Where(t => t.Chance * 100 >= from).ToList();
            Tell($"{from,13}  {kept.Count,7}  {Percent(kept.Count(t => t.Right), kept.Count),21}  {Percent(kept.Count(t => t.Right), answerable),12}");
        }
        var (right, wrong) = (told.Where(t => t.Right).Select(t => t.Sum).ToList(), told.Where(t => !t.Right).Select(t => t.Sum).ToList());
        Tell(string.Create(CultureInfo.InvariantCulture, $"a right answer is surer than a wrong one in {100 * right.Average(r => wrong.Average(w => r > w ? 1 : r == w ? 0.5 : 0.0)):0.0} % of pairs"));
        Tell($"wrong at 90 or more: {Percent(told.Count(t => t.Chance >= 0.9 && !t.Right), answerable)}");
    }

    private static void Tell(string line) => Console.WriteLine(line);

    private static string Percent(int part, int whole) => (100.0 * part / Math.Max(1, whole)).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static async Task<IReadOnlyList<Trial>> TrialsAsync(string questions, CancellationToken cancellationToken)
    {
        var lines = QuestionLine.ReadAll(questions);
        var databases = new EvalDatabases(Path.GetDirectoryName(Path.GetFullPath(questions))!, null);
        var groups = lines.GroupBy(l => l.Db).ToList();
        var found = new IReadOnlyList<Trial>[groups.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, groups.Count), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken }, async (at, stop) =>
        {
            await using var opened = await databases.OpenAsync(groups[at].First(), stop);
            found[at] = opened is null ? [] : await Trials.OfAsync(opened, groups[at], new DateOnly(2026, 1, 1), Probes, stop);
        });
        return [.. found.SelectMany(f => f)];
    }
}
