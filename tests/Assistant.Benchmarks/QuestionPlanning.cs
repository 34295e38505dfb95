using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

namespace Assistant.Benchmarks;

/// <summary>
/// Time to plan a question, warm, over the schema of a file, and what its index of values takes: "plan FILE [question...]". Without questions it
/// asks some of its own about every tables of the schema. scripts/make-schema.py makes files of any size.
/// </summary>
internal static class QuestionPlanning
{
    private const int Asked = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var file, .. var questions])
            return Usage();
        var gate = new QueryGate();
        if (await new SourceOpener().OpenFileAsync(file, default) is not OpenOutcome.Opened opened)
            return Usage();
        await using var source = opened.Source;
        var watch = Stopwatch.StartNew();
        var catalog = await new CatalogProfiler(gate).ProfileAsync(source, opened.Catalog, default);
        Console.WriteLine($"  {catalog.Tables.Count} tables, {catalog.Tables.Sum(t => t.Columns.Count)} columns, profiled in {watch.Elapsed.TotalSeconds:F1} s");
        var before = GC.GetTotalMemory(true);
        watch.Restart();
        var model = await SourceModel.MakeAsync(gate, source, catalog, default);
        var taken = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"  words and {model.ValueCount.ToString("N0", CultureInfo.InvariantCulture)} values in {taken:F1} s, {(GC.GetTotalMemory(true) - before) / 1e6:F0} MB");
        if (questions.Length == 0)
            questions = Own(catalog);
        var options = new QuestionOptions(new DateOnly(2026, 1, 15), Run: false);
        foreach (var question in questions)
            _ = QuestionEngine.Plan(question, model, null, options);
        var times = new List<(double Milliseconds, string Question)>();
        foreach (var question in questions)
        {
            var started = Stopwatch.GetTimestamp();
            _ = QuestionEngine.Plan(question, model, null, options);
            times.Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, question));
        }
        times.Sort();
        Console.WriteLine($"  {times.Count} questions planned, warm: median {times[times.Count / 2].Milliseconds:F1} ms, 95th percentile {times[(int)(times.Count * 0.95)].Milliseconds:F1} ms");
        Console.WriteLine($"  most {times[^1].Milliseconds:F1} ms: {times[^1].Question}");
        return 0;
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: plan FILE [question...]");
        return 2;
    }

    /// <summary>Everyday questions with the names of tables and columns filled in, the same each time.</summary>
    private static string[] Own(SourceCatalog catalog)
    {
        static string Say(string name) => name.Replace('_', ' ');
        var random = new Random(7);
        var questions = new List<string>();
        for (var i = 0; i < Asked; i++)
        {
            var table = catalog.Tables[random.Next(catalog.Tables.Count)];
            var other = catalog.Relationships.Where(r => r.From == table.Name).Select(r => r.To.Name).FirstOrDefault() ?? table.Name.Name;
            var number = table.Columns.Where(c => c.NativeType == "REAL").Select(c => c.Name).FirstOrDefault() ?? "quantity";
            var text = table.Columns.Where(c => c.NativeType == "TEXT").Select(c => c.Name).LastOrDefault() ?? "name";
            questions.Add((i % 8) switch
            {
                0 => $"How many {Say(table.Name.Name)}s are there?",
                1 => $"What is the average {Say(number)} of {Say(table.Name.Name)} per {Say(text)}?",
                2 => $"Show the {Say(text)} and {Say(number)} of {Say(table.Name.Name)} with {Say(number)} over 100 ordered by {Say(number)} descending",
                3 => $"Which {Say(other)} has the most {Say(table.Name.Name)}s?",
                4 => $"{Say(other)}s without any {Say(table.Name.Name)}",
                5 => $"List the names of {Say(other)}s whose {Say(table.Name.Name)} has a {Say(number)} above the average",
                6 => $"top 5 {Say(other)} by total {Say(number)} of {Say(table.Name.Name)} last year",
                _ => $"What were the sales of heavy bicycles to pensioners in the {Say(table.Name.Name)} of Kalomi?",
            });
        }
        return [.. questions];
    }
}
