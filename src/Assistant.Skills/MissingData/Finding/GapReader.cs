using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;
using Assistant.Skills.Sql;

namespace Assistant.Skills.MissingData.Finding;

/// <summary>Runs the queries about one table through the gate, with the rights of who asks, and counts them.</summary>
internal sealed class GapReader(QueryGate gate, OpenedSource source)
{
    private static readonly GateLimits Limits = new(MaxRows: 100_000, MaxLength: 400_000, MaxDepth: 200) { Timeout = TimeSpan.FromSeconds(120) };

    private const double LeastLike = 0.8, MostLost = 0.1;

    private IReadOnlyList<Relationship>? _references;

    public OpenedSource Source => source;

    public SqlDialect Dialect => source.Source.Dialect;

    public int Queries { get; private set; }

    /// <summary>The rows, or null where the source or the gate refused, or there were too many.</summary>
    public async Task<IReadOnlyList<object?[]>?> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        Queries++;
        return await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Limits), cancellationToken)
            is QueryOutcome.Rows { Table: { Completeness: Completeness.Complete } table } ? table.Rows : null;
    }

    /// <summary>
    /// The references of a table: those of the catalog, and columns that are named like another table's key and nearly always found there. One in ten may not be,
    /// because it is those rows that are looked for.
    /// </summary>
    public async Task<IReadOnlyList<Relationship>> ReferencesAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        if (_references is not null)
            return _references;
        var found = source.Catalog.Relationships.Where(r => r.From == table.Name && r.FromColumns.Count == 1).ToList();
        foreach (var column in table.Columns.Where(c => c.Type is DataType.Integer or DataType.Text && !found.Exists(r => Same(r.FromColumns[0], c.Name)) && !(table.PrimaryKey is [var own] && Same(own, c.Name))))
        {
            var named = (from other in source.Catalog.Tables
                         where other.PrimaryKey.Count == 1 && Sees(other.Name, other.PrimaryKey[0]) && other.Find(other.PrimaryKey[0])?.Type == column.Type
                         let likeness = KeyNames.Reference(table.Name.Name, column.Name, other.Name.Name, other.PrimaryKey[0])
                         where likeness >= LeastLike
                         orderby likeness descending
                         select (Other: other, Likeness: likeness)).FirstOrDefault();
            if (named.Other is null)
                continue;
            var (name, key) = (Quoted.Name(column.Name), Quoted.Name(named.Other.PrimaryKey[0]));
            if (await RowsAsync($"SELECT count(*) AS n, count(CASE WHEN {name} NOT IN (SELECT {key} FROM {Quoted.Name(named.Other.Name)} AS p WHERE {key} IS NOT NULL) THEN 1 END) AS lost FROM {Quoted.Name(table.Name)} AS c WHERE {name} IS NOT NULL", cancellationToken) is [var row]
                && Whole(row[0]) >= 20 && Whole(row[1]) <= MostLost * Whole(row[0]))
                found.Add(new(table.Name, [column.Name], named.Other.Name, [named.Other.PrimaryKey[0]], Declared: false, named.Likeness));
        }
        return _references = found;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    public static long Whole(object? cell) => Convert.ToInt64(cell ?? 0L, CultureInfo.InvariantCulture);

    /// <summary>The caller sees all rows of the table: else gaps are only those of what they may not see.</summary>
    public bool SeesAll(TableName table) => !source.Policy.HiddenTables.Contains(table) && !source.Policy.RowFilters.ContainsKey(table);

    public bool Sees(TableName table, string column) => SeesAll(table) && !source.Policy.Masks.ContainsKey((table, column));
}
