using System.Collections.Concurrent;

namespace Assistant.Skills.Sources.Connections;

/// <summary>The sources this process has open: connections and catalog are made once per revision, not once per question.</summary>
public sealed class OpenSources(SourceOpener opener, SecretBox secrets) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, Entry> _open = new();

    internal SourceOpener Opener => opener;

    /// <summary>The open source if it is of this revision.</summary>
    internal (ISource Source, SourceCatalog Catalog)? Find(StoredSource head) =>
        _open.TryGetValue(head.Id, out var entry) && entry.Revision == head.Revision ? (entry.Source, entry.Catalog) : null;

    /// <param name="row">With connection and catalog.</param>
    internal (ISource Source, SourceCatalog Catalog) Open(StoredSource row)
    {
        // A new revision has a new catalog; the way in stays, and with it what is being read at this moment.
        var entry = _open.AddOrUpdate(
            row.Id,
            _ => new(opener.Reopen(row.SourceKind, Connection(row), row.Reading), CatalogJson.Read<SourceCatalog>(row.Catalog), row.Revision),
            (_, old) => old.Revision >= row.Revision ? old : old with { Catalog = CatalogJson.Read<SourceCatalog>(row.Catalog), Revision = row.Revision });
        return (entry.Source, entry.Catalog);
    }

    internal string Connection(StoredSource row) => secrets.Open(row.Connection, Owner(row.OrganizationId, row.Id));

    internal byte[] Close(string connection, Guid organizationId, Guid id) => secrets.Close(connection, Owner(organizationId, id));

    internal async Task ForgetAsync(Guid id)
    {
        if (_open.TryRemove(id, out var entry))
            await entry.Source.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _open.Keys)
            await ForgetAsync(id);
    }

    private static string Owner(Guid organizationId, Guid id) => $"{organizationId:N}/{id:N}";

    private sealed record Entry(ISource Source, SourceCatalog Catalog, int Revision);
}
