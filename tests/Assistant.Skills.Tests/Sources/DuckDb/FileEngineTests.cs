using System.Diagnostics;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.DuckDb;
using Assistant.Skills.Tests.Sources.Files;

namespace Assistant.Skills.Tests.Sources.DuckDb;

public sealed class FileEngineTests : IAsyncLifetime
{
    private const string Endless = "SELECT count(*) FROM range(100000000000) a WHERE hash(range) % 3 = 5";
    private readonly DataFile _file = new("t.csv", "a,b\n1,x\n2,y\n");

    private DuckDbSource Source => (DuckDbSource)_file.Source;

    public async Task InitializeAsync() => await _file.OpenAsync();

    public async Task DisposeAsync() => await _file.DisposeAsync();

    [Fact]
    public async Task A_crash_in_the_middle_of_a_query_is_told_in_words_and_the_next_query_works()
    {
        var running = Source.ReadUngatedAsync(Endless);
        await Task.WhenAny(running, Task.Delay(500));
        using (var engine = Process.GetProcessById(Source.Engine.ProcessId!.Value))
            engine.Kill();
        Assert.Contains("ended unexpectedly", Assert.IsType<QueryOutcome.EngineFailed>(await running).Message, StringComparison.Ordinal);
        Assert.Equal([3m], (await Source.RowsAsync("SELECT sum(a) FROM t")).Rows.Single());
    }

    [Fact]
    public async Task A_runaway_query_is_stopped_and_the_same_engine_lives_on()
    {
        var engine = Source.Engine.ProcessId;
        Assert.IsType<QueryOutcome.TooCostly>(await Source.ReadUngatedAsync(Endless, seconds: 0.3));
        using var person = new CancellationTokenSource(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Source.ReadUngatedAsync(Endless, cancellationToken: person.Token));
        Assert.Equal([2L], (await Source.RowsAsync("SELECT count(*) FROM t")).Rows.Single());
        Assert.Equal(engine, Source.Engine.ProcessId);
    }

    [Fact]
    public async Task More_memory_than_the_engine_may_use_is_an_answer_and_no_outage()
    {
        Assert.IsNotType<QueryOutcome.Rows>(await Source.ReadUngatedAsync("SELECT list(range || repeat('x', 1000)) FROM range(3000000)"));
        Assert.Equal([2L], (await Source.RowsAsync("SELECT count(*) FROM t")).Rows.Single());
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("COPY t TO '/tmp/assistant-copy.csv'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET allowed_paths = ['/etc/passwd']")]
    [InlineData("INSTALL httpfs")]
    [InlineData("ATTACH '/tmp/assistant-other.db'")]
    [InlineData("CREATE TABLE x AS SELECT 1")]
    [InlineData("DROP VIEW t")]
    [InlineData("PRAGMA database_list")]
    [InlineData("SELECT 1; DROP VIEW t")]
    [InlineData("EXPORT DATABASE '/tmp/assistant-export'")]
    public async Task Without_the_gate_the_engine_opens_no_other_file_and_changes_nothing(string sql)
    {
        Assert.IsNotType<QueryOutcome.Rows>(await Source.ReadUngatedAsync(sql));
        Assert.Equal([2L], (await Source.RowsAsync("SELECT count(*) FROM t")).Rows.Single());
        Assert.Empty(Directory.GetFileSystemEntries("/tmp", "assistant-copy*").Concat(Directory.GetFileSystemEntries("/tmp", "assistant-export*")));
    }

    [Fact]
    public async Task A_result_stops_at_its_bound()
    {
        var table = await Source.RowsAsync("SELECT range FROM range(10000000)", 5000);
        Assert.Equal((5000, Completeness.Truncated), (table.Rows.Count, table.Completeness));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_told_in_words()
    {
        File.Delete(_file.Path);
        Assert.Contains("moved, changed or cut short", Assert.IsType<QueryOutcome.EngineFailed>(await Source.ReadUngatedAsync("SELECT * FROM t")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_library_is_told_with_what_to_do()
    {
        var options = new SourceOptions { EngineCommand = DataFile.Options.EngineCommand, DuckDbLibrary = "/no/such/libduckdb.so" };
        Assert.Contains("./run", Assert.IsType<OpenOutcome.Refused>(await new SourceOpener(options).OpenFileAsync(_file.Path, default)).Reason, StringComparison.Ordinal);
    }
}
