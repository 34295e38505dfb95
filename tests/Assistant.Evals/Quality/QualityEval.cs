using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Checking;

namespace Assistant.Evals.Quality;

/// <summary>
/// assistant eval quality --data DIR --out DIR: learns rules from every table (TABLE/dirty.csv) and writes the cells that break them, and, in
/// DIR/rules, the rules. What fires is not chosen by hand: every proposed rule counts.
/// </summary>
internal static class QualityEval
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (!EvalFolders.TryRead(args, "cells", out var data, out var output))
            return 2;
        var file = Array.IndexOf(args, "--file") is >= 0 and var at ? args[at + 1] : "dirty.csv";
        Directory.CreateDirectory(Path.Combine(output, "rules"));
        foreach (var folder in Directory.EnumerateDirectories(data).Where(f => File.Exists(Path.Combine(f, file))).Order())
        {
            var (name, path) = (Path.GetFileName(folder), Path.Combine(folder, file));
            await using var table = await OpenedTable.OpenAsync(path, cancellationToken);
            var heads = OpenedTable.Heads(path);
            var findings = await new RuleProposer(table.Reader).ProposeAsync(table.Table, cancellationToken) ?? throw new InvalidDataException(path);
            var cells = new HashSet<(long, string)>();
            var (rules, ran) = (new JsonArray(), 0);
            foreach (var rule in findings.Rules)
            {
                if (await new RuleRunner(table.Reader).CellsAsync(table.Table, rule.Body, cancellationToken) is { } broken)
                {
                    ran++;
                    cells.UnionWith(broken.Select(cell => (cell.Row, table.Head(cell.Column, heads))));
                }
                if (RuleJson.Of(rule.Body, column => table.Head(column, heads)) is { } json)
                    rules.Add(json);
                Console.WriteLine($"{name}: {rule.Confidence,3} {rule.Violations,5}/{rule.Judged} {rule.Severity} {rule.Title}. {rule.Reason}");
            }
            Console.WriteLine($"{name}: {findings.Rules.Count} rules, {ran} ran, {findings.Rules.Count(r => r.Violations > 0)} broken, {findings.Queries} queries");
            await File.WriteAllLinesAsync(Path.Combine(output, name + ".csv"), cells.Order().Select(cell => $"{cell.Item1},{EvalFolders.Field(cell.Item2)}").Prepend("row,column"), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(output, "rules", name + ".rules.json"), rules.ToJsonString(Indented), cancellationToken);
        }
        return 0;
    }
}
