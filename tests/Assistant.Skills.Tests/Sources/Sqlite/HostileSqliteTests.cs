using System.Text;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources.Sqlite;

/// <summary>SQLite files that are damaged, or made to do harm.</summary>
public sealed class HostileSqliteTests : IDisposable
{
    private readonly SqliteFile _file = new("""
        CREATE TABLE t (n INTEGER, note TEXT);
        WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5000) INSERT INTO t SELECT n, 'row ' || n FROM r;
        CREATE TABLE u (x);
        INSERT INTO u VALUES (1);
        """);

    [Theory]
    [InlineData(16)]
    [InlineData(99)]
    [InlineData(600)]
    [InlineData(4096)]
    [InlineData(20000)]
    public async Task A_file_that_is_cut_short_is_told_in_words(int length)
    {
        await File.WriteAllBytesAsync(_file.Path, (await File.ReadAllBytesAsync(_file.Path))[..length]);
        Assert.Contains("damaged or cut short", await ToldAsync("SELECT sum(n), max(note) FROM t"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_file_with_overwritten_pages_is_told_in_words_or_read(int seed)
    {
        var bytes = await File.ReadAllBytesAsync(_file.Path);
        new Random(seed).NextBytes(bytes.AsSpan(4096, 8 * 4096));
        await File.WriteAllBytesAsync(_file.Path, bytes);
        Assert.Contains("damaged or cut short", await ToldAsync("SELECT sum(n), max(note) FROM t"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_list_of_tables_is_told_in_words()
    {
        _file.Run("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE TABLE t (' WHERE name = 't'");
        Assert.Contains("list of tables", await ToldAsync("SELECT 1 FROM t"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Views_on_themselves_endless_views_and_foreign_modules_do_not_keep_the_tables_from_being_read()
    {
        var tower = new StringBuilder("CREATE VIEW v0 AS SELECT n FROM t; CREATE VIEW \"the 0\" AS SELECT n FROM t;");
        for (var i = 1; i <= 40; i++)
            tower.Append(System.Globalization.CultureInfo.InvariantCulture, $"CREATE VIEW v{i} AS SELECT a.n FROM v{i - 1} a JOIN v{i - 1} b ON a.n = b.n;")
                .Append(System.Globalization.CultureInfo.InvariantCulture, $"CREATE VIEW \"the {i}\" AS SELECT a.n FROM \"the {i - 1}\" a JOIN \"the {i - 1}\" b ON a.n = b.n;");
        _file.Run("""
            CREATE VIEW circle AS SELECT * FROM circle;
            CREATE VIEW endless AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n, n + 1 AS m FROM r WHERE n < 0;
            CREATE VIEW gone AS SELECT * FROM nowhere;
            CREATE VIEW files AS SELECT load_extension('/tmp/x') AS x;
            CREATE TRIGGER every AFTER INSERT ON t BEGIN INSERT INTO t SELECT n, note FROM t; END;
            PRAGMA writable_schema = ON;
            INSERT INTO sqlite_master VALUES ('table', 'alien', 'alien', 0, 'CREATE VIRTUAL TABLE alien USING nosuchmodule(x)');
            """);
        _file.Run(tower.ToString());
        var opened = await new SourceOpener().OpenFileAsync(_file.Path, default) as OpenOutcome.Opened
            ?? throw new Xunit.Sdk.XunitException(await ToldAsync(""));
        await using var source = opened.Source;
        Assert.Superset(new HashSet<string> { "t", "u" }, opened.Catalog.Tables.Select(t => t.Name.Name).ToHashSet());
        Assert.Empty(opened.Catalog.Tables.Select(t => t.Name.Name).Intersect(["alien", "circle", "gone", "v14", "v40", "the 14", "the 40"]));
        Assert.Contains("v5", opened.Catalog.Tables.Select(t => t.Name.Name));
        Assert.Equal([5000L], (await source.RowsAsync("SELECT count(*) FROM t")).Rows.Single());
        Assert.IsType<QueryOutcome.TooCostly>(await source.ReadUngatedAsync("SELECT * FROM endless", seconds: 0.3));
        Assert.IsNotType<QueryOutcome.Rows>(await source.ReadUngatedAsync("SELECT * FROM files"));
        Assert.IsNotType<QueryOutcome.Rows>(await source.ReadUngatedAsync("SELECT count(*) FROM v40", seconds: 1));
    }

    [Fact]
    public async Task A_database_in_wal_mode_whose_side_file_cannot_be_opened_is_told_in_words()
    {
        // Where the folder is read-only, the shared memory file cannot be made; a link to nowhere in its place stops even an administrator.
        _file.Run("PRAGMA journal_mode = WAL");
        File.WriteAllBytes(_file.Path + "-wal", new byte[100]);
        File.CreateSymbolicLink(_file.Path + "-shm", "/no/such/folder/shm");
        Assert.Contains("-wal", await ToldAsync("SELECT count(*) FROM t"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_in_wal_mode_is_read_in_a_folder_where_nothing_may_be_written()
    {
        _file.Run("PRAGMA journal_mode = WAL");
        var folder = Path.GetDirectoryName(_file.Path)!;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var opened = Assert.IsType<OpenOutcome.Opened>(await new SourceOpener().OpenFileAsync(_file.Path, default));
            await using var source = opened.Source;
            Assert.Equal([5000L], (await source.RowsAsync("SELECT count(*) FROM t")).Rows.Single());
            Assert.Equal([_file.Path], Directory.GetFiles(folder));
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>What the person reads, at connecting or at the query.</summary>
    private async Task<string> ToldAsync(string sql)
    {
        switch (await new SourceOpener().OpenFileAsync(_file.Path, default))
        {
            case OpenOutcome.Refused refused:
                return refused.Reason;
            case OpenOutcome.Opened opened:
                await using (opened.Source)
                    return Assert.IsType<QueryOutcome.EngineFailed>(await opened.Source.ReadUngatedAsync(sql)).Message;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
