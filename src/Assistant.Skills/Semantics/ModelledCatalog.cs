using Assistant.Skills.Sources;

namespace Assistant.Skills.Semantics;

/// <summary>A catalog as people see it: their descriptions, their joins, without what they left out.</summary>
public static class ModelledCatalog
{
    public static SourceCatalog Of(SourceCatalog catalog, SemanticModel model)
    {
        if (model.IsEmpty)
            return catalog;
        var tables = catalog.Tables.Where(t => model.Find(t.Name) is not { Hidden: true }).Select(t => model.Find(t.Name) is { } entity ? Of(t, entity) : t).ToList();
        bool Stays(TableName table, IReadOnlyList<string> columns) => tables.Find(t => t.Name == table) is { } kept && columns.All(c => kept.Find(c) is not null);
        var joins = catalog.Relationships.Select(r => Of(r, model)).OfType<Relationship>().Concat(Added(catalog, model)).Where(r => Stays(r.From, r.FromColumns) && Stays(r.To, r.ToColumns));
        return catalog with { Tables = tables, Relationships = [.. joins] };
    }

    private static CatalogTable Of(CatalogTable table, ModelEntity entity) => table with
    {
        Description = entity.Description ?? table.Description,
        // A key that is not asked about still joins.
        Columns = [.. table.Columns.Where(c => entity.Find(c.Name) is not { Hidden: true } || table.PrimaryKey.Contains(c.Name, StringComparer.OrdinalIgnoreCase))
            .Select(c => entity.Find(c.Name) is { } said ? Of(c, said) : c)],
    };

    private static CatalogColumn Of(CatalogColumn column, ModelColumn said) => column with
    {
        Description = said.Description ?? column.Description, Unit = said.Unit ?? column.Unit,
        Sensitivity = said.Sensitive ? Sensitivity.Secret : column.Sensitivity, Statistics = said.Sensitive ? null : column.Statistics,
    };

    // What a person confirmed is as good as declared.
    private static Relationship? Of(Relationship join, SemanticModel model) => join.FromColumns.Count != 1 ? join : model.Decided(join.From, join.FromColumns[0], join.To, join.ToColumns[0]) switch
    {
        JoinState.Rejected => null,
        JoinState.Confirmed or JoinState.Added => join with { Declared = true, Confidence = 1 },
        _ => join,
    };

    private static IEnumerable<Relationship> Added(SourceCatalog catalog, SemanticModel model) =>
        from said in model.Joins
        where said.State is JoinState.Added && !catalog.Relationships.Any(r => r.FromColumns.Count == 1
            && (said.IsSame(r.From, r.FromColumns[0], r.To, r.ToColumns[0]) || said.IsSame(r.To, r.ToColumns[0], r.From, r.FromColumns[0])))
        select new Relationship(said.From, [said.FromColumn], said.To, [said.ToColumn], Declared: true, Confidence: 1);
}
