using System.Text.Json;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.MissingData;

namespace Assistant.Skills.Tests.Quality;

/// <summary>Every fault of the sample sources' key but one is told by name, in the chat, with the rows of the key.</summary>
public sealed class SampleFaultsTests(MissingData.Samples samples) : IClassFixture<MissingData.Samples>
{
    /// <summary>Told with the gaps (SampleGapsTests): what is not there breaks no rule. An incident is no fault of the data.</summary>
    private static readonly string[] Elsewhere = ["gap", "stale", "stale_load", "incident"];

    /// <summary>Some of these look like right values: 54 °C in Fahrenheit is a hot machine, 3 November with day and month changed is 11 March.</summary>
    private static readonly string[] Blurred = ["outlier", "unit", "format"];

    /// <summary>What no rule says yet: an order's total is the sum of its lines, which stand in another table.</summary>
    private static readonly (string Table, string Column) Unfound = ("orders", "total");

    private readonly ConnectedSources _sources = samples.Sources;

    [Theory]
    [InlineData("maintenance")]
    [InlineData("bank")]
    [InlineData("shop")]
    public async Task Every_planted_fault_that_a_table_can_tell_is_told_by_name(string sample)
    {
        var source = await _sources.FileAsync("faults of " + sample, samples.File(sample + ".sqlite"));
        var faults = JsonSerializer.Deserialize<List<Fault>>(await File.ReadAllTextAsync(samples.File("faults.json")), JsonSerializerOptions.Web)!.Where(f => f.Sample == sample && !Elsewhere.Contains(f.Kind) && (f.Table, f.Column) != Unfound).ToList();
        var told = new Dictionary<string, string>();
        foreach (var table in faults.Select(f => f.Table).Distinct())
            told[table] = await _sources.TextAsync($"what's wrong with {table}", source);
        var opened = await _sources.OpenAsync(source);
        var rules = await _sources.Get<QualityRules>().ListAsync(_sources.Ours, source, default);
        var broken = new Dictionary<int, HashSet<string>>();
        foreach (var rule in rules)
            broken[rule.Number] = await KeysAsync(opened, rule);

        var untold = new List<string>();
        foreach (var place in faults.GroupBy(f => (f.Table, f.Column, f.Kind)))
        {
            var own = rules.Where(r => r.Rule.Table.Name == place.Key.Table && (place.Key.Column is null || QualityChecks.ColumnsOf(r.Rule.Body).Contains(place.Key.Column))).ToList();
            var lost = place.Where(f => !own.Any(r => broken[r.Number].Contains(f.Row))).ToList();
            if (lost.Count > (Blurred.Contains(place.Key.Kind) ? place.Count() / 5 : 0))
                untold.Add($"{place.Key}: {lost.Count} of {place.Count()}, such as {lost[0]}");
            else if (!own.Exists(r => told[place.Key.Table].Contains(MarkdownText.Plain(RuleWords.Fault(r.Rule.Body)), StringComparison.Ordinal) || told[place.Key.Table].Contains($"{MarkdownText.Plain(place.Key.Column ?? "")} is missing", StringComparison.Ordinal)))
                untold.Add($"{place.Key} is found, but not told");
        }
        Assert.True(untold.Count == 0, string.Join('\n', untold));
    }

    private async Task<HashSet<string>> KeysAsync(OpenedSource source, QualityRule rule)
    {
        if (_sources.Get<QualityChecks>().RowsQuery(source, rule.Rule, 100_000) is not { } sql)
            return [];
        var outcome = await _sources.Get<QueryGate>().ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, new GateLimits(MaxRows: 100_000)), default);
        return outcome is QueryOutcome.Rows rows ? [.. rows.Table.Rows.Select(r => CellText.Invariant(r[0])!)] : [];
    }

    private sealed record Fault(string Sample, string Table, string Row, string? Column, string Kind, string? Was);
}
