using Assistant.Skills.Sources.Sqlite;

namespace Assistant.Testing;

/// <summary>A SQLite file of the test's own, deleted with its folder when the test ends.</summary>
public sealed class SqliteFile : IDisposable
{
    private const int ReadWriteCreate = 0x6;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assistant-sqlite");

    public SqliteFile(string setup)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "data.db");
        Run(setup);
    }

    public string Path { get; }

    /// <summary>Runs statements that write, which the product's own connection cannot.</summary>
    public void Run(string sql)
    {
        var opened = SqliteLibrary.sqlite3_open_v2(Path, out var database, ReadWriteCreate, 0);
        var ran = SqliteLibrary.sqlite3_exec(database, sql, 0, 0, 0);
        _ = SqliteLibrary.sqlite3_close_v2(database);
        if (opened + ran != 0)
            throw new InvalidOperationException($"SQLite code {opened + ran}: {sql}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
