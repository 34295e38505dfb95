using System.Diagnostics;
using System.Globalization;

namespace Assistant.Benchmarks;

/// <summary>
/// From starting the server's process to the first "ready" over HTTP, and its memory when idle. "start PATH/Assistant.Server.dll [--rounds 5]",
/// with ASSISTANT__DATABASE set.
/// </summary>
internal static class ServerStart
{
    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args is [_, "--rounds", var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 5;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            using var server = Process.Start(new ProcessStartInfo("dotnet", [args[0], "--urls", "http://127.0.0.1:5911"]) { RedirectStandardOutput = true })!;
            while (!await ReadyAsync(client))
                await Task.Delay(5);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(2000);
            server.Refresh();
            Console.WriteLine($"  ready after {times[^1]:F0} ms, resident {server.WorkingSet64 / 1e6:F0} MB idle");
            server.Kill();
            await server.WaitForExitAsync();
        }
        Console.WriteLine($"  median {times.Order().ElementAt(rounds / 2):F0} ms");
        return 0;
    }

    private static async Task<bool> ReadyAsync(HttpClient client)
    {
        try { return (await client.GetAsync("http://127.0.0.1:5911/health/ready")).IsSuccessStatusCode; }
        catch (HttpRequestException) { return false; }   // not listening yet
        catch (TaskCanceledException) { return false; }
    }
}
