using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>Finds what is missing in a table, by SQL in its source and with the rights of who asks. Nothing is kept.</summary>
public sealed class GapFinder(QueryGate gate, QualityChecks checks)
{
    /// <summary>Null where the table cannot be read.</summary>
    public async Task<ScannedTable?> FindAsync(OpenedSource source, CatalogTable table, CancellationToken cancellationToken)
    {
        var reader = new GapReader(gate, source);
        if (await new ValueGaps(reader, checks).FindAsync(table, cancellationToken) is not var (rows, values))
            return null;
        var gaps = values.ToList();
        // Of who sees only some of the rows, numbers and days are missing that are there.
        if (reader.SeesAll(table.Name))
        {
            gaps.AddRange(await new NumberGaps(reader).FindAsync(table, cancellationToken));
            gaps.AddRange(await new DayGaps(reader).FindAsync(table, cancellationToken));
            gaps.AddRange(await new ParentGaps(reader).FindAsync(table, cancellationToken));
        }
        return new(table.Name, rows, reader.Queries, gaps, Kept: false);
    }
}
