using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Assistant.Benchmarks;

/// <summary>
/// Comparing two tables, measured from outside over HTTP on a running server:
/// "reconcile --url http://localhost:5080 --left SOURCE:TABLE --right SOURCE:TABLE [--key COLUMN] [--rounds 3] [--pid SERVER]". With the server's process id, the most memory it held is told too.
/// </summary>
internal static class Reconciling
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var client = new HttpClient { BaseAddress = new(After(args, "--url") ?? "http://localhost:5080"), Timeout = TimeSpan.FromMinutes(10) };
        var session = await client.PostAsJsonAsync("/api/v1/sessions", new { email = "admin@demo.local", password = "demo-assistant" });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await session.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Dictionary<string, string>>())!["token"]);
        var sources = await client.GetFromJsonAsync<JsonElement>("/api/v1/sources");
        var wanted = new { left = Side(sources, After(args, "--left")!), right = Side(sources, After(args, "--right")!), keys = After(args, "--key") is { } key ? new[] { key } : [] };
        for (var round = 0; round < int.Parse(After(args, "--rounds") ?? "3", CultureInfo.InvariantCulture); round++)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await client.PostAsJsonAsync("/api/v1/reconciliation/comparisons", wanted);
            var found = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("comparison");
            string Figure(string name) => found.GetProperty(name).ToString();
            Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds,6:F1} s  {Figure("leftRows")} against {Figure("rightRows")} rows: {Figure("onlyLeft")} only left, {Figure("onlyRight")} only right, {Figure("different")} different; {Figure("sameBuckets")} of {Figure("buckets")} parts the same by hash; {Figure("queries")} queries{Memory(args)}");
        }
        return 0;
    }

    private static object Side(JsonElement sources, string said)
    {
        var (name, table) = (said[..said.IndexOf(':', StringComparison.Ordinal)], said[(said.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var parts = table.Split('.');
        return new { sourceId = sources.EnumerateArray().First(s => string.Equals(s.GetProperty("name").GetString(), name, StringComparison.OrdinalIgnoreCase)).GetProperty("id").GetGuid(), schema = parts.Length > 1 ? parts[0] : null, table = parts[^1] };
    }

    private static string Memory(string[] args) => After(args, "--pid") is { } pid
        ? "; " + File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Replace("VmHWM:", "most memory", StringComparison.Ordinal).Replace('\t', ' ') : "";

    private static string? After(string[] args, string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
