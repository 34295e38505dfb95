using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Batches;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;

namespace Assistant.Evals.Quality;

/// <summary>assistant eval batches --data DIR --out DIR: learns from TABLE/history/*.csv and writes the alerts for TABLE/future/*.csv.</summary>
internal static class BatchesEval
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (!EvalFolders.TryRead(args, "batches", out var data, out var output))
            return 2;
        foreach (var folder in Directory.EnumerateDirectories(data).Where(f => Directory.Exists(Path.Combine(f, "history"))).Order())
        {
            var name = Path.GetFileName(folder);
            var history = new List<TableEvidence>();
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "history"), "*.csv").Order())
            {
                await using var table = await OpenedTable.OpenAsync(file, cancellationToken, profiled: false);
                history.Add(await EvidenceAsync(table, cancellationToken));
            }
            var rules = BatchWatch.Rules(history);
            foreach (var rule in rules)
                Console.WriteLine($"{name}: {RuleWords.Title(rule)}");
            var watch = BatchWatch.Learn(await BatchesAsync(Path.Combine(folder, "history"), rules, cancellationToken).Select(b => b.Batch).ToListAsync(cancellationToken), rules);
            var lines = new List<string> { "batch,column" };
            await foreach (var (batch, evidence) in BatchesAsync(Path.Combine(folder, "future"), rules, cancellationToken))
                foreach (var alerts in watch.Judge(evidence).GroupBy(a => a.Column))
                {
                    lines.Add($"{batch},{alerts.Key ?? "*"}");
                    Console.WriteLine($"{name} {batch} {alerts.Key ?? "*"}: {string.Join("; ", alerts.Select(a => a.Why))}");
                }
            await File.WriteAllLinesAsync(Path.Combine(output, name + ".csv"), lines, cancellationToken);
        }
        return 0;
    }

    private static async IAsyncEnumerable<(string Name, Batch Batch)> BatchesAsync(
        string folder, IReadOnlyList<RuleBody> rules, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.csv").Order())
        {
            await using var table = await OpenedTable.OpenAsync(file, cancellationToken, profiled: false);
            var evidence = await EvidenceAsync(table, cancellationToken);
            var counts = await new RuleRunner(table.Reader).CountAsync(table.Table, rules, cancellationToken);
            yield return (Path.GetFileNameWithoutExtension(file), new(evidence, [.. table.Assumptions.Select(WithoutFile)], [.. counts.Select(c => c is null ? (double?)null : (double)c.Broken / Math.Max(1, evidence.Rows))]));
        }
    }

    /// <summary>"b01.ship_date: read as …" without the file's name, which differs from batch to batch.</summary>
    private static string WithoutFile(string assumption) => assumption.IndexOf('.', StringComparison.Ordinal) is > 0 and var at ? assumption[at..] : assumption;

    private static async Task<TableEvidence> EvidenceAsync(OpenedTable table, CancellationToken cancellationToken)
    {
        var evidence = await new EvidenceReader(table.Reader).ReadAsync(table.Table, cancellationToken) ?? throw new InvalidDataException(table.Table.Name.Name);
        return evidence with { Columns = [.. evidence.Columns.Select(MissingLearner.Learn)] };
    }
}
