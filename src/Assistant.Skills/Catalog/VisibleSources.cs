using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Catalog;

/// <summary>A source with the tables and columns that the caller may know of.</summary>
public sealed record VisibleSource(DataSource Info, IReadOnlyList<CatalogTable> Tables, IReadOnlyList<Relationship> Relationships);

/// <summary>What there is to ask about, for one person: hidden tables and columns do not exist.</summary>
public sealed class VisibleSources(DataSources sources)
{
    public async Task<IReadOnlyList<VisibleSource>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var visible = new List<VisibleSource>();
        foreach (var info in await sources.ListAsync(caller, cancellationToken))
            if (await FindAsync(caller, info.Id, cancellationToken) is { } source)
                visible.Add(source);
        return visible;
    }

    /// <summary>Null when the caller's organization has no such source.</summary>
    public async Task<VisibleSource?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (await sources.OpenAsync(caller, id, cancellationToken) is not { } source)
            return null;
        var tables = source.Catalog.Tables.Where(table => !source.Policy.HiddenTables.Contains(table.Name)).Select(table => Without(table, source.Policy)).ToList();
        var names = tables.Select(table => table.Name).ToHashSet();
        return new(source.Info, tables, [.. source.Catalog.Relationships.Where(key => names.Contains(key.From) && names.Contains(key.To))]);
    }

    private static CatalogTable Without(CatalogTable table, DataPolicy policy) => table with
    {
        Columns = [.. table.Columns.Where(column => policy.Masks.GetValueOrDefault((table.Name, column.Name), (ColumnMask)(-1)) != ColumnMask.Hidden)
            // Statistics hold values: of a masked column they would show what the mask hides.
            .Select(column => policy.Masks.ContainsKey((table.Name, column.Name)) ? column with { Statistics = null } : column)],
    };
}
