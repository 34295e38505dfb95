using System.Collections.Concurrent;
using System.Threading.Channels;
using Assistant.Skills.Sources.DuckDb;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Assistant.Skills.Sources.Connections;

/// <summary>Gathers the statistics of connected sources in the background, one source at a time: the structure can be asked meanwhile.</summary>
public sealed partial class SourceProfiling(SourceRows rows, OpenSources open, CatalogProfiler profiler, ILogger<SourceProfiling> logger) : BackgroundService
{
    private readonly Channel<(Guid Organization, Guid Id)> _queue = Channel.CreateUnbounded<(Guid, Guid)>();
    private readonly ConcurrentDictionary<Guid, bool> _waiting = new();

    /// <summary>Asks for it once: a source already waiting is not queued again.</summary>
    internal void Ask(Guid organizationId, Guid id)
    {
        if (_waiting.TryAdd(id, true))
            _queue.Writer.TryWrite((organizationId, id));
    }

    /// <summary>Profiles now and keeps the result.</summary>
    internal async Task RunAsync(Guid organizationId, Guid id, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(organizationId, id, whole: true, cancellationToken) is not { } row)
            return;
        var (source, catalog) = open.Open(row);
        var profiled = await profiler.ProfileAsync(source, catalog with { Relationships = [.. catalog.Relationships.Where(r => r.Declared)] }, cancellationToken);
        var plan = (source as DuckDbSource)?.TakeChange();
        await rows.SaveCatalogAsync(
            organizationId, id, profiled, SourceState.Ready, plan is null ? null : SchemaDiff.Between(catalog, profiled), plan is null ? null : CatalogJson.Write(plan), cancellationToken);
    }

    /// <summary>A file that a question made look at whole has another structure: keeps it and gathers its statistics anew. False when there is none.</summary>
    internal async Task<bool> KeepChangeAsync(Guid organizationId, Guid id, ISource source, SourceCatalog before, CancellationToken cancellationToken)
    {
        if (source is not DuckDbSource file || file.TakeChange() is not { } plan)
            return false;
        var after = await file.IntrospectAsync(cancellationToken);
        await rows.SaveCatalogAsync(
            organizationId, id, CatalogJson.KeepStatistics(before, after), SourceState.Profiling, SchemaDiff.Between(before, after), CatalogJson.Write(plan), cancellationToken);
        Ask(organizationId, id);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (organization, id) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await RunAsync(organization, id, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One broken source must not end the profiling of all others; the person finds it on the source.
                LogFailed(id, failure.GetType().Name);
                await rows.SaveStateAsync(organization, id, SourceState.Failing, "Its statistics could not be gathered. Refresh it to try again.", stoppingToken);
            }
            finally
            {
                _waiting.TryRemove(id, out _);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Profiling source {Id} failed with {Failure}.")]
    private partial void LogFailed(Guid id, string failure);
}
