using Assistant.Skills.Sources;

namespace Assistant.Web.Sources;

/// <summary>What of a catalog a person may know: hidden tables and columns, and joins through them, are not there.</summary>
public static class VisibleCatalog
{
    public static SourceCatalog Of(SourceCatalog catalog, DataPolicy policy)
    {
        bool Hidden(TableName table, string column) => policy.Masks.Any(m => m.Value is ColumnMask.Hidden && m.Key.Table == table
            && string.Equals(m.Key.Column, column, StringComparison.OrdinalIgnoreCase));
        var tables = catalog.Tables.Where(t => !policy.HiddenTables.Contains(t.Name)).Select(t => t with
        {
            Columns = [.. t.Columns.Where(c => !Hidden(t.Name, c.Name))],
            PrimaryKey = [.. t.PrimaryKey.Where(c => !Hidden(t.Name, c))],
        }).ToList();
        var joins = catalog.Relationships.Where(r =>
            !policy.HiddenTables.Contains(r.From) && !policy.HiddenTables.Contains(r.To)
            && !r.FromColumns.Any(c => Hidden(r.From, c)) && !r.ToColumns.Any(c => Hidden(r.To, c)));
        return catalog with { Tables = tables, Relationships = [.. joins] };
    }
}
