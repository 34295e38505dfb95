using System.Text.Json;

namespace Assistant.Testing;

/// <summary>Where the public measuring data lies: ASSISTANT_BENCH, or ../shared/bench next to the repository.</summary>
public static class Bench
{
    private static readonly string? Found = Environment.GetEnvironmentVariable("ASSISTANT_BENCH") ?? Find(AppContext.BaseDirectory);

    public static bool Exists => Found is not null;

    public static string Folder => Found
        ?? throw new InvalidOperationException("There is no shared/bench above the program. Set ASSISTANT_BENCH to the folder of the measuring data.");

    public static string File(params string[] path) => System.IO.Path.Combine([Folder, .. path]);

    /// <summary>Lines of a JSON Lines file.</summary>
    public static IEnumerable<JsonElement> Lines(params string[] path) => System.IO.File.ReadLines(File(path))
        .Where(line => line.Trim().Length > 0).Select(line => JsonDocument.Parse(line).RootElement);

    private static string? Find(string from) =>
        Directory.Exists(Path.Combine(from, "shared", "bench")) ? Path.Combine(from, "shared", "bench")
        : Path.GetDirectoryName(from) is { } above ? Find(above)
        : null;
}
