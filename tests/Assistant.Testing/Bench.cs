namespace Assistant.Testing;

/// <summary>Where the public measuring data lies: ASSISTANT_BENCH, or ../shared/bench next to the repository.</summary>
public static class Bench
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("ASSISTANT_BENCH") ?? Find(AppContext.BaseDirectory);

    public static string File(params string[] path) => System.IO.Path.Combine([Folder, .. path]);

    private static string Find(string from) =>
        Directory.Exists(Path.Combine(from, "shared", "bench")) ? Path.Combine(from, "shared", "bench")
        : Path.GetDirectoryName(from) is { } above ? Find(above)
        : throw new InvalidOperationException("There is no shared/bench above the program. Set ASSISTANT_BENCH to the folder of the measuring data.");
}
