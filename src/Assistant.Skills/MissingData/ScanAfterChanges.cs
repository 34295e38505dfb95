using Assistant.Skills.Access;
using Assistant.Skills.Changes;

namespace Assistant.Skills.MissingData;

/// <summary>Looks again at a table that an approved change set has written or undone, so that what it filled is no longer reported.</summary>
public sealed class ScanAfterChanges(MissingScans scans, ServiceAccount account)
{
    /// <summary>A table that cannot be read just now is left for the next scan: the change itself is done.</summary>
    public async Task ChangedAsync(Guid organizationId, ChangeSet set, IReadOnlyList<CellChange> cells, CancellationToken cancellationToken)
    {
        if (cells.Count > 0 && await account.CallerAsync(organizationId, cancellationToken) is { } caller && caller.MayOn(Permission.ManageSources, set.SourceId))
            await scans.ScanAsync(caller, set.SourceId, set.Table, null, cancellationToken);
    }
}
