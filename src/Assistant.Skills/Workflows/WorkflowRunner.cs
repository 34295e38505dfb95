using System.Collections.Concurrent;
using Assistant.Skills.Conversation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Workflows;

/// <summary>
/// Takes runs that are due, and those of processes that died, as many as fit over all processes, and takes each through its steps. Told to
/// stop, it puts its runs back into the queue, where the next process, or this one after its start, goes on with them.
/// </summary>
public sealed partial class WorkflowRunner(
    RunLedger ledger, RunCheckpoints checkpoints, RunWork work, TurnSignals signals, IOptions<WorkflowOptions> options, ILogger<WorkflowRunner> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<Guid, (RunClaim Run, Task Task, CancellationTokenSource Stop)> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Runs)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            var told = signals.WorkComesAsync();   // before looking, so that nothing falls between
            try
            {
                while (await ledger.ClaimAsync([.. _running.Keys], stoppingToken) is { } run)
                    Begin(run, stoppingToken);
                foreach (var (run, _, stop) in _running.Values)
                    if (await ledger.IsLostAsync(run, stoppingToken))
                        await CancelAsync(stop);
            }
            catch (NpgsqlException outage) { LogOutage(outage.Message); }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { break; }
            using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(told, Task.Delay(options.Value.Look, ledger.Time, look.Token));
            await look.CancelAsync();
        }
        await Task.WhenAll(_running.Values.Select(r => r.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Begin(RunClaim run, CancellationToken stopping)
    {
        var stop = new CancellationTokenSource();
        signals.Runs(run.OrganizationId, run.Id, stop);
        // Started when it is noted: what ends at once must find itself in the list.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[run.Id] = (run, RunAsync(run, stop, started.Task, stopping), stop);
        started.SetResult();
    }

    private async Task RunAsync(RunClaim run, CancellationTokenSource stop, Task noted, CancellationToken stopping)
    {
        await noted;
        try
        {
            await work.DoAsync(run, stop.Token, stopping);
        }
        catch (RunLostException)
        {
            await EndCancelledAsync(run);
        }
        catch (Exception unforeseen)
        {
            // What it should have written could not be written. The run is nobody's from here on, and taken up again.
            LogForsaken(unforeseen, run.Id);
        }
        finally
        {
            signals.Ran(run.Id);
            _running.TryRemove(run.Id, out _);
            signals.WorkComes();   // a place is free
            stop.Dispose();
        }
    }

    /// <summary>If it was cancelled, says so; if another process took it over, that one says what becomes of it.</summary>
    private async Task EndCancelledAsync(RunClaim run)
    {
        try
        {
            if (await checkpoints.ReadAsync(run, CancellationToken.None) is { CancelAsked: true } standing)
                await checkpoints.EndAsync(run, RunState.Cancelled, null, standing.StartedAt, null, RunWork.Cancelled, CancellationToken.None);
        }
        catch (Exception lost) when (lost is RunLostException or NpgsqlException) { LogOutage(lost.Message); }
    }

    private static async Task CancelAsync(CancellationTokenSource stop)
    {
        try { await stop.CancelAsync(); }
        catch (ObjectDisposedException) { }   // it ended while we looked
    }

    [LoggerMessage(LogLevel.Warning, "The workflows wait: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(LogLevel.Error, "Run {Run} could not go on here and is taken up again.")]
    private partial void LogForsaken(Exception exception, Guid run);
}
