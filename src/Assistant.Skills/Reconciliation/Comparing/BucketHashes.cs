using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Reconciliation.Comparing;

/// <summary>
/// Hashes of a table's rows in 256 parts, made by the engine itself: where a part's hash is the same on both sides, its rows need not be read. Only where both
/// engines write every value alike (PostgreSQL and files); a hash that differs by mistake costs time and never a wrong difference, for then the rows decide.
/// </summary>
internal static class BucketHashes
{
    private const int MostToRead = 200;

    /// <summary>SQL for the part that a row belongs to; null where the engines cannot hash alike.</summary>
    public static string? Bucket(OpenedSource source, bool left, IReadOnlyList<ComparedColumn> keys, IReadOnlyList<ComparedColumn> columns)
    {
        if (source.Source.Dialect is not (SqlDialect.PostgreSql or SqlDialect.DuckDb) || keys.Concat(columns).Any(c => c.HashText(left, source.Source.Dialect) is null))
            return null;
        return $"substr(md5({Row(keys, left, source.Source.Dialect)}), 1, 2)";
    }

    public static async Task<IReadOnlyDictionary<string, (long Rows, string Hash)>?> ReadAsync(
        QueryGate gate, OpenedSource source, CatalogTable table, bool left, IReadOnlyList<ComparedColumn> keys, IReadOnlyList<ComparedColumn> columns, string bucket, CancellationToken cancellationToken)
    {
        var there = string.Join(" AND ", keys.Select(k => $"{Quoted.Name((left ? k.Left : k.Right).Name)} IS NOT NULL"));
        var outcome = await gate.ReadAsync(
            source.Source,
            $"SELECT part, count(*) AS n, md5(string_agg(hash, '' ORDER BY hash)) AS digest FROM (SELECT {bucket} AS part, md5({Row([.. keys, .. columns], left, source.Source.Dialect)}) AS hash FROM {Quoted.Name(table.Name)} WHERE {there}) AS hashed GROUP BY part",
            new(source.Catalog, source.Policy, new(MaxRows: 1000, MaxLength: 400_000, MaxDepth: 300) { Timeout = TimeSpan.FromSeconds(300) }), cancellationToken);
        return outcome is QueryOutcome.Rows { Table.Rows: var rows } ? rows.ToDictionary(r => (string)r[0]!, r => (Convert.ToInt64(r[1], System.Globalization.CultureInfo.InvariantCulture), (string)r[2]!)) : null;
    }

    /// <summary>The condition that leaves only the parts that differ; null where too many do to be worth it.</summary>
    public static string? Only(string bucket, IReadOnlyCollection<string> different) =>
        different.Count > MostToRead ? null : $"{bucket} IN ({string.Join(", ", different.Order(StringComparer.Ordinal).Select(Quoted.Text))})";

    private static string Row(IReadOnlyList<ComparedColumn> columns, bool left, SqlDialect dialect) =>
        string.Join(" || '|' || ", columns.Select(c => $"coalesce({c.HashText(left, dialect)}, '~')"));
}
