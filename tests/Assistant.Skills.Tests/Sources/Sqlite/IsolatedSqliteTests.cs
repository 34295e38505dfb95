using System.Diagnostics;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Sqlite;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources.Sqlite;

/// <summary>SQLite files in a process of their own, as the server reads them.</summary>
public sealed class IsolatedSqliteTests : IDisposable
{
    private readonly SqliteFile _file = new("""
        CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT, price DECIMAL(8,2), sent DATE, seen DATETIME, at TIME, ok BOOLEAN, raw BLOB, mixed);
        INSERT INTO kinds VALUES (1, 'größer 😀', 4.5, '2026-01-31', '2026-01-31 09:30:00', '09:30', 1, x'00ff', 'a'), (2, NULL, NULL, NULL, NULL, NULL, 0, NULL, 7);
        """);

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("SELECT * FROM kinds ORDER BY id")]
    [InlineData("SELECT count(*) AS n, sum(price) AS total FROM kinds")]
    [InlineData("SELECT name FROM kinds WHERE id > 5")]
    public async Task Rows_columns_and_hash_are_those_of_reading_in_the_same_process(string sql)
    {
        var (apart, catalog) = await OpenAsync(apart: true);
        var (here, known) = await OpenAsync(apart: false);
        await using (apart)
        await using (here)
        {
            Assert.Equal(known.Version, catalog.Version);
            var expected = Assert.IsType<QueryOutcome.Rows>(await ReadAsync(here, known, sql)).Table;
            var actual = Assert.IsType<QueryOutcome.Rows>(await ReadAsync(apart, catalog, sql)).Table;
            Assert.Equal(expected.Columns, actual.Columns);
            Assert.Equal(expected.Rows, actual.Rows);
            Assert.Equal((expected.Hash, expected.Completeness), (actual.Hash, actual.Completeness));
        }
    }

    [Fact]
    public async Task A_process_that_dies_is_an_error_message_and_the_next_question_is_answered()
    {
        var (source, catalog) = await OpenAsync(apart: true);
        await using (source)
        {
            using (var process = Process.GetProcessById(((IsolatedSqliteSource)source).Engine.ProcessId!.Value))
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
            for (var tries = 0; tries < 2 && await ReadAsync(source, catalog, "SELECT 1 FROM kinds") is not QueryOutcome.Rows; tries++)
            {
            }
            Assert.IsType<QueryOutcome.Rows>(await ReadAsync(source, catalog, "SELECT 1 FROM kinds"));
        }
    }

    [Fact]
    public async Task A_process_that_hears_nothing_any_more_is_ended_from_outside_and_the_next_question_is_answered()
    {
        var (source, catalog) = await OpenAsync(apart: true);
        await using (source)
        {
            // A stopped process hangs as one does that a damaged file led into an endless loop.
            await Process.Start("kill", ["-STOP", $"{((IsolatedSqliteSource)source).Engine.ProcessId}"]).WaitForExitAsync();
            Assert.IsType<QueryOutcome.TooCostly>(await ReadAsync(source, catalog, "SELECT 1 FROM kinds", TimeSpan.FromMilliseconds(100)));
            Assert.IsType<QueryOutcome.Rows>(await ReadAsync(source, catalog, "SELECT 1 FROM kinds"));
        }
    }

    [Fact]
    public async Task Endless_work_stops_when_the_person_stops_it()
    {
        var (source, catalog) = await OpenAsync(apart: true);
        await using (source)
        {
            using var stop = new CancellationTokenSource();
            var endless = new QueryGate().ReadAsync(source, "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r LIMIT 1", new(catalog, DataPolicy.Everything, new()), stop.Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
            Assert.IsType<QueryOutcome.Rows>(await ReadAsync(source, catalog, "SELECT 1 FROM kinds"));
        }
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_the_reason()
    {
        await File.WriteAllBytesAsync(_file.Path, (await File.ReadAllBytesAsync(_file.Path))[..600]);
        var refused = Assert.IsType<OpenOutcome.Refused>(await Opener(apart: true).OpenFileAsync(_file.Path, default));
        Assert.Contains("damaged or cut short", refused.Reason, StringComparison.Ordinal);
    }

    private static SourceOpener Opener(bool apart) => new(new SourceOptions { IsolateSqlite = apart, EngineCommand = typeof(IsolatedSqliteTests).Assembly.Location });

    private async Task<(ISource Source, SourceCatalog Catalog)> OpenAsync(bool apart)
    {
        var opened = Assert.IsType<OpenOutcome.Opened>(await Opener(apart).OpenFileAsync(_file.Path, default));
        return (opened.Source, opened.Catalog);
    }

    private static Task<QueryOutcome> ReadAsync(ISource source, SourceCatalog catalog, string sql, TimeSpan? limit = null) =>
        new QueryGate().ReadAsync(source, sql, new(catalog, DataPolicy.Everything, new GateLimits { Timeout = limit ?? TimeSpan.FromSeconds(20) }), default);
}
