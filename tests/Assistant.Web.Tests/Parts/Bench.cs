using System.Text.Json;

namespace Assistant.Web.Tests.Parts;

/// <summary>The corpora beside the repository: in ASSISTANT_BENCH, or in a folder shared/bench somewhere above.</summary>
internal static class Bench
{
    /// <summary>Texts that try to steer whoever reads them, and what they try to have shown.</summary>
    public static IReadOnlyList<string> Injections() =>
    [
        .. File.ReadLines(Path.Combine(Folder(), "security", "prompt_injection.jsonl")).SelectMany(line =>
        {
            using var item = JsonDocument.Parse(line);
            var texts = new List<string> { item.RootElement.GetProperty("input").GetString()! };
            if (item.RootElement.TryGetProperty("attempt", out var attempt) && attempt.TryGetProperty("render", out var render)) texts.Add(render.GetString()!);
            return texts;
        }),
    ];

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("ASSISTANT_BENCH") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "bench") is var found && Directory.Exists(found)) return found;
        throw new DirectoryNotFoundException("There is no folder shared/bench above the tests; name it in ASSISTANT_BENCH.");
    }
}
