namespace Assistant.Samples;

/// <summary>Plants faults into rows that have none yet, so that each fault can be told apart.</summary>
internal sealed class Planter(string sample, Chance chance, FaultKey faults, double scale)
{
    private readonly HashSet<object?[]> _touched = new(ReferenceEqualityComparer.Instance);

    public void Each(Table table, int count, string column, Func<object?, object?> wrong, string kind) =>
        Each(table, count, _ => true, column, (_, value) => wrong(value), kind);

    public void Each(Table table, int count, string column, Func<object?[], object?, object?> wrong, string kind) =>
        Each(table, count, _ => true, column, wrong, kind);

    public void Each(Table table, int count, Func<object?[], bool> where, string column, Func<object?, object?> wrong, string kind) =>
        Each(table, count, where, column, (_, value) => wrong(value), kind);

    public void Each(Table table, int count, Func<object?[], bool> where, string column, Func<object?[], object?, object?> wrong, string kind)
    {
        var index = table.Index(column);
        foreach (var row in Untouched(table, count, row => row[index] is not null && where(row)))
            faults.Put(sample, table, row, column, wrong(row, row[index]), kind);
    }

    /// <summary>Adds altered copies of rows; the key names the copy and the row it was made from.</summary>
    public void Copies(Table table, int count, string kind, Action<object?[]> alter)
    {
        foreach (var row in Untouched(table, count, _ => true))
        {
            var copy = (object?[])row.Clone();
            alter(copy);
            _touched.Add(copy);
            table.Rows.Add(copy);
            faults.Name(sample, table, copy, null, kind, row[0]);
        }
    }

    /// <summary>Takes rows away; the faults already planted in them go with them.</summary>
    public void Remove(Table table, IReadOnlyList<object?[]> rows, string where, string kind, string was)
    {
        var gone = rows.ToHashSet();
        var keys = rows.Select(r => FaultKey.Text(r[0])).ToHashSet();
        table.Rows.RemoveAll(gone.Contains);
        faults.Faults.RemoveAll(f => f.Sample == sample && f.Table == table.Name && keys.Contains(f.Row));
        faults.Name(sample, table, where, kind, was);
    }

    private List<object?[]> Untouched(Table table, int count, Func<object?[], bool> where)
    {
        var wanted = Math.Max(1, (int)Math.Round(count * Math.Min(1, scale)));
        var found = new List<object?[]>();
        for (var tries = 0; found.Count < wanted && tries < wanted * 400; tries++)
        {
            var row = chance.From(table.Rows);
            if (where(row) && _touched.Add(row))
                found.Add(row);
        }
        return found;
    }
}
