using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Assistant.Testing;

/// <summary>Asks for the given tools at once, as a hosted model does, then says the given words, a word at a time.</summary>
public sealed class CallingModel(string words, params (string Tool, Dictionary<string, object?> Arguments)[] calls) : IChatClient
{
    /// <summary>Names of the tools it was told of, question by question.</summary>
    public ConcurrentQueue<string[]> Offered { get; } = new();

    /// <summary>What it read of the tools.</summary>
    public ConcurrentQueue<string> Read { get; } = new();

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Offered.Enqueue([.. (options?.Tools ?? []).Select(tool => tool.Name)]);
        var last = messages.Last();
        if (last.Role == ChatRole.User && calls.Length > 0)
        {
            yield return new(ChatRole.Assistant, [.. calls.Select((call, i) => new FunctionCallContent($"call {i}", call.Tool, call.Arguments))]);
            yield break;
        }
        foreach (var result in last.Contents.OfType<FunctionResultContent>())
            Read.Enqueue(result.Result?.ToString() ?? "");
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(ChatRole.Assistant, word + " ");
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }
}
