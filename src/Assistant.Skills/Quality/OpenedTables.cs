using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

internal static class OpenedTables
{
    /// <summary>The table without columns that are masked for who opened the source: of what is masked nothing can be judged. Null where it is hidden or gone.</summary>
    public static CatalogTable? Visible(this OpenedSource source, TableName name) =>
        source.Catalog.Find(name) is { } table && !source.Policy.HiddenTables.Contains(table.Name) ? source.Visible(table) : null;

    public static CatalogTable Visible(this OpenedSource source, CatalogTable table) =>
        table with { Columns = [.. table.Columns.Where(c => !source.Policy.Masks.ContainsKey((table.Name, c.Name)))] };

    /// <summary>All tables that who opened the source may see.</summary>
    public static IEnumerable<CatalogTable> VisibleTables(this OpenedSource source) =>
        source.Catalog.Tables.Where(t => !source.Policy.HiddenTables.Contains(t.Name)).Select(source.Visible);
}
