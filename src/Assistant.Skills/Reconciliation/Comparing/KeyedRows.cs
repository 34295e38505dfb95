using System.Globalization;
using System.Runtime.CompilerServices;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Reconciliation.Comparing;

/// <summary>A row as it is compared.</summary>
internal sealed record KeyedRow(IReadOnlyList<object?> Key, IReadOnlyList<object?> Values);

/// <summary>
/// One side's rows in the order of their keys, page by page through the gate: two pages are in memory, whatever the table's size. Each page begins after the last
/// key of the one before, so rows that come or go meanwhile shift nothing.
/// </summary>
internal sealed class KeyedRows(QueryGate gate, OpenedSource source, CatalogTable table, bool left, IReadOnlyList<ComparedColumn> keys, IReadOnlyList<ComparedColumn> columns, string? only)
{
    private const int RowsAtOnce = 20_000, MostAtOnce = 640_000;
    private static readonly GateLimits Limits = new(MaxRows: MostAtOnce + 1, MaxLength: 400_000, MaxDepth: 300) { Timeout = TimeSpan.FromSeconds(300) };

    public int Queries { get; private set; }

    /// <summary>Why it could not be read to its end; null while it can.</summary>
    public string? Problem { get; private set; }

    public async IAsyncEnumerable<KeyedRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (after, size) = ((IReadOnlyList<object?>?)null, RowsAtOnce);
        var next = PageAsync(after, size, cancellationToken);
        while (await next is { } page)
        {
            var whole = page.Count < size;
            var rows = page.Select(Row).ToList();
            if (!whole)
            {
                // The last key may go on in the next page: it is read there from its beginning.
                var last = rows[^1].Key;
                var keep = rows.Count;
                while (keep > 0 && KeyOrder.Instance.Compare(rows[keep - 1].Key, last) == 0)
                    keep--;
                if (keep == 0 && size >= MostAtOnce)
                {
                    Problem = "One key stands in too many rows. Choose key columns that tell the rows apart.";
                    yield break;
                }
                (after, size) = keep == 0 ? (after, 2 * size) : ([.. page[keep - 1].Take(keys.Count)], size);
                rows.RemoveRange(keep, rows.Count - keep);
                next = PageAsync(after, size, cancellationToken);
            }
            foreach (var row in rows)
                yield return row;
            if (whole)
                yield break;
        }
    }

    private KeyedRow Row(object?[] cells) => new(
        [.. keys.Select((k, i) => k.Value(cells[i], left))], [.. columns.Select((c, i) => c.Value(cells[keys.Count + i], left))]);

    private async Task<IReadOnlyList<object?[]>?> PageAsync(IReadOnlyList<object?>? after, int size, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", keys.Concat(columns).Select(c => Quoted.Name(Column(c).Name)));
        var conditions = keys.Select(k => $"{Quoted.Name(Column(k).Name)} IS NOT NULL").ToList();
        if (only is not null)
            conditions.Add(only);
        if (after is not null)
            conditions.Add($"({string.Join(" OR ", keys.Select((_, i) => $"({string.Join(" AND ", keys.Take(i).Select((k, j) => $"{Ordered(k)} = {Constant(k, after[j])}").Append($"{Ordered(keys[i])} > {Constant(keys[i], after[i])}"))})"))})");
        var sql = $"SELECT {names} FROM {Quoted.Name(table.Name)} WHERE {string.Join(" AND ", conditions)} ORDER BY {string.Join(", ", keys.Select(Ordered))} LIMIT {size}";
        Queries++;
        var outcome = await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Limits), cancellationToken);
        if (outcome is QueryOutcome.Rows { Table.Rows: var rows })
            return rows;
        Problem = $"{source.Info.Name} could not be read: {(outcome is QueryOutcome.EngineFailed failed ? failed.Message : "the query was refused")}. Try again, or compare fewer columns.";
        return null;
    }

    private CatalogColumn Column(ComparedColumn column) => left ? column.Left : column.Right;

    /// <summary>Texts in the order of their bytes in every engine.</summary>
    private string Ordered(ComparedColumn key)
    {
        var column = Column(key);
        var name = Quoted.Name(column.Name);
        if (key.Form is Form.Number && column.Type is DataType.Text)
            return source.Source.Dialect is SqlDialect.DuckDb ? $"TRY_CAST({name} AS DOUBLE)" : source.Source.Dialect is SqlDialect.Sqlite ? $"CAST({name} AS REAL)" : $"CAST({name} AS DOUBLE PRECISION)";
        return column.Type is not DataType.Text ? name : source.Source.Dialect switch
        {
            SqlDialect.PostgreSql => $"{name} COLLATE \"C\"",
            SqlDialect.Sqlite => $"{name} COLLATE BINARY",
            _ => name,
        };
    }

    private string Constant(ComparedColumn key, object? cell)
    {
        var text = CellText.Invariant(cell)!;
        var column = Column(key);
        if (key.Form is Form.Number && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return text;
        if (column.Type is DataType.Text || source.Source.Dialect is SqlDialect.Sqlite)
            return Quoted.Text(text);
        return column.Type switch
        {
            DataType.Date => $"CAST({Quoted.Text(text)} AS DATE)",
            DataType.Timestamp => $"CAST({Quoted.Text(text)} AS TIMESTAMP)",
            DataType.Boolean => text,
            _ => Quoted.Text(text),
        };
    }
}
