namespace Assistant.EndToEnd;

/// <summary>Where things lie in the repository.</summary>
internal static class Place
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>A built program of the same configuration as these tests.</summary>
    public static string Program(string name) =>
        Path.Combine(Root, "artifacts", "bin", name, new DirectoryInfo(AppContext.BaseDirectory).Name, name + ".dll");

    /// <summary>A file of the public corpora, which stand beside the repository on some machines; null where they do not.</summary>
    public static string? Bench(string file)
    {
        if (Environment.GetEnvironmentVariable("ASSISTANT_BENCH") is { Length: > 0 } given)
            return File.Exists(Path.Combine(given, file)) ? Path.Combine(given, file) : null;
        for (var folder = Root; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "shared", "bench", file) is var path && File.Exists(path))
                return path;
        return null;
    }

    private static string FindRoot(string from) =>
        File.Exists(Path.Combine(from, "Directory.Packages.props")) ? from : FindRoot(Path.GetDirectoryName(from)!);
}
