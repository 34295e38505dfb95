using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Assistant.Skills.Models;

/// <summary>
/// The model that is always there: it finds the intent by example, fills the tool's arguments, calls it as any model would, and lets
/// what the tool showed stand as the answer. Deterministic, on the machine, no key.
/// </summary>
public sealed class LocalModel(PromptLibrary prompts) : IChatClient
{
    private readonly IntentRanker _ranker = new(prompts.Intents);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        var last = messages.Last();
        if (last.Role != ChatRole.User)
            yield break;   // the tool's parts are the answer
        var understood = _ranker.Choose(last.Text);
        if (understood.Intent.Tool == "")
            yield return new(ChatRole.Assistant, understood.Intent.Say.Trim());
        else
            yield return new(ChatRole.Assistant, [new FunctionCallContent("1", understood.Intent.Tool, Arguments(understood))]);
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    private static Dictionary<string, object?> Arguments(RankedIntent understood) => understood.Intent.Arguments.ToDictionary(
        argument => argument.Key,
        argument => (object?)(understood.Slots.TryGetValue(argument.Value, out var slot) ? slot : Filled(argument.Value, understood.Slots)));

    private static string Filled(string template, IReadOnlyDictionary<string, string> slots) => slots.FirstOrDefault(
        slot => template.Contains(slot.Key, StringComparison.Ordinal)) is { Key: { } key } slot ? template.Replace(key, slot.Value, StringComparison.Ordinal).Trim() : template;
}
