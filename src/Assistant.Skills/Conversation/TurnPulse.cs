using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Conversation;

/// <summary>Shows other processes that this one lives, listens for their signals, and looks for stops that it did not hear of.</summary>
public sealed partial class TurnPulse(
    Database database, TurnSignals signals, IOptions<TurnOptions> options, TimeProvider time, ILogger<TurnPulse> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                "DELETE FROM server_processes WHERE id = @Process", new { signals.Process }, cancellationToken: cancellationToken));
        }
        catch (Exception outage) when (outage is NpgsqlException or OperationCanceledException) { LogOutage(outage.Message); }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(signals.ListenAsync(stoppingToken), BeatAsync(stoppingToken));

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ShowAsync(cancellationToken);
                await ReleaseAsync(cancellationToken);
                await StopAllAskedAsync(cancellationToken);
            }
            catch (NpgsqlException outage) { LogOutage(outage.Message); }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { return; }
            await Task.Delay(options.Value.Pulse, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("""
            INSERT INTO server_processes (id) VALUES (@Process) ON CONFLICT (id) DO UPDATE SET seen_at = now();
            DELETE FROM server_processes WHERE seen_at < now() - @forget;
            """, new { signals.Process, forget = options.Value.Lease * 100 }, cancellationToken: cancellationToken));
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        foreach (var (turn, organization) in signals.Forsaken)
        {
            await using var tenant = await database.OpenAsync(organization, cancellationToken);
            await tenant.Connection.ExecuteAsync(new CommandDefinition(
                "UPDATE turns SET process_id = @nobody WHERE id = @turn", new { turn, nobody = Guid.Empty }, cancellationToken: cancellationToken));
            await tenant.CommitAsync(cancellationToken);
            signals.Released(turn);
        }
    }

    private async Task StopAllAskedAsync(CancellationToken cancellationToken)
    {
        foreach (var turns in signals.Running.ToLookup(running => running.Organization, running => running.Turn))
        {
            await using var tenant = await database.OpenAsync(turns.Key, cancellationToken);
            foreach (var stopped in await tenant.Connection.QueryAsync<Guid>(new CommandDefinition(
                "SELECT id FROM turns WHERE id = ANY(@turns) AND (stop_requested_at IS NOT NULL OR replaced OR state <> 'Running')",
                new { turns = turns.ToArray() }, cancellationToken: cancellationToken)))
                signals.Stop(stopped);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The assistant's database is away: {Reason}")]
    private partial void LogOutage(string reason);
}
