using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Workflows;

/// <summary>Takes one claimed run through the steps that are not done, each between its checkpoints.</summary>
public sealed partial class RunWork(
    IEnumerable<Workflow> workflows, RunLedger ledger, RunCheckpoints checkpoints, ServiceAccount account, IOptions<WorkflowOptions> options, ILogger<RunWork> logger)
{
    internal static ClosingPart Cancelled { get; } = new(
        ClosingState.Stopped, "Cancelled", "The run was cancelled. What was done before stays done.", [], CanRetry: true);

    /// <exception cref="RunLostException">The run was cancelled or taken over.</exception>
    internal async Task DoAsync(RunClaim run, CancellationToken stop, CancellationToken stopping)
    {
        if (await checkpoints.ReadAsync(run, CancellationToken.None) is not { } standing || standing.CancelAsked)
            throw new RunLostException();
        if (workflows.FirstOrDefault(w => w.Name == standing.Workflow) is not { } workflow)
        {
            await FailAsync(run, null, standing, "This version of the assistant does not have the workflow. Turn its schedule off, or update the servers that do not know it.");
            return;
        }
        if (await account.CallerAsync(run.OrganizationId, CancellationToken.None) is not { } caller)
        {
            await FailAsync(run, null, standing, $"The agents' account ({ServiceAccount.Email}) is disabled. An administrator can enable it on the page People.");
            return;
        }
        var outputs = standing.Outputs.ToDictionary();
        string? summary = null;
        for (var place = 0; place < workflow.Steps.Count; place++)
        {
            var step = workflow.Steps[place];
            if (outputs.ContainsKey(step.Name))
                continue;
            var attempt = standing.Attempts.GetValueOrDefault(step.Name) + 1;
            if (attempt > options.Value.Attempts)
            {
                await FailAsync(run, step, standing, $"The step “{step.Label}” brought the server down {attempt - 1} times. Restrict the sources of this workflow, then run it again.");
                return;
            }
            await checkpoints.BeginAsync(run, step, place, CancellationToken.None);
            var began = ledger.Time.GetTimestamp();
            var outcome = await TryAsync(step, new(ledger, run, step.Name, attempt, caller, standing.Sources, outputs), stop, stopping);
            var milliseconds = (int)ledger.Time.GetElapsedTime(began).TotalMilliseconds;
            switch (outcome)
            {
                case StepOutcome.Done done:
                    await checkpoints.DoneAsync(run, step, done, milliseconds, CancellationToken.None);
                    outputs[step.Name] = done.Output is null ? null : ConversationJson.Write(done.Output);
                    summary = done.Detail ?? summary;
                    break;
                case StepOutcome.Failed { CanRetry: true } failed when attempt < options.Value.Attempts:
                    var wait = Backoff.After(attempt, run.Id, options.Value.FirstWait, options.Value.LongestWait);
                    await checkpoints.ReleaseAsync(run, step, ledger.Time.GetUtcNow() + wait, milliseconds, failed.Problem, CancellationToken.None);
                    return;
                case StepOutcome.Failed failed:
                    await FailAsync(run, step, standing, failed.Problem);
                    return;
                default:   // the server shuts down
                    await checkpoints.ReleaseAsync(run, step, ledger.Time.GetUtcNow(), milliseconds, null, CancellationToken.None);
                    return;
            }
        }
        await checkpoints.EndAsync(run, RunState.Done, null, standing.StartedAt, summary, null, CancellationToken.None);
    }

    /// <summary>Null where the server shuts down.</summary>
    private async Task<StepOutcome?> TryAsync(WorkflowStep step, StepContext context, CancellationToken stop, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(options.Value.StepLimit, ledger.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token, stopping);
        try
        {
            // A step that does not hear the cancellation holds up nobody: its token is worth nothing when it wakes.
            return await Task.Run(() => step.RunAsync(context, either.Token), CancellationToken.None).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (stop.IsCancellationRequested)
                throw new RunLostException();
            return stopping.IsCancellationRequested ? null
                : new StepOutcome.Failed($"The step “{step.Label}” took longer than {options.Value.StepLimit.TotalMinutes:0.#} minutes. Restrict the sources of this workflow, or give it more time (Workflows:StepLimit).", CanRetry: true);
        }
        catch (PermissionDeniedException denied)
        {
            return new StepOutcome.Failed($"The agents' account may not do this. {denied.Message}", CanRetry: false);
        }
        catch (NpgsqlException outage) when (outage.IsTransient)
        {
            return new StepOutcome.Failed("The assistant's database was away for a moment.", CanRetry: true);
        }
        catch (Exception unforeseen) when (unforeseen is not RunLostException)
        {
            LogFailed(unforeseen, context.RunId, step.Name);
            return new StepOutcome.Failed($"The step “{step.Label}” failed for a reason inside the assistant ({unforeseen.GetType().Name}). The server's log has the details under run {context.RunId}.", CanRetry: true);
        }
    }

    private Task FailAsync(RunClaim run, WorkflowStep? step, RunStanding standing, string problem) => checkpoints.EndAsync(
        run, RunState.Failed, step, standing.StartedAt, null, new(ClosingState.EngineError, "The run failed", problem, [], CanRetry: true), CancellationToken.None);

    [LoggerMessage(LogLevel.Error, "Run {Run} failed in step {Step}.")]
    private partial void LogFailed(Exception exception, Guid run, string step);
}
