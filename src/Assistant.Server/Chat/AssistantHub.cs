using System.Runtime.CompilerServices;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Workflows;
using Microsoft.AspNetCore.SignalR;

namespace Assistant.Server.Chat;

/// <summary>Asking and following over one socket. Losing the socket loses nothing: follow again from the last number seen.</summary>
public sealed class AssistantHub(Turns turns, WorkflowRuns runs, CurrentCaller current) : Hub
{
    public const string Path = "/hubs/assistant";

    /// <summary>Stores the question and returns the turn's id at once; an empty conversation id begins a conversation.</summary>
    public async Task<StartedTurn> StartTurn(TurnRequest request)
    {
        var caller = current.Caller;
        caller.Require(Permission.ReadData);
        return await turns.StartAsync(caller, request with { Text = request.Text ?? "" }, Context.ConnectionAborted) switch
        {
            StartOutcome.Started(var turn, var conversation) => new(turn, conversation),
            StartOutcome.NotYours => throw new HubException("There is no such conversation of yours."),
            StartOutcome.KeyTaken => throw new HubException("This key was used for another question. Send a new one."),
            StartOutcome.TooMany many => throw new HubException($"These are more than {many.PerMinute} questions in a minute. Ask again in {many.RetryAfter.TotalSeconds:0} seconds."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public Task<bool> StopTurn(Guid turnId) => turns.StopAsync(current.Caller, turnId, Context.ConnectionAborted);

    /// <summary>Events after the given number, those to come included, until the turn has ended.</summary>
    public async IAsyncEnumerable<TurnUpdate> Follow(Guid turnId, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var caller = current.Caller;
        if (!await turns.ExistsAsync(caller, turnId, cancellationToken))
            throw new HubException("There is no such turn of yours.");
        await foreach (var update in turns.FollowAsync(caller, turnId, after, cancellationToken))
            yield return update;
    }

    /// <summary>Events of a workflow's run after the given number, those to come included, until it has ended.</summary>
    public async IAsyncEnumerable<TurnUpdate> FollowRun(Guid runId, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var caller = current.Caller;
        if (await runs.GetAsync(caller, runId, cancellationToken) is null)
            throw new HubException("There is no such run in your organization.");
        await foreach (var update in runs.FollowAsync(caller, runId, after, cancellationToken))
            yield return update;
    }
}

/// <summary>A turn that runs now, and the conversation it is in.</summary>
public sealed record StartedTurn(Guid TurnId, Guid ConversationId);
