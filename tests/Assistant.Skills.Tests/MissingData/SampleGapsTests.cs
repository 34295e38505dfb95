using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Assistant.Skills.MissingData;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.House;

namespace Assistant.Skills.Tests.MissingData;

/// <summary>The sample sources as the program makes them, connected.</summary>
public sealed class Samples : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assistant-samples-");

    internal ConnectedSources Sources { get; private set; } = null!;

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public async Task InitializeAsync()
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "Assistant.Samples", new DirectoryInfo(AppContext.BaseDirectory).Name, "Assistant.Samples.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, _folder.FullName]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Sources = await ConnectedSources.StartAsync(null, _folder.FullName);
    }

    public async Task DisposeAsync()
    {
        await Sources.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>Every planted gap of the sample sources is told by name, in the chat, with the rows of the key.</summary>
public sealed class SampleGapsTests(Samples samples) : IClassFixture<Samples>
{
    private static readonly string[] Kinds = ["missing", "disguised_missing", "orphan", "gap", "stale", "stale_load"];
    private readonly ConnectedSources _sources = samples.Sources;

    [Theory]
    [InlineData("maintenance")]
    [InlineData("bank")]
    [InlineData("shop")]
    public async Task Every_planted_gap_of_a_sample_is_told_by_name(string sample)
    {
        var source = await _sources.FileAsync(sample, samples.File(sample + ".sqlite"));
        var faults = JsonSerializer.Deserialize<List<Fault>>(await File.ReadAllTextAsync(samples.File("faults.json")), JsonSerializerOptions.Web)!.Where(f => f.Sample == sample && Kinds.Contains(f.Kind)).ToList();
        var told = new Dictionary<string, string>();
        foreach (var table in faults.Select(f => f.Table).Distinct())
            told[table] = await _sources.TextAsync($"what's missing in {table}", source);
        var opened = await _sources.OpenAsync(source);
        var findings = await _sources.Get<MissingFindings>().ListAsync(_sources.Ours, opened, default);

        var untold = new List<string>();
        foreach (var place in faults.Where(f => f.Column is not null).GroupBy(f => (f.Table, f.Column, Orphans: f.Kind == "orphan")))
        {
            var finding = findings.FirstOrDefault(f => f.Gap.Table.Name == place.Key.Table && f.Gap.Body.Column == place.Key.Column && f.Gap.Body is GapBody.Parents == place.Key.Orphans && f.Gap.Body is not GapBody.Values { Optional: true });
            var rows = finding is null ? [] : await KeysAsync(opened, finding.Gap);
            var lost = place.Count(f => !rows.Contains(f.Row));
            if (finding is null || lost > 0 || !told[place.Key.Table].Contains($"finding {finding.Number}:", StringComparison.Ordinal))
                untold.Add($"{place.Key}: {lost} of {place.Count()} rows");
        }
        foreach (var gap in faults.Where(f => f.Column is null))
            if (!IsTold(gap, told[gap.Table], findings))
                untold.Add(gap.ToString());
        Assert.Empty(untold);
    }

    [Fact]
    public async Task A_missing_place_is_read_from_the_tag_and_a_missing_maker_from_the_model()
    {
        var source = await _sources.FileAsync("machines", samples.File("maintenance.sqlite"));
        var places = await _sources.TextAsync("where could the missing locations in equipment come from?", source);
        Assert.Contains("it stands in tag**: right in 100 % of 3,975 known rows, has a value for 40 of 40 missing ones", places, StringComparison.Ordinal);
        var makers = await _sources.TextAsync("where could the missing manufacturers in equipment come from?", source);
        Assert.Contains("**model tells it**: right in 99", makers, StringComparison.Ordinal);
        Assert.Contains("has a value for 35 of 35 missing ones", makers, StringComparison.Ordinal);
        Assert.Contains("has to be asked for", await _sources.TextAsync("where could the missing serial numbers in equipment come from?", source), StringComparison.Ordinal);
    }

    private static bool IsTold(Fault gap, string told, IReadOnlyList<MissingFinding> findings) => gap.Row.Split(' ') switch
    {
        // "measured_at 2025-08-12 to 2025-08-14", "booked_on 17/05/2025 to 18/05/2025"
        [var column, var from, "to", var to] when Day(from) is { } first && Day(to) is { } last => told.Contains($"of {column} have no rows", StringComparison.Ordinal) && told.Contains($"{first:d MMM yyyy} to {last:d MMM yyyy}", StringComparison.Ordinal),
        [var column, var from, "to", var to] => findings.Any(f => f.Gap.Body is GapBody.Numbers numbers && numbers.Column == column && numbers.Gaps.Any(g => g.From == from && g.To == to) && told.Contains($"finding {f.Number}:", StringComparison.Ordinal)),
        [var from, "to", var to] => told.Replace("\\", "", StringComparison.Ordinal).Contains($"{from} to {to}", StringComparison.Ordinal),
        _ => told.Contains("site Kilmarra", StringComparison.Ordinal) && told.Contains("have no rows after 9 Oct 2026", StringComparison.Ordinal),
    };

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private async Task<HashSet<string>> KeysAsync(OpenedSource source, Gap gap)
    {
        var limits = new GateLimits(MaxRows: 100_000);
        var outcome = await _sources.Get<QueryGate>().ReadAsync(source.Source, GapRows.Query(source, gap, 100_000)!, new(source.Catalog, source.Policy, limits), default);
        return [.. Assert.IsType<QueryOutcome.Rows>(outcome).Table.Rows.Select(r => CellText.Invariant(r[0])!)];
    }

    private sealed record Fault(string Sample, string Table, string Row, string? Column, string Kind, string? Was);
}
