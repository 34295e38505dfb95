using Assistant.Skills.Sources;

namespace Assistant.Skills.Changes.Writing;

/// <param name="Cells">One for each column of the order; null where the row keeps what it has.</param>
internal sealed record RowOrder(IReadOnlyList<string> Key, IReadOnlyList<CellOrder?> Cells);

internal sealed record CellOrder(string? Old, string? New);

/// <summary>What is to be written, row by row, all of it or nothing.</summary>
internal sealed record WriteOrder(TableName Table, IReadOnlyList<CatalogColumn> Keys, IReadOnlyList<CatalogColumn> Columns, IReadOnlyList<RowOrder> Rows)
{
    /// <summary>The order that the cells give; undoing swaps old and new.</summary>
    public static WriteOrder Of(CatalogTable table, IReadOnlyList<string> keys, IReadOnlyList<CellChange> cells, bool undo)
    {
        var written = cells.Where(c => c.Verdict is not CellVerdict.LeftOut).ToList();
        var columns = written.Select(c => c.Column).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var places = columns.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.OrdinalIgnoreCase);
        var rows = new Dictionary<string, RowOrder>(StringComparer.Ordinal);
        foreach (var cell in written)
        {
            var key = string.Join('\u001f', cell.Key);
            if (!rows.TryGetValue(key, out var row))
                rows[key] = row = new(cell.Key, new CellOrder?[columns.Count]);
            ((CellOrder?[])row.Cells)[places[cell.Column]] = undo ? new(cell.New, cell.Old) : new(cell.Old, cell.New);
        }
        return new(table.Name, [.. keys.Select(k => table.Find(k)!)], [.. columns.Select(c => table.Find(c)!)], [.. rows.Values]);
    }
}

/// <summary>How writing ended.</summary>
internal abstract record WriteOutcome
{
    private WriteOutcome() { }

    public sealed record Written : WriteOutcome;

    /// <summary>Nothing was written: these rows have other values, or are not there, or several rows have their key.</summary>
    public sealed record Mismatch(IReadOnlyList<string> Keys, int Count) : WriteOutcome;

    /// <summary>Nothing was written: the source would not have it.</summary>
    public sealed record Refused(string Why) : WriteOutcome;

    /// <summary>Nothing was written: it could not be reached.</summary>
    public sealed record Unreachable(string Why) : WriteOutcome;

    /// <summary>The connection was lost when the end was asked for: all was written or nothing.</summary>
    public sealed record Unknown(string Why) : WriteOutcome;
}

/// <summary>What became of a write whose end nobody saw.</summary>
internal enum WriteFate { Written, NotWritten, StillRunning, Unclear }
