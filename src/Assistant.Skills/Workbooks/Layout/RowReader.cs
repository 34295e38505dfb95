using System.Runtime.CompilerServices;
using Assistant.Skills.Changes;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Workbooks.Layout;

/// <summary>The source could not be read; the message is for the person.</summary>
internal sealed class UnreadableException(string message) : Exception(message);

/// <summary>Reads a workbook's rows from the source in pages, in the order of their key: every query passes the gate with the rights of who asks.</summary>
internal sealed class RowReader(QueryGate gate, OpenedSource source, WorkbookLayout layout)
{
    private const int PageRows = 5_000, KeysAtOnce = 1_000;
    private static readonly GateLimits Limits = new(MaxRows: PageRows, MaxLength: 2_000_000, MaxDepth: 2_000) { Timeout = TimeSpan.FromSeconds(120) };

    private string Columns => string.Join(", ", layout.Columns.Select(c => KeySql.Name(c.Name)));

    private IReadOnlyList<string> KeyNames => [.. layout.Keys.Select(k => k.Name)];

    /// <summary>The rows that the request asks for.</summary>
    public IAsyncEnumerable<IReadOnlyList<object?[]>> PagesAsync(WorkbookRequest request, CancellationToken cancellationToken) =>
        request.Rows is WorkbookRows.Chosen ? ByKeyAsync(request.Keys, cancellationToken) : InOrderAsync(request.Rows is WorkbookRows.Missing ? MissingSql() : null, cancellationToken);

    public async IAsyncEnumerable<IReadOnlyList<object?[]>> ByKeyAsync(IEnumerable<IReadOnlyList<string>> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var some in keys.Chunk(KeysAtOnce))
            yield return await ReadAsync($"SELECT {Columns} FROM {KeySql.Name(layout.Table.Name)} WHERE {KeySql.Among(layout.Table, KeyNames, some)}", cancellationToken);
    }

    /// <summary>How many rows, and how many cells of Fill columns are missing in them.</summary>
    public async Task<(long Rows, long Cells)> CountAsync(WorkbookRequest request, CancellationToken cancellationToken)
    {
        if (request.Rows is WorkbookRows.Chosen)
            return (request.Keys.Count, (long)request.Keys.Count * layout.Columns.Count(c => c.Role is ColumnRole.Fill));
        var cells = layout.Columns.Where(c => c.Role is ColumnRole.Fill).Select(c => $"count(CASE WHEN {MissingSql(c)} THEN 1 END)").ToList();
        var where = request.Rows is WorkbookRows.Missing ? $" WHERE {MissingSql()}" : "";
        var row = (await ReadAsync($"SELECT count(*) AS n, {string.Join(" + ", cells)} AS m FROM {KeySql.Name(layout.Table.Name)}{where}", cancellationToken))[0];
        return (Convert.ToInt64(row[0], System.Globalization.CultureInfo.InvariantCulture), Convert.ToInt64(row[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Values of a column of another table, sorted, when there are few enough; null when there are more or the person may not read it.</summary>
    public async Task<IReadOnlyList<string>?> ValuesAsync(TableName table, string column, int most, CancellationToken cancellationToken)
    {
        var limits = Limits with { MaxRows = most };
        return await gate.ReadAsync(source.Source, $"SELECT DISTINCT {KeySql.Name(column)} AS v FROM {KeySql.Name(table)} WHERE {KeySql.Name(column)} IS NOT NULL ORDER BY 1", new(source.Catalog, source.Policy, limits), cancellationToken)
            is QueryOutcome.Rows { Table: { Completeness: Completeness.Complete } found }
            ? [.. found.Rows.Select(r => CellText.Invariant(r[0])!)] : null;
    }

    /// <summary>Which of the values stand in the column; null when the person may not read it.</summary>
    public async Task<HashSet<string>?> PresentAsync(TableName table, CatalogColumn column, IReadOnlyCollection<string> values, CancellationToken cancellationToken)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in values.Chunk(KeysAtOnce))
        {
            var sql = $"SELECT {KeySql.Name(column.Name)} AS v, count(*) AS n FROM {KeySql.Name(table)} WHERE {KeySql.Name(column.Name)} IN ({string.Join(", ", some.Select(v => KeySql.Constant(column, v)))}) GROUP BY 1";
            if (await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Limits), cancellationToken) is not QueryOutcome.Rows rows)
                return null;
            present.UnionWith(rows.Table.Rows.Select(r => CellForm.Of(r[0], column.Type)!));
        }
        return present;
    }

    private async IAsyncEnumerable<IReadOnlyList<object?[]>> InOrderAsync(string? where, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var order = string.Join(", ", layout.Keys.Select(k => KeySql.Name(k.Name)));
        object?[]? last = null;
        while (true)
        {
            var conditions = new[] { where is null ? null : $"({where})", last is null ? string.Join(" AND ", layout.Keys.Select(k => $"{KeySql.Name(k.Name)} IS NOT NULL")) : After(last) }.OfType<string>();
            var page = await ReadAsync($"SELECT {Columns} FROM {KeySql.Name(layout.Table.Name)} WHERE {string.Join(" AND ", conditions)} ORDER BY {order} LIMIT {PageRows}", cancellationToken);
            if (page.Count > 0)
                yield return page;
            if (page.Count < PageRows)
                yield break;
            last = page[^1];
        }
    }

    /// <summary>Rows after one, by their key: page for page the same rows, whatever is added meanwhile.</summary>
    private string After(object?[] row)
    {
        var after = new List<string>();
        for (var i = 0; i < layout.Keys.Count; i++)
        {
            var same = layout.Keys.Take(i).Select((k, j) => $"{KeySql.Name(k.Name)} = {Constant(k, row[j])}");
            after.Add($"({string.Join(" AND ", same.Append($"{KeySql.Name(layout.Keys[i].Name)} > {Constant(layout.Keys[i], row[i])}"))})");
        }
        return $"({string.Join(" OR ", after)})";
    }

    private string MissingSql() => string.Join(" OR ", layout.Columns.Where(c => c.Role is ColumnRole.Fill).Select(MissingSql));

    private static string MissingSql(WorkbookColumn column)
    {
        var name = KeySql.Name(column.Name);
        if (column.Column.Type is DataType.Text)
            return $"({name} IS NULL OR lower(trim({name})) IN ({string.Join(", ", column.Missing.Append("").Select(v => $"'{v.Replace("'", "''", StringComparison.Ordinal)}'"))}))";
        return column.Missing.Count == 0 || column.Column.Type is DataType.Boolean ? $"({name} IS NULL)"
            : $"({name} IS NULL OR lower(CAST({name} AS VARCHAR)) IN ({string.Join(", ", column.Missing.Select(v => $"'{v.Replace("'", "''", StringComparison.Ordinal)}'"))}))";
    }

    private static string Constant(WorkbookColumn key, object? value) => KeySql.Constant(key.Column, CellText.Invariant(value)!);

    private async Task<IReadOnlyList<object?[]>> ReadAsync(string sql, CancellationToken cancellationToken) =>
        await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Limits), cancellationToken) switch
        {
            QueryOutcome.Rows { Table: { Completeness: Completeness.Truncated, Rows.Count: < PageRows } } => throw new UnreadableException("The rows are too wide to be read at once. Choose fewer columns."),
            QueryOutcome.Rows rows => rows.Table.Rows,
            QueryOutcome.EngineFailed failed => throw new UnreadableException(failed.Message),
            QueryOutcome.TooCostly costly => throw new UnreadableException(costly.Why),
            var other => throw new UnreadableException($"The table could not be read ({other.GetType().Name}). Refresh the source and try again."),
        };
}
