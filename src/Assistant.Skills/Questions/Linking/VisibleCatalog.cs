using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Linking;

/// <summary>The part of a catalog that a person may see: what is hidden from them has no words, no values and is never named.</summary>
internal static class VisibleCatalog
{
    public static SourceCatalog For(SourceCatalog catalog, DataPolicy policy)
    {
        if (policy.HiddenTables.Count == 0 && policy.Masks.Count == 0)
            return catalog;
        var tables = catalog.Tables.Where(t => !policy.HiddenTables.Contains(t.Name)).Select(t => t with
        {
            Columns = [.. t.Columns.Where(c => Mask(policy, t, c) is not ColumnMask.Hidden)
                .Select(c => Mask(policy, t, c) is null ? c : c with { Sensitivity = Sensitivity.Secret, Statistics = null })],
        }).ToList();
        bool Stays(TableName table, IReadOnlyList<string> columns) => tables.Find(t => t.Name == table) is { } kept && columns.All(c => kept.Find(c) is not null);
        return catalog with
        {
            Tables = tables,
            Relationships = [.. catalog.Relationships.Where(r => Stays(r.From, r.FromColumns) && Stays(r.To, r.ToColumns))],
        };
    }

    private static ColumnMask? Mask(DataPolicy policy, CatalogTable table, CatalogColumn column) =>
        policy.Masks.Where(m => m.Key.Table == table.Name && string.Equals(m.Key.Column, column.Name, StringComparison.OrdinalIgnoreCase)).Select(m => (ColumnMask?)m.Value).FirstOrDefault();
}
