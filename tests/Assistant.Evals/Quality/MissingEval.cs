using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;

namespace Assistant.Evals.Quality;

/// <summary>assistant eval missing --data DIR --out DIR: the missing cells of every table in the folder, found by the product's own search.</summary>
internal static class MissingEval
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (!EvalFolders.TryRead(args, "missing", out var data, out var output))
            return 2;
        foreach (var file in Directory.EnumerateFiles(data, "*.csv").Where(f => !f.EndsWith(".truth.csv", StringComparison.Ordinal)).Order())
        {
            await using var table = await OpenedTable.OpenAsync(file, cancellationToken);
            var heads = OpenedTable.Heads(file);
            var evidence = await new EvidenceReader(table.Reader).ReadAsync(table.Table, cancellationToken) ?? throw new InvalidDataException(file);
            var cells = new List<string> { "row,column" };
            foreach (var column in evidence.Columns.Select(MissingLearner.Learn))
            {
                var found = await new RuleRunner(table.Reader).CellsAsync(table.Table, new RuleBody.Filled(column.Name, [.. column.Missing.Disguised]), cancellationToken) ?? [];
                cells.AddRange(found.Select(cell => $"{cell.Row},{EvalFolders.Field(table.Head(cell.Column, heads))}"));
                foreach (var (value, reason) in column.Missing.Reasons)
                    Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)}.{column.Name}: {value}: {reason}");
            }
            await File.WriteAllLinesAsync(Path.Combine(output, Path.GetFileName(file)), cells, cancellationToken);
        }
        return 0;
    }
}
