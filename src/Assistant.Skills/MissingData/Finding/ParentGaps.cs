using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.MissingData.Finding;

/// <summary>Rows whose parent is not there, and the few parents without the rows that all others have.</summary>
internal sealed class ParentGaps(GapReader reader)
{
    private const double MostChildless = 0.01, MostOrphans = 0.5;

    public async Task<IReadOnlyList<Gap>> FindAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var gaps = new List<Gap>();
        foreach (var edge in (await reader.ReferencesAsync(table, cancellationToken)).Where(Sees))
            if (await OrphansAsync(edge, cancellationToken) is { } orphans)
                gaps.Add(orphans);
        foreach (var edge in reader.Source.Catalog.Relationships.Where(r => r.To == table.Name && r.From != table.Name && r.FromColumns.Count == 1 && Sees(r)))
            if (await ChildlessAsync(edge, cancellationToken) is { } childless)
                gaps.Add(childless);
        return gaps;
    }

    private bool Sees(Relationship edge) => reader.Sees(edge.From, edge.FromColumns[0]) && reader.Sees(edge.To, edge.ToColumns[0]);

    private async Task<Gap?> OrphansAsync(Relationship edge, CancellationToken cancellationToken)
    {
        // PostgreSQL keeps what it was told to; SQLite does not unless asked.
        if (edge.Declared && reader.Dialect is SqlDialect.PostgreSql)
            return null;
        var (from, to) = (Quoted.Name(edge.FromColumns[0]), Quoted.Name(edge.ToColumns[0]));
        var rows = await reader.RowsAsync(
            $"""
            SELECT count(*) AS n, count(CASE WHEN p.{to} IS NULL THEN 1 END) AS lost, count(DISTINCT CASE WHEN p.{to} IS NULL THEN c.{from} END) AS parents
            FROM {Quoted.Name(edge.From)} AS c LEFT JOIN (SELECT DISTINCT {to} FROM {Quoted.Name(edge.To)}) AS p ON p.{to} = c.{from} WHERE c.{from} IS NOT NULL
            """, cancellationToken);
        if (rows is not [var row] || GapReader.Whole(row[1]) is not (> 0 and var lost) || lost > MostOrphans * GapReader.Whole(row[0]))
            return null;
        return new(edge.From, new GapBody.Parents(edge.To, edge.ToColumns[0], GapReader.Whole(row[2])) { Column = edge.FromColumns[0] }, lost, GapReader.Whole(row[0]));
    }

    private async Task<Gap?> ChildlessAsync(Relationship edge, CancellationToken cancellationToken)
    {
        var (from, to) = (Quoted.Name(edge.FromColumns[0]), Quoted.Name(edge.ToColumns[0]));
        var rows = await reader.RowsAsync(
            $"""
            SELECT count(*) AS n, count(CASE WHEN c.md_rows IS NULL THEN 1 END) AS without, count(CASE WHEN c.md_rows = 1 THEN 1 END) AS one, count(CASE WHEN c.md_rows = 2 THEN 1 END) AS two
            FROM {Quoted.Name(edge.To)} AS p LEFT JOIN (SELECT {from} AS md_key, count(*) AS md_rows FROM {Quoted.Name(edge.From)} GROUP BY {from}) AS c ON c.md_key = p.{to}
            """, cancellationToken);
        // Where many have one or two rows, some have none by chance.
        return rows is [var row] && GapReader.Whole(row[1]) is > 0 and var without && GapReader.Whole(row[0]) is >= 100 and var all && without <= MostChildless * all
            && (without < 0.05 * GapReader.Whole(row[2]) || GapReader.Whole(row[2]) + GapReader.Whole(row[3]) == 0)
            ? new(edge.To, new GapBody.Children(edge.From, edge.FromColumns[0]) { Column = edge.ToColumns[0] }, without, all) : null;
    }
}
