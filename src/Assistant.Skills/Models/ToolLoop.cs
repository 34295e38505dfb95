using System.Text;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Assistant.Skills.Models;

/// <summary>
/// Calls the tools a model asks for, shows their parts to the person and their words to the model, and asks the model again until it
/// answers. One loop for every model: hosted, self-hosted, or the local one. The calls of one round run side by side.
/// </summary>
public sealed partial class ToolLoop(IChatClient model, IEnumerable<IReadOnlyList<AIFunction>> skills, ILogger<ToolLoop> logger)
{
    /// <summary>Rounds of tool calls; then the model is asked once more without tools, so that it has to answer.</summary>
    private const int MaxRounds = 8;

    private readonly Dictionary<string, AIFunction> _functions = skills.SelectMany(functions => functions).ToDictionary(function => function.Name);

    /// <summary>Runs the turn, showing events as they happen.</summary>
    /// <returns>How it ended, as the tools said; what is to be told about that has been shown.</returns>
    public async Task<ClosingState> RunAsync(TurnContext turn, IReadOnlyList<ChatMessage> past, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [.. past, new(ChatRole.User, turn.Text)];
        List<ClosingState> ends = [];
        var failed = false;
        for (var round = 0; ; round++)
        {
            var (said, wrote) = await AskAsync(messages, Options(turn, withTools: round < MaxRounds), turn, cancellationToken);
            var calls = said.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0 || round == MaxRounds)
            {
                if (failed && !wrote && !ends.Contains(ClosingState.Answered))
                    return await FailAsync(turn);
                return ends.Count == 0 || ends.Contains(ClosingState.Answered) ? ClosingState.Answered : ends[0];
            }

            messages.AddRange(said);
            var results = await Task.WhenAll(calls.Select(call => CallAsync(call, turn, cancellationToken)));
            ends.AddRange(results.Where(result => result.End is not null).Select(result => result.End!.Value));
            failed |= results.Any(result => result.End is null);
            messages.Add(new(ChatRole.Tool, [.. results.Select(result => result.Content)]));
        }
    }

    private ChatOptions Options(TurnContext turn, bool withTools) => new()
    {
        Tools = withTools ? [.. _functions.Values.Where(function => turn.Caller.MaySomewhere(function.Permission()))] : null,
        ToolMode = withTools ? ChatToolMode.Auto : ChatToolMode.None,
        // For models that run in this process; adapters send nothing of it.
        AdditionalProperties = new() { [nameof(TurnContext)] = turn },
    };

    private async Task<(IList<ChatMessage> Said, bool Wrote)> AskAsync(
        List<ChatMessage> messages, ChatOptions options, TurnContext turn, CancellationToken cancellationToken)
    {
        List<ChatResponseUpdate> updates = [];
        var text = new StringBuilder();
        await foreach (var update in model.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update);
            if (update.Text is not { Length: > 0 } more)
                continue;
            text.Append(more);
            await turn.Emit(new TextWritten(more));
        }
        if (text.Length > 0)
            await turn.ShowAsync(new TextPart(text.ToString()));
        return (updates.ToChatResponse().Messages, text.Length > 0);
    }

    /// <returns>What the model reads, and how the tool ended; null if it failed.</returns>
    private async Task<(AIContent Content, ClosingState? End)> CallAsync(FunctionCallContent call, TurnContext turn, CancellationToken cancellationToken)
    {
        if (!_functions.TryGetValue(call.Name, out var function))
            return (new FunctionResultContent(call.CallId, $"error: there is no tool {call.Name}"), null);
        if (call.Exception is not null)
            return (new FunctionResultContent(call.CallId, $"error: the arguments of {call.Name} are not valid JSON"), null);
        if (!turn.Caller.MaySomewhere(function.Permission()))
        {
            await turn.ShowAsync(Denied);
            return (new FunctionResultContent(call.CallId, $"error: this person is not allowed to use {call.Name}"), ClosingState.NotAllowed);
        }
        try
        {
            var arguments = new AIFunctionArguments(call.Arguments) { Context = new Dictionary<object, object?> { [typeof(TurnContext)] = turn } };
            var result = await function.InvokeAsync(arguments, cancellationToken);
            if (result is not SkillResult skill)
                return (new FunctionResultContent(call.CallId, result), ClosingState.Answered);
            foreach (var part in skill.ForPerson)
                await turn.ShowAsync(part);
            return (new FunctionResultContent(call.CallId, skill.ForModel), skill.State);
        }
        catch (ArgumentException wrong) when (!cancellationToken.IsCancellationRequested)
        {
            LogToolFailed(wrong, call.Name);
            return (new FunctionResultContent(call.CallId, $"error: {wrong.Message}") { Exception = wrong }, null);
        }
        catch (Exception unforeseen) when (!cancellationToken.IsCancellationRequested)
        {
            // The text of an exception may hold secrets: the log has it, the model does not.
            LogToolFailed(unforeseen, call.Name);
            return (new FunctionResultContent(call.CallId, $"error: {call.Name} failed") { Exception = unforeseen }, null);
        }
    }

    private static async Task<ClosingState> FailAsync(TurnContext turn)
    {
        await turn.ShowAsync(new ClosingPart(
            ClosingState.EngineError, "Something went wrong", "The assistant itself failed; it is not about your question. Try again, and tell an administrator if it stays.",
            [], CanRetry: true));
        return ClosingState.EngineError;
    }

    private static ClosingPart Denied { get; } = new(
        ClosingState.NotAllowed, "You are not allowed to do this", "Your role in this organization does not include it. An administrator can change that.", []);

    [LoggerMessage(LogLevel.Error, "The tool {Tool} failed.")]
    private partial void LogToolFailed(Exception exception, string tool);
}
