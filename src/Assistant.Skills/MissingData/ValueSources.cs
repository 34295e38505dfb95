using Assistant.Skills.Access;
using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.MissingData.Supplying;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>Finds where missing values could come from, each way measured on the rows whose value is known, by SQL in the source.</summary>
public sealed class ValueSources(DataSources sources, QueryGate gate)
{
    private const int MostShown = 8;

    /// <summary>Ways to find the missing values, the best first: by hit rate times the part of the missing rows that it fills. Empty where nothing is right at least half of the time.</summary>
    public async Task<IReadOnlyList<ValueSupply>> FindAsync(Caller caller, OpenedSource source, Gap gap, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        var reader = new GapReader(gate, source);
        if (gap.Body is not GapBody.Values values || source.Catalog.Find(gap.Table) is not { } table || table.Find(values.Column) is not { } column || !reader.Sees(table.Name, column.Name))
            return [];
        var target = new Target(reader, table, column, values);
        var lacking = gap.Missing;
        var found = new List<ValueSupply>();
        found.AddRange(await OtherColumns.FindAsync(target, lacking, cancellationToken));
        found.AddRange(await PartsOfText.FindAsync(target, lacking, cancellationToken));
        found.AddRange(await OtherTables.FindAsync(target, lacking, cancellationToken));
        found.AddRange(await PreviousRows.FindAsync(target, lacking, cancellationToken));
        found.AddRange(await OtherSources.FindAsync(target, await OthersAsync(caller, source, cancellationToken), gate, lacking, cancellationToken));
        return [.. found.Where(s => s is { Tried: >= Target.LeastTried, HitRate: >= Target.LeastRate, Fills: > 0 }).OrderByDescending(s => s.HitRate * s.Coverage).ThenByDescending(s => s.Tried).Take(MostShown)];
    }

    /// <summary>The column as a gap, whether a scan has found it or not: all rows in which it is missing.</summary>
    public static Gap Whole(CatalogTable table, CatalogColumn column) =>
        new(table.Name, new GapBody.Values(column.Statistics?.Nulls ?? 0, 0, 0, 0, 0, [], null, 0, false) { Column = column.Name }, column.Statistics?.Nulls ?? 0, column.Statistics?.Rows ?? 0);

    private async Task<IReadOnlyList<OpenedSource>> OthersAsync(Caller caller, OpenedSource source, CancellationToken cancellationToken)
    {
        var others = new List<OpenedSource>();
        foreach (var other in (await sources.ListAsync(caller, cancellationToken)).Where(s => s.Id != source.Info.Id && s.State is SourceState.Ready))
            if (await sources.OpenAsync(caller, other.Id, cancellationToken) is { } opened)
                others.Add(opened);
        return others;
    }
}
