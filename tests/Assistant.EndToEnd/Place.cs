namespace Assistant.EndToEnd;

/// <summary>Where things lie in the repository.</summary>
internal static class Place
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>A built program of the same configuration as these tests.</summary>
    public static string Program(string name) =>
        Path.Combine(Root, "artifacts", "bin", name, new DirectoryInfo(AppContext.BaseDirectory).Name, name + ".dll");

    private static string FindRoot(string from) =>
        File.Exists(Path.Combine(from, "Directory.Packages.props")) ? from : FindRoot(Path.GetDirectoryName(from)!);
}
