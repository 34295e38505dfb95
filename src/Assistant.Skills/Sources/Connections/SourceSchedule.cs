using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Sources.Connections;

/// <summary>
/// Reads the structure of every connected source again when it is older than the settings say. Any number of server processes may run it:
/// each source is claimed by one. A source that fails is tried again after a while, and says why on its page.
/// </summary>
public sealed partial class SourceSchedule(
    SourceRows rows, DataSources sources, IOptions<SourceOptions> options, TimeProvider time, ILogger<SourceSchedule> logger) : BackgroundService
{
    private const int AtOnce = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(5), Abandoned = TimeSpan.FromHours(1);

    /// <summary>Refreshes what is due now; the number of sources tried.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.RefreshHours == 0)
            return 0;
        var now = time.GetUtcNow();
        var due = await rows.ClaimDueAsync(now.AddHours(-options.Value.RefreshHours), now - Abandoned, AtOnce, cancellationToken);
        foreach (var (organization, id) in due)
            await RefreshAsync(organization, id, cancellationToken);
        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (NpgsqlException outage)
            {
                LogOutage(outage.Message);   // our own database is away: the next round finds the same sources due
            }
        }
    }

    private async Task RefreshAsync(Guid organization, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await sources.RefreshAsync(organization, id, cancellationToken);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or NpgsqlException))
        {
            LogFailed(id, failure.GetType().Name);   // one broken source must not keep the others from being read
        }
    }

    [LoggerMessage(LogLevel.Warning, "The schedule of sources waits: {Outage}")]
    private partial void LogOutage(string outage);

    [LoggerMessage(LogLevel.Warning, "Reading the structure of source {Id} again failed with {Failure}.")]
    private partial void LogFailed(Guid id, string failure);
}
