namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>An engine's temporary folder. The server holds a lock in it as long as it lives, so that folders of the dead can be told and removed.</summary>
internal sealed class EngineFolder : IDisposable
{
    private const string Prefix = "assistant-engine-", LockName = "lock";
    private static readonly TimeSpan Making = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(Prefix);
    private readonly FileStream _lock;

    public EngineFolder() => _lock = Lock(_folder.FullName, FileMode.CreateNew);

    public string Path => _folder.FullName;

    /// <summary>Removes what servers that were killed left behind, in the folder for temporary files.</summary>
    public static void RemoveStale(TimeProvider time)
    {
        foreach (var folder in Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                if (File.Exists(System.IO.Path.Combine(folder, LockName)))
                    Lock(folder, FileMode.Open).Dispose();
                else if (File.GetLastWriteTimeUtc(folder) > time.GetUtcNow().UtcDateTime - Making)
                    continue;   // just being made
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's: not ours to remove.
            }
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }

    private static FileStream Lock(string folder, FileMode mode) => new(System.IO.Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None);
}
