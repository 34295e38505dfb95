using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources;

/// <summary>A connected database or file set. Takes only queries that the gate admitted, and its own session can only read as well.</summary>
public interface ISource : IAsyncDisposable
{
    SqlDialect Dialect { get; }

    /// <summary>Tables, columns, types and keys; no statistics yet.</summary>
    Task<SourceCatalog> IntrospectAsync(CancellationToken cancellationToken);

    /// <summary>Runs in a read-only session, stops in the engine itself when cancelled or out of time.</summary>
    Task<QueryOutcome> ReadAsync(AdmittedQuery query, CancellationToken cancellationToken);
}

/// <summary>A query that passed the gate; only <see cref="QueryGate"/> makes one.</summary>
public sealed record AdmittedQuery
{
    internal AdmittedQuery(string sql, IReadOnlyList<TableName> tables, IReadOnlyList<(TableName Table, string Column)> columns, GateLimits limits) =>
        (Sql, Tables, Columns, Limits) = (sql, tables, columns, limits);

    /// <summary>The text to run, row filters and masks woven in.</summary>
    public string Sql { get; }

    /// <summary>Base tables it reads, for lineage.</summary>
    public IReadOnlyList<TableName> Tables { get; }

    public IReadOnlyList<(TableName Table, string Column)> Columns { get; }

    public GateLimits Limits { get; }
}
