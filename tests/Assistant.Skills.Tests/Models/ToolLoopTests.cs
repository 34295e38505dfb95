using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Models;
using Assistant.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Models;

public class ToolLoopTests
{
    [Fact]
    public async Task A_tool_the_person_may_not_use_is_absent_and_refused_when_called_all_the_same()
    {
        var model = new CallingModel("", ("manage", []));
        var (end, answer) = await RunAsync(model, Permission.ReadData);

        Assert.All(model.Offered, offered => Assert.DoesNotContain("manage", offered));
        Assert.Equal(ClosingState.NotAllowed, end);
        Assert.Equal(ClosingState.NotAllowed, Assert.IsType<ClosingPart>(Assert.Single(answer.Parts)).State);
        Assert.Equal("error: this person is not allowed to use manage", Assert.Single(model.Read));
    }

    [Fact]
    public async Task A_person_who_may_gets_what_the_tool_shows_and_the_model_reads_its_words()
    {
        var model = new CallingModel("", ("manage", []), ("echo", new() { ["text"] = "hi", ["turn"] = "forged" }));
        var (end, answer) = await RunAsync(model, Permission.ReadData, Permission.ManageOrganization);

        Assert.Equal(ClosingState.Answered, end);
        Assert.Equal(2, answer.Parts.Count);
        Assert.Equal(["managed", "echoed hi"], model.Read);
    }

    [Fact]
    public async Task What_a_model_gets_wrong_is_told_to_it_and_secrets_of_failures_are_not()
    {
        var model = new CallingModel("I could not do that.", ("no_such_tool", []), ("fail", []), ("echo", []));
        var (end, answer) = await RunAsync(model, Permission.ReadData);

        Assert.Equal(ClosingState.Answered, end);
        Assert.Contains("error: there is no tool no_such_tool", model.Read);
        Assert.Contains("error: fail failed", model.Read);
        Assert.Contains(model.Read, read => read.Contains("'text'", StringComparison.Ordinal));
        Assert.Equal("I could not do that. ", Assert.IsType<TextPart>(Assert.Single(answer.Parts)).Markdown);
    }

    [Fact]
    public async Task A_model_that_never_stops_calling_is_asked_for_words_in_the_end()
    {
        var model = new Stubborn();
        var (_, answer) = await RunAsync(model, Permission.ReadData);

        Assert.Equal("after 8", answer.Parts.OfType<TextPart>().Single().Markdown);
    }

    private static async Task<(ClosingState, AnswerSoFar)> RunAsync(IChatClient model, params Permission[] permissions)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(model).AddModels()
            .AddSkill<ProbeSkill>(_ => [ProbeSkill.Echo, ProbeSkill.Manage, ProbeSkill.Fail]).BuildServiceProvider();
        var answer = new AnswerSoFar();
        var turn = new TurnContext(
            new(Guid.NewGuid(), Guid.NewGuid(), "Ada", permissions.ToHashSet(), UserPreferences.Default), Guid.NewGuid(), Guid.NewGuid(), null, "go",
            new(2026, 1, 2), Emit, new Dictionary<string, string>());
        return (await services.GetRequiredService<ToolLoop>().RunAsync(turn, [], default), answer);

        ValueTask Emit(TurnEvent happened)
        {
            lock (answer)
                answer.Add(happened);
            return default;
        }
    }

    private sealed class Stubborn : IChatClient
    {
        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => new[]
            {
                options?.Tools is { Count: > 0 }
                    ? new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", "echo", new Dictionary<string, object?> { ["text"] = "x" })])
                    : new ChatResponseUpdate(ChatRole.Assistant, $"after {messages.Count(message => message.Role == ChatRole.Tool)}"),
            }.ToAsyncEnumerable();

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
