using Assistant.Skills.Sources;

namespace Assistant.Skills.Semantics;

/// <summary>What a person may know of a source and of what was said about it.</summary>
public static class SeenCatalog
{
    public static SourceCatalog Of(SourceCatalog catalog, DataPolicy policy)
    {
        bool Hidden(TableName table, string column) => policy.Masks.Any(m => m.Value is ColumnMask.Hidden && m.Key.Table == table && string.Equals(m.Key.Column, column, StringComparison.OrdinalIgnoreCase));
        var tables = catalog.Tables.Where(t => !policy.HiddenTables.Contains(t.Name))
            .Select(t => t with { Columns = [.. t.Columns.Where(c => !Hidden(t.Name, c.Name))], PrimaryKey = [.. t.PrimaryKey.Where(c => !Hidden(t.Name, c))] }).ToList();
        return catalog with
        {
            Tables = tables,
            Relationships = [.. catalog.Relationships.Where(r => Knows(tables, r.From, r.FromColumns) && Knows(tables, r.To, r.ToColumns))],
        };
    }

    /// <summary>The part of a model that speaks of what is seen.</summary>
    public static SemanticModel Of(SemanticModel model, SourceCatalog seen) => new()
    {
        Entities = [.. model.Entities.Where(e => seen.Find(e.Table) is not null).Select(e => e with { Columns = [.. e.Columns.Where(c => seen.Find(e.Table)!.Find(c.Name) is not null)] })],
        Joins = [.. model.Joins.Where(j => IsSeen(j, seen))],
    };

    /// <summary>The model given, with what was said before of what the person can't see.</summary>
    public static SemanticModel Merge(SemanticModel given, SemanticModel before, SourceCatalog seen)
    {
        foreach (var entity in before.Entities)
        {
            if (seen.Find(entity.Table) is not { } table)
                given = given.With(entity.Table, _ => entity);
            else
                given = entity.Columns.Where(c => table.Find(c.Name) is null).Aggregate(given, (model, column) => model.With(entity.Table, column.Name, _ => column));
        }
        return before.Joins.Where(j => !IsSeen(j, seen)).Aggregate(given, (model, join) => model.With(join, join.State));
    }

    private static bool IsSeen(ModelJoin join, SourceCatalog seen) => Knows(seen.Tables, join.From, [join.FromColumn]) && Knows(seen.Tables, join.To, [join.ToColumn]);

    private static bool Knows(IReadOnlyList<CatalogTable> tables, TableName name, IReadOnlyList<string> columns) =>
        tables.FirstOrDefault(t => t.Name == name) is { } table && columns.All(c => table.Find(c) is not null);
}
