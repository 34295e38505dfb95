using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Assistant.Skills.Conversation;

namespace Assistant.Benchmarks;

/// <summary>
/// What a person waits for, measured from outside over HTTP on a running server: from sending the question to the first event, the first
/// step, the headline, the chart, the end. "turns --url http://localhost:5080 --source shop [--rounds 5] QUESTION..."
/// </summary>
internal static class TurnLatency
{
    private static readonly string[] Marks = ["first event", "first step", "headline", "chart", "end"];

    public static async Task<int> RunAsync(string[] args)
    {
        var (url, name, rounds) = (After(args, "--url") ?? "http://localhost:5080", After(args, "--source"), int.Parse(After(args, "--rounds") ?? "5", CultureInfo.InvariantCulture));
        var questions = args.Where((word, i) => !word.StartsWith("--", StringComparison.Ordinal) && (i == 0 || !args[i - 1].StartsWith("--", StringComparison.Ordinal))).ToList();
        using var client = new HttpClient { BaseAddress = new(url) };
        var session = await client.PostAsJsonAsync("/api/v1/sessions", new { email = "admin@demo.local", password = "demo-assistant" });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await session.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Dictionary<string, string>>())!["token"]);
        var sources = await client.GetFromJsonAsync<JsonElement>("/api/v1/sources");
        var source = sources.EnumerateArray().First(known => name is null || string.Equals(known.GetProperty("name").GetString(), name, StringComparison.OrdinalIgnoreCase));

        Console.WriteLine($"{source.GetProperty("name")}: {questions.Count} questions, first round apart (cold), then {rounds} rounds; milliseconds from sending the question");
        await TellAsync("cold", client, source.GetProperty("id").GetGuid(), questions, 1);
        await TellAsync("warm", client, source.GetProperty("id").GetGuid(), questions, rounds);
        return 0;
    }

    private static async Task TellAsync(string label, HttpClient client, Guid source, List<string> questions, int rounds)
    {
        var times = Marks.ToDictionary(mark => mark, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
            foreach (var question in questions)
                foreach (var (mark, time) in await AskAsync(client, source, question))
                    times[mark].Add(time);
        foreach (var mark in Marks.Where(mark => times[mark].Count > 0))
        {
            var sorted = times[mark].Order().ToList();
            Console.WriteLine($"  {label}  {mark,-12} n={sorted.Count,-4} p50={sorted[sorted.Count / 2],7:F1}  p95={sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * 0.95)],7:F1}");
        }
    }

    private static async Task<Dictionary<string, double>> AskAsync(HttpClient client, Guid source, string question)
    {
        var seen = new Dictionary<string, double>();
        var started = Stopwatch.GetTimestamp();
        var asked = await client.PostAsJsonAsync("/api/v1/turns", new { text = question, sourceId = source });
        var turn = (await asked.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("turnId").GetGuid();
        using var response = await client.GetAsync($"/api/v1/turns/{turn}/events", HttpCompletionOption.ResponseHeadersRead);
        var updates = SseParser.Create(await response.Content.ReadAsStreamAsync(), (_, data) => JsonSerializer.Deserialize<TurnUpdate>(data, ConversationJson.Options)!);
        await foreach (var update in updates.EnumerateAsync())
        {
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            seen.TryAdd("first event", elapsed);
            if (Mark(update.Data.Event) is { } mark)
                seen.TryAdd(mark, elapsed);
        }
        return seen;
    }

    private static string? Mark(TurnEvent happened) => happened switch
    {
        PartShown { Part: StepPart } => "first step",
        PartShown { Part: HeadlinePart } => "headline",
        PartShown { Part: ChartPart } => "chart",
        TurnEnded => "end",
        _ => null,
    };

    private static string? After(string[] args, string option) => Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
