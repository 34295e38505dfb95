using System.Net.ServerSentEvents;
using System.Text.Json;
using Assistant.Skills.Conversation;

namespace Assistant.Server.Tests;

/// <summary>A turn's events as a program reads them.</summary>
internal static class Events
{
    public static async Task<List<TurnUpdate>> ReadAsync(HttpClient client, string path, CancellationToken cancellationToken, int? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is { } last)
            request.Headers.Add("Last-Event-ID", $"{last}");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        var items = SseParser.Create(
            await response.Content.ReadAsStreamAsync(cancellationToken), (_, data) => JsonSerializer.Deserialize<TurnUpdate>(data, ConversationJson.Options)!);
        return await items.EnumerateAsync(cancellationToken).Select(item => item.Data).ToListAsync(cancellationToken);
    }
}
