using Assistant.Skills.Sources;
using Assistant.Skills.Sources.DuckDb;
using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Tests.Sources.Files;

namespace Assistant.Skills.Tests.Sources.DuckDb;

public sealed class EngineSeatsTests
{
    [Fact]
    public async Task No_more_engines_run_than_allowed_and_the_one_idle_for_longest_ends()
    {
        var opener = new SourceOpener(new SourceOptions { EngineCommand = DataFile.Options.EngineCommand, EngineMemoryMegabytes = 512, MaxEngines = 2 });
        await using var file = new DataFile("t.csv", "a\n1\n2\n");
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        Assert.Equal([3m], (await first.RowsAsync("SELECT sum(a) FROM t")).Rows.Single());
        await using var third = await OpenAsync();

        Assert.Equal([true, false, true], new[] { first, second, third }.Select(s => s.Engine.ProcessId is not null));
        var all = await Task.WhenAll(new[] { first, second, third }.Select(s => s.RowsAsync("SELECT sum(a) FROM t")));
        Assert.All(all, table => Assert.Equal([3m], table.Rows.Single()));
        Assert.Equal(2, new[] { first, second, third }.Count(s => s.Engine.ProcessId is not null));

        async Task<DuckDbSource> OpenAsync() => await opener.OpenFileAsync(file.Path, default) is OpenOutcome.Opened opened ? (DuckDbSource)opened.Source : throw new Xunit.Sdk.XunitException("refused");
    }

    [Fact]
    public void Folders_of_servers_that_are_gone_are_removed_and_those_in_use_stay()
    {
        var left = Directory.CreateTempSubdirectory("assistant-engine-");
        File.WriteAllText(Path.Combine(left.FullName, "lock"), "");
        Directory.CreateDirectory(Path.Combine(left.FullName, "spill"));
        var begun = Directory.CreateTempSubdirectory("assistant-engine-");
        using var used = new EngineFolder();

        EngineFolder.RemoveStale(TimeProvider.System);

        Assert.Equal([false, true, true], new[] { left.FullName, begun.FullName, used.Path }.Select(Directory.Exists));
        begun.Delete();
    }
}
