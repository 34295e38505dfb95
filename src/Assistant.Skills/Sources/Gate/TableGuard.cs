using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;

namespace Assistant.Skills.Sources.Gate;

/// <summary>Makes the SELECT that stands in for a table which a policy filters or masks.</summary>
internal static class TableGuard
{
    private const string Cover = "***";

    public static GatedTable Prepare(CatalogTable table, SourceCatalog catalog, DataPolicy policy, GatedCatalogs all)
    {
        SqlList<string> path = table.Name.Schema is { } schema ? [schema, table.Name.Name] : [table.Name.Name];
        var visible = table.Columns.Where(c => Mask(policy, table, c) != ColumnMask.Hidden).ToList();
        var names = visible.Select(c => c.Name).ToList();
        var filter = policy.RowFilters.GetValueOrDefault(table.Name);
        if (filter is null && table.Columns.All(c => Mask(policy, table, c) is null))
            return new(table.Name, path, names, null, table.RowEstimate);
        var guard = new Select(visible.Select(c => Item(c, Mask(policy, table, c), catalog.Dialect)).ToSqlList())
        {
            From = [new TableReference(path)],
            Where = filter is null ? null : Condition(filter, table, catalog, all),
        };
        return new(table.Name, path, names, guard, table.RowEstimate);
    }

    private static ColumnMask? Mask(DataPolicy policy, CatalogTable table, CatalogColumn column) =>
        policy.Masks.TryGetValue((table.Name, column.Name), out var mask) ? mask
        : policy.Masks.Where(m => m.Key.Table == table.Name && string.Equals(m.Key.Column, column.Name, StringComparison.OrdinalIgnoreCase))
            .Select(m => (ColumnMask?)m.Value).FirstOrDefault();

    /// <summary>A filter that cannot be read lets no row through.</summary>
    private static Expression Condition(string filter, CatalogTable table, SourceCatalog catalog, GatedCatalogs all)
    {
        if (SqlParser.ParseExpression(filter, catalog.Dialect) is not { } condition)
            return Equal(Number(0), Number(1));
        // The filter is the steward's own and reads the tables as they are; its names are resolved all the same, so that no common
        // table of a person's query can stand in for a table that it names.
        var everything = all.For(catalog, DataPolicy.Everything);
        try
        {
            return new QueryResolver(everything, new GateLimits()).Filter(condition, everything.Find(
                table.Name.Schema is { } schema ? [schema, table.Name.Name] : [table.Name.Name])!);
        }
        catch (RefusedException)
        {
            return Equal(Number(0), Number(1));
        }
    }

    private static SelectItem Item(CatalogColumn column, ColumnMask? mask, SqlDialect dialect) =>
        mask is null ? new(Column(column.Name)) : new(Masked(column, mask.Value, dialect), column.Name);

    /// <summary>Keeps the column's type, so that the query around it still runs; what cannot be covered in that type is null.</summary>
    private static Expression Masked(CatalogColumn column, ColumnMask mask, SqlDialect dialect)
    {
        var value = Column(column.Name);
        if (mask == ColumnMask.Null || column.Type != DataType.Text && mask != ColumnMask.Hash)
            return Nothing(column, dialect);
        var text = column.Type == DataType.Text ? (Expression)value : new Cast(value, Type(dialect == SqlDialect.MySql ? "char" : "text"));
        return mask switch
        {
            ColumnMask.Partial => Binary("||", Call("substr", text, Number(1), Number(1)), Text(Cover)),
            // SQLite knows no hash function.
            ColumnMask.Hash when dialect is not SqlDialect.Sqlite => Call("md5", text),
            _ => new Case(null, [new(IsNotNull(value), Text(Cover))]),
        };
    }

    private static Expression Nothing(CatalogColumn column, SqlDialect dialect) =>
        dialect is SqlDialect.PostgreSql or SqlDialect.DuckDb && SqlParser.ParseType(column.NativeType, dialect) is { } type
            ? new Cast(Null, type)
            : Null;
}
