using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Semantics;

/// <summary>A column that a verified query reads, as it was then; without a column, the table alone.</summary>
internal sealed record ReadColumn(string? Schema, string Table, string? Column, string? Type)
{
    /// <param name="sql">As it was written: what count(*) reads besides is no matter of its columns.</param>
    public static IReadOnlyList<ReadColumn> Of(AdmittedQuery query, string sql, SourceCatalog catalog) =>
    [
        .. query.Tables.Select(t => new ReadColumn(t.Schema, t.Name, null, null)),
        .. query.Columns.Where(c => ShowsAll(sql, catalog) || sql.Contains(c.Column, StringComparison.OrdinalIgnoreCase)).Select(c => new ReadColumn(c.Table.Schema, c.Table.Name, c.Column, catalog.Find(c.Table)?.Find(c.Column)?.NativeType)).Distinct()
            .OrderBy(c => c.Table, StringComparer.Ordinal).ThenBy(c => c.Column, StringComparer.Ordinal),
    ];

    // Of a set operation it is not looked closer.
    private static bool ShowsAll(string sql, SourceCatalog catalog) => SqlParser.Parse(sql, catalog.Dialect) is not ParseOutcome.Parsed { Query.Body: Select { Items: var items } } || items.Any(i => i.Value is Star);

    /// <summary>What is different in the source now; null when nothing is.</summary>
    public string? Changed(SourceCatalog now)
    {
        if (now.Find(new TableName(Schema, Table)) is not { } table)
            return $"The table '{Table}' is gone.";
        if (Column is null)
            return null;
        return table.Find(Column) is not { } column ? $"The column '{Table}.{Column}' is gone."
            : Type is not null && column.NativeType != Type ? $"'{Table}.{Column}' was {Type} and is {column.NativeType} now." : null;
    }
}
