using System.Diagnostics;
using System.Text.Json;
using Assistant.Skills.Sources;

namespace Assistant.Evals.Nl2Sql;

/// <summary>assistant eval nl2sql --questions FILE --out FILE: a prediction for every line, by the engine that answers in the chat.</summary>
internal static class Nl2SqlEval
{
    private const string Usage = "usage: assistant eval nl2sql --questions FILE --out FILE [--pg 'postgresql://user@host:5432/{db}'] [--today yyyy-MM-dd]";

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (Option(args, "--questions") is not { } questions || Option(args, "--out") is not { } output || !File.Exists(questions))
        {
            await Console.Error.WriteLineAsync(Usage.AsMemory(), cancellationToken);
            return 2;
        }
        var lines = QuestionLine.ReadAll(questions);
        var folder = Path.GetDirectoryName(Path.GetFullPath(questions))!;
        var today = Option(args, "--today") is { } day ? DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) : DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().Date);
        var databases = new EvalDatabases(folder, Option(args, "--pg"));
        var predictions = new string[lines.Count];
        var watch = Stopwatch.StartNew();
        var times = new double[lines.Count];
        var groups = lines.Select((line, at) => (line, at)).GroupBy(l => (l.line.Engine, l.line.Db));
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken }, async (group, stop) =>
        {
            await using var opened = await databases.OpenAsync(group.First().line, stop);
            foreach (var (line, at) in group)
            {
                var started = Stopwatch.GetTimestamp();
                predictions[at] = opened is null ? Refused(line) : await PredictAsync(opened, line, today, stop);
                times[at] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        });
        await File.WriteAllLinesAsync(output, predictions, cancellationToken);
        var sorted = times.Order().ToArray();
        if (sorted.Length > 0)
            Console.WriteLine($"{lines.Count} questions in {watch.Elapsed.TotalSeconds:0} s; per question p50 {sorted[sorted.Length / 2]:0.0} ms, p95 {sorted[(int)(sorted.Length * 0.95)]:0.0} ms, most {sorted[^1]:0} ms");
        return 0;
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static string Refused(QuestionLine line) => JsonSerializer.Serialize(new { id = line.Id, refused = true, confidence = 0 });

    private static async Task<string> PredictAsync(EvalDatabase database, QuestionLine line, DateOnly today, CancellationToken cancellationToken)
    {
        var candidates = database.Model.Planner.Plan(line.Question, today);
        await Task.CompletedTask;
        if (candidates.Count == 0 || candidates[0].Plan is not { } plan)
            return JsonSerializer.Serialize(new { id = line.Id, refused = true, why = candidates.SelectMany(c => c.Problems).FirstOrDefault() });
        return JsonSerializer.Serialize(new { id = line.Id, sql = database.Model.ToSql(plan, lines: false), confidence = 50 });
    }
}
