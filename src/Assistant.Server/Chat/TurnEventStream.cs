using System.Globalization;
using System.Reflection;
using Assistant.Skills.Conversation;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Assistant.Server.Chat;

/// <summary>
/// A turn's events as server-sent events (HTML standard, 9.2). A comment is sent while nothing happens: proxies hang up on silent
/// connections, and a browser that lost its own notices and comes back with Last-Event-ID.
/// </summary>
public sealed class TurnEventStream(IAsyncEnumerable<TurnUpdate> updates, TimeSpan keepAlive, TimeProvider time) : IResult, IEndpointMetadataProvider
{
    private const string ContentType = "text/event-stream";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(TurnUpdate), [ContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, gone) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";   // nginx would gather events
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.WriteAsync("retry: 1000\n\n", gone);
        await response.Body.FlushAsync(gone);

        await using var events = updates.GetAsyncEnumerator(gone);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!await HappensAsync(next, gone))
                {
                    await response.WriteAsync(": still at work\n\n", gone);
                    await response.Body.FlushAsync(gone);
                    continue;
                }
                if (!await next)
                    return;
                var update = events.Current;
                await response.WriteAsync(
                    string.Create(CultureInfo.InvariantCulture, $"id: {update.Number}\ndata: {ConversationJson.Write(update)}\n\n"), gone);
                next = events.MoveNextAsync().AsTask();
                // What is ready is sent together.
                if (!next.IsCompleted)
                    await response.Body.FlushAsync(gone);
            }
        }
        finally
        {
            // The reader is gone, and its request with it; the events may only be let go of when nobody waits for them.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>False when nothing happened for as long as a connection may be silent.</summary>
    private async Task<bool> HappensAsync(Task next, CancellationToken gone)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var silence = Task.Delay(keepAlive, time, patience.Token);
        var first = await Task.WhenAny(next, silence);
        await patience.CancelAsync();
        return first == next || next.IsCompleted;
    }
}
