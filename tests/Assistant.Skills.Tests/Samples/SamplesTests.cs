using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.House;
using Assistant.Skills.Tests.Sources;

namespace Assistant.Skills.Tests.Samples;

/// <summary>The sample sources and the key of their planted faults, as the program makes them.</summary>
public sealed class SamplesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assistant-samples-");

    private string First => Path.Combine(_folder.FullName, "first");

    public Task InitializeAsync() => MakeAsync(First);

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_same_program_makes_the_same_bytes_and_the_key_that_stands_in_the_repository()
    {
        var second = Path.Combine(_folder.FullName, "second");
        await MakeAsync(second);

        foreach (var file in Directory.GetFiles(First).Where(f => Path.GetFileName(f) != "sources.json"))   // which names the folder
            Assert.Equal(Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file))), Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(second, Path.GetFileName(file))))));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "seed-data", "faults.json")), await File.ReadAllTextAsync(Path.Combine(First, "faults.json")));
    }

    [Fact]
    public async Task Every_fault_of_the_key_is_in_the_data()
    {
        var faults = JsonSerializer.Deserialize<List<Fault>>(await File.ReadAllTextAsync(Path.Combine(First, "faults.json")), JsonSerializerOptions.Web)!;
        var absent = new List<string>();
        foreach (var sample in faults.GroupBy(f => f.Sample))
        {
            await using var source = ((OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(Path.Combine(First, sample.Key + ".sqlite"), default)).Source;
            foreach (var place in sample.Where(f => f.Column is not null).GroupBy(f => (f.Table, f.Column)))
            {
                var key = (await source.RowsAsync($"SELECT * FROM {place.Key.Table}", 1)).Columns[0].Name;
                var cells = (await source.RowsAsync($"SELECT {key}, {place.Key.Column} FROM {place.Key.Table}", 1_000_000)).Rows.ToLookup(r => Text(r[0])!, r => Text(r[1]));
                absent.AddRange(place.Where(f => !cells[f.Row].Any(now => f.Kind == "missing" ? now is null : f.Was is null || now != f.Was)).Select(f => f.ToString()));
            }
            foreach (var place in sample.Where(f => f is { Column: null, Kind: "duplicate" or "near_duplicate" }).GroupBy(f => f.Table))
            {
                var key = (await source.RowsAsync($"SELECT * FROM {place.Key}", 1)).Columns[0].Name;
                var rows = (await source.RowsAsync($"SELECT {key} FROM {place.Key}", 1_000_000)).Rows.Select(r => Text(r[0])).ToHashSet();
                absent.AddRange(place.Where(f => !rows.Contains(f.Row)).Select(f => f.ToString()));
            }
        }
        Assert.Empty(absent);
        Assert.True(faults.Count > 1000);
    }

    private sealed record Fault(string Sample, string Table, string Row, string? Column, string Kind, string? Was);

    private static string? Text(object? cell) => cell switch
    {
        null => null,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
    };

    private static async Task MakeAsync(string folder)
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "Assistant.Samples", new DirectoryInfo(AppContext.BaseDirectory).Name, "Assistant.Samples.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, folder]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
