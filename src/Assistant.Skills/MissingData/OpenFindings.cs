using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>Findings by the number that people call them by, with their source, for who may see both.</summary>
public sealed class OpenFindings(DataSources sources, MissingFindings findings)
{
    /// <summary>Null where there is none of that number, or none that the caller may see: both are told alike.</summary>
    public async Task<(OpenedSource Source, MissingFinding Finding)?> FindAsync(Caller caller, int number, CancellationToken cancellationToken) =>
        await findings.PlaceAsync(caller, number, cancellationToken) is var (sourceId, id) && await sources.OpenAsync(caller, sourceId, cancellationToken) is { } source
        && (await findings.ListAsync(caller, source, cancellationToken)).FirstOrDefault(f => f.Id == id) is { } finding ? (source, finding) : null;

    /// <summary>All open findings of the sources that the caller may read, the most important first.</summary>
    public async Task<IReadOnlyList<(OpenedSource Source, MissingFinding Finding)>> ListAsync(Caller caller, Guid? sourceId, CancellationToken cancellationToken)
    {
        var all = new List<(OpenedSource Source, MissingFinding Finding)>();
        foreach (var info in (await sources.ListAsync(caller, cancellationToken)).Where(s => sourceId is null || s.Id == sourceId))
            if (await sources.OpenAsync(caller, info.Id, cancellationToken) is { } source)
                all.AddRange((await findings.ListAsync(caller, source, cancellationToken)).Where(f => f.State is FindingState.Open).Select(f => (source, f)));
        return [.. all.OrderByDescending(f => f.Finding.Priority.Score)];
    }
}
