using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Quality.Evidence;

/// <summary>Reads a source for quality work: every query passes the gate with the policy of who asks.</summary>
internal sealed class QualityReader(QueryGate gate, ISource source, SourceCatalog catalog, DataPolicy policy)
{
    private static readonly GateLimits Limits = new(MaxRows: 100_000, MaxLength: 400_000, MaxDepth: 200) { Timeout = TimeSpan.FromSeconds(120) };

    public SourceCatalog Catalog => catalog;

    public SqlDialect Dialect => source.Dialect;

    /// <summary>Queries sent so far: how many scans a piece of work took.</summary>
    public int Queries { get; private set; }

    public Task<QueryOutcome> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        Queries++;
        return gate.ReadAsync(source, sql, new(catalog, policy, Limits), cancellationToken);
    }

    /// <summary>The rows, or null where the source or the gate refused.</summary>
    public async Task<IReadOnlyList<object?[]>?> RowsAsync(string sql, CancellationToken cancellationToken) =>
        await ReadAsync(sql, cancellationToken) is QueryOutcome.Rows rows ? rows.Table.Rows : null;
}
