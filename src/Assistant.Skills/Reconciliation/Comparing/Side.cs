using System.Globalization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Reconciliation.Comparing;

/// <param name="Sums">Per compared column; null where it is no number.</param>
internal sealed record Totals(long Rows, long NoKey, IReadOnlyList<decimal?> Sums);

/// <summary>One of the two tables.</summary>
internal sealed record Side(QueryGate Gate, OpenedSource Source, CatalogTable Table, bool Left, IReadOnlyList<ComparedColumn> Keys, IReadOnlyList<ComparedColumn> Columns)
{
    public int Queries { get; set; }

    public string? Bucket { get; } = BucketHashes.Bucket(Source, Left, Keys, Columns);

    /// <summary>Counts and sums, in one query of the engine's own; null where it could not be read.</summary>
    public async Task<Totals?> TotalsAsync(CancellationToken cancellationToken)
    {
        Queries++;
        var sums = Columns.Select((c, i) => Column(c).Type is DataType.Integer or DataType.Number ? $", sum({Quoted.Name(Column(c).Name)}) AS s{i}" : $", NULL AS s{i}");
        var outcome = await Gate.ReadAsync(
            Source.Source, $"SELECT count(*) AS n, count(CASE WHEN {string.Join(" OR ", Keys.Select(k => $"{Quoted.Name(Column(k).Name)} IS NULL"))} THEN 1 END) AS none{string.Concat(sums)} FROM {Quoted.Name(Table.Name)}",
            new(Source.Catalog, Source.Policy, new(MaxLength: 400_000) { Timeout = TimeSpan.FromSeconds(300) }), cancellationToken);
        return outcome is QueryOutcome.Rows { Table.Rows: [var row] }
            ? new(Whole(row[0]), Whole(row[1]), [.. row.Skip(2).Select(Sum)]) : null;
    }

    public Task<IReadOnlyDictionary<string, (long Rows, string Hash)>?> HashesAsync(CancellationToken cancellationToken)
    {
        Queries++;
        return BucketHashes.ReadAsync(Gate, Source, Table, Left, Keys, Columns, Bucket!, cancellationToken);
    }

    public KeyedRows Rows(string? only) => new(Gate, Source, Table, Left, Keys, Columns, only);

    private CatalogColumn Column(ComparedColumn column) => Left ? column.Left : column.Right;

    private static long Whole(object? cell) => Convert.ToInt64(cell, CultureInfo.InvariantCulture);

    // A sum that fits no decimal is not shown; the rows are compared all the same.
    private static decimal? Sum(object? cell) => cell switch
    {
        decimal number => number,
        long number => number,
        double number when Math.Abs(number) < 1e27 => (decimal)number,
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
