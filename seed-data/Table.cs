namespace Assistant.Samples;

/// <summary>What a column holds, independent of the engine that will keep it.</summary>
internal enum ColumnType { Integer, Number, Text, Date, Timestamp }

/// <summary>A column; <paramref name="References"/> is a declared foreign key in the form "table.column".</summary>
internal sealed record Column(string Name, ColumnType Type, bool Required = false, string? References = null);

/// <summary>A table with its rows in memory. The first column is the primary key, unless the table keeps none.</summary>
internal sealed class Table(string name, IReadOnlyList<Column> columns, bool hasKey = true)
{
    public string Name => name;

    public IReadOnlyList<Column> Columns => columns;

    public bool HasKey => hasKey;

    public List<object?[]> Rows { get; } = [];

    public int Index(string column) =>
        columns.Select((c, i) => (c.Name, i)).First(pair => pair.Name == column).i;

    public void Add(params object?[] row)
    {
        if (row.Length != columns.Count)
            throw new ArgumentException($"{name} has {columns.Count} columns, the row {row.Length}.", nameof(row));
        Rows.Add(row);
    }
}

/// <summary>A sample: what it is about and its tables, parents before children.</summary>
internal sealed record Sample(string Name, string Title, string Description, IReadOnlyList<Table> Tables)
{
    public Table this[string table] => Tables.First(t => t.Name == table);
}
