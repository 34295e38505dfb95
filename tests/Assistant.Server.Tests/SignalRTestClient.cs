using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Assistant.Server.Tests;

/// <summary>
/// A SignalR client for tests: the JSON hub protocol over any WebSocket, TestServer's or a real one. Invocations (type 1), streams (4),
/// their items (2) and completions (3), stream cancellation (5), calls from the server (1), pings (6).
/// </summary>
public sealed class SignalRTestClient : IAsyncDisposable
{
    private const char EndOfMessage = '\u001e';
    private readonly WebSocket _socket;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<string, Channel<JsonElement>> _pending = new();
    private readonly Channel<JsonElement> _handshake = Channel.CreateBounded<JsonElement>(1);
    private readonly Channel<JsonElement> _received = Channel.CreateUnbounded<JsonElement>();
    private readonly Task _reading;
    private int _lastId;

    private SignalRTestClient(WebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <summary>Messages the server sent on its own: target and arguments.</summary>
    public ChannelReader<JsonElement> Received => _received.Reader;

    public static async Task<SignalRTestClient> ConnectAsync(WebSocket socket, CancellationToken cancellationToken = default)
    {
        var client = new SignalRTestClient(socket);
        await client.SendAsync(new { protocol = "json", version = 1 }, cancellationToken);
        var answer = await client._handshake.Reader.ReadAsync(cancellationToken);
        return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException(error.GetString()) : client;
    }

    public async Task<JsonElement> InvokeAsync(string method, params object?[] arguments)
    {
        await foreach (var result in CallAsync(1, method, arguments, CancellationToken.None))
            return result;
        return default;
    }

    /// <summary>Items as they come; leaving the loop early cancels the stream on the server.</summary>
    public IAsyncEnumerable<JsonElement> StreamAsync(string method, params object?[] arguments) =>
        CallAsync(4, method, arguments, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State == WebSocketState.Open)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException or IOException) { }   // the server was first
        await _reading;
        _socket.Dispose();
    }

    private async IAsyncEnumerable<JsonElement> CallAsync(
        int type, string target, object?[] arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var invocationId = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var answers = Channel.CreateUnbounded<JsonElement>();
        _pending[invocationId] = answers;
        try
        {
            await SendAsync(new { type, invocationId, target, arguments }, cancellationToken);
            await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken))
                yield return answer;
        }
        finally
        {
            if (_pending.TryRemove(invocationId, out _) && type == 4 && _socket.State == WebSocketState.Open)
                await SendAsync(new { type = 5, invocationId }, CancellationToken.None);
        }
    }

    private async Task SendAsync(object message, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message, JsonSerializerOptions.Web) + EndOfMessage);
        await _sending.WaitAsync(cancellationToken);
        try { await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancellationToken); }
        finally { _sending.Release(); }
    }

    private async Task ReadAsync()
    {
        var (buffer, bytes) = (new byte[16 * 1024], new List<byte>());
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
            {
                bytes.AddRange(buffer.AsSpan(0, part.Count));
                for (int end; (end = bytes.IndexOf((byte)EndOfMessage)) >= 0; bytes.RemoveRange(0, end + 1))
                    Handle(JsonDocument.Parse(bytes.Take(end).ToArray()).RootElement);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException) { }   // waiting callers end below
        _handshake.Writer.TryComplete();
        _received.Writer.TryComplete();
        foreach (var answers in _pending.Values)
            answers.Writer.TryComplete(new IOException("The connection closed."));
    }

    private void Handle(JsonElement message)
    {
        if (!message.TryGetProperty("type", out var type))
            _handshake.Writer.TryWrite(message);
        else if (type.GetInt32() == 1)
            _received.Writer.TryWrite(message);
        else if (message.TryGetProperty("invocationId", out var id) && _pending.TryGetValue(id.GetString()!, out var answers))
        {
            if (type.GetInt32() == 2)
                answers.Writer.TryWrite(message.GetProperty("item"));
            else if (type.GetInt32() == 3)
            {
                _pending.TryRemove(id.GetString()!, out _);
                if (message.TryGetProperty("result", out var result))
                    answers.Writer.TryWrite(result);
                answers.Writer.TryComplete(message.TryGetProperty("error", out var error) ? new InvalidOperationException(error.GetString()) : null);
            }
        }
    }
}
