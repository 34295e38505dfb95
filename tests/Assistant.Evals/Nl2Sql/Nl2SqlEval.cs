using System.Diagnostics;
using System.Text.Json;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
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
        var trace = args.Contains("--trace");
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
                predictions[at] = opened is null ? Refused(line) : await PredictAsync(opened, line, today, trace, stop);
                times[at] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        });
        await File.WriteAllLinesAsync(output, predictions, cancellationToken);
        var sorted = times.Order().ToArray();
        if (sorted.Length > 0)
            Console.WriteLine($"{lines.Count} questions in {watch.Elapsed.TotalSeconds:0} s; per question p50 {sorted[sorted.Length / 2]:0.0} ms, p95 {sorted[(int)(sorted.Length * 0.95)]:0.0} ms, most {sorted[^1]:0} ms");
        return 0;
    }

    internal static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static string Refused(QuestionLine line) => JsonSerializer.Serialize(new { id = line.Id, refused = true, confidence = 0 });

    private static async Task<string> PredictAsync(EvalDatabase database, QuestionLine line, DateOnly today, bool trace, CancellationToken cancellationToken)
    {
        var options = new QuestionOptions(today, Run: false) { ShowRankedBy = false };
        QueryPlan? last = null;
        foreach (var earlier in line.History ?? [])
        {
            if (await Engine.PlanAsync(earlier, database.Source, database.Model, DataPolicy.Everything, last, options, cancellationToken) is QuestionOutcome.Answered before)
                last = before.Plan;
        }
        var outcome = await Engine.PlanAsync(line.Question, database.Source, database.Model, DataPolicy.Everything, last, options, cancellationToken);
        var stages = trace ? outcome.Trace : null;
        // The kind of chart depends on the rows, so they are read where one is asked for.
        string? chart = null;
        if (line.Chart is not null && outcome is QuestionOutcome.Answered drawn
            && await Engine.RunAsync(drawn, database.Source, database.Catalog, DataPolicy.Everything, cancellationToken) is QuestionOutcome.Answered ran)
            chart = ChartName(AnswerParts.Chart(ran, Guid.Empty));
        return outcome switch
        {
            QuestionOutcome.Answered answer => Write(new { id = line.Id, sql = database.Model.ToSql(answer.Plan, lines: false), confidence = answer.Confidence, chart, trace = stages }),
            QuestionOutcome.Declined no => Write(new { id = line.Id, refused = true, why = no.Why, trace = stages }),
            QuestionOutcome.Clarify back => Write(new { id = line.Id, refused = true, clarify = back.Question, choices = back.Choices.Select(c => c.Label), trace = stages }),
            _ => throw new UnreachableException(),
        };
    }

    private static readonly QuestionEngine Engine = new(new QueryGate());

    /// <summary>The question set's names: a chart split into series is "grouping", a split bar "stacked bar".</summary>
    private static string? ChartName(ChartPart? chart) => chart switch
    {
        null => null,
        { Type: ChartType.Bar, Series: not null } => "stacked bar",
        { Type: ChartType.Scatter, Series: not null } => "grouping scatter",
        { Type: ChartType.Line, Series: not null } => "grouping line",
        _ => chart.Type.ToString().ToLowerInvariant(),
    };

    private static string Write(object prediction) => JsonSerializer.Serialize(prediction, Options);

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
}
