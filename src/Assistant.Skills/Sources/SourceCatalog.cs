using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources;

/// <summary>A table's name in its source. Compared without regard to case, as the engines do for unquoted names.</summary>
public sealed record TableName(string? Schema, string Name)
{
    public bool Equals(TableName? other) => other is not null
        && string.Equals(Schema, other.Schema, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(
        Schema?.ToUpperInvariant(), Name.ToUpperInvariant());

    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}

/// <summary>What a value is, whatever the engine calls its type.</summary>
public enum DataType { Text, Integer, Number, Boolean, Date, Timestamp, Time, Interval, Json, Array, Binary, Other }

/// <summary>How careful the product is with a column's values.</summary>
public enum Sensitivity { None, Personal, Secret }

/// <summary>What a source holds: only this metadata is ever kept, no rows.</summary>
/// <param name="Version">A hash over names, types and keys: changes when the schema does.</param>
public sealed record SourceCatalog(
    SqlDialect Dialect, IReadOnlyList<CatalogTable> Tables, IReadOnlyList<Relationship> Relationships, string Version)
{
    /// <summary>Finds a table by name; without a schema the name alone must match one table.</summary>
    public CatalogTable? Find(TableName name) =>
        Tables.FirstOrDefault(t => t.Name == name)
        ?? (name.Schema is null && Tables.Where(t => string.Equals(t.Name.Name, name.Name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList()
            is [var only] ? only : null);
}

public sealed record CatalogTable(
    TableName Name, IReadOnlyList<CatalogColumn> Columns, IReadOnlyList<string> PrimaryKey,
    long? RowEstimate = null, string? Description = null)
{
    /// <summary>Sets of columns declared unique, the primary key left out.</summary>
    public IReadOnlyList<IReadOnlyList<string>> UniqueKeys { get; init; } = [];

    /// <summary>The primary key was not declared but found: its values are unique and its name is like a key's.</summary>
    public bool PrimaryKeyInferred { get; init; }

    public CatalogColumn? Find(string column) =>
        Columns.FirstOrDefault(c => string.Equals(c.Name, column, StringComparison.OrdinalIgnoreCase));
}

/// <param name="NativeType">The type as the engine writes it, e.g. "numeric(12,2)".</param>
public sealed record CatalogColumn(string Name, string NativeType, DataType Type, bool Nullable = true)
{
    public string? Description { get; init; }
    public Sensitivity Sensitivity { get; init; }

    /// <summary>What its values are measured in, e.g. "€" or "kg", where somebody said so.</summary>
    public string? Unit { get; init; }

    /// <summary>Missing until the source was profiled.</summary>
    public ColumnStatistics? Statistics { get; init; }

    /// <summary>
    /// For text columns whose values are dates or numbers: the way they are written. Dates "YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY",
    /// "DD-MM-YYYY", "YYYY/MM/DD", "YYYYMMDD", with " HH:MM" or " HH:MM:SS" where a time follows; numbers "1234.5", "1,234.5", "1.234,5", "1234,5". A "?"
    /// at the end says that no value tells day from month.
    /// </summary>
    public string? TextFormat { get; init; }
}

/// <summary>Gathered by SQL in the source. Values are in the engine's own text form.</summary>
/// <param name="Distinct">Exact, or an estimate when <paramref name="DistinctIsExact"/> is false.</param>
public sealed record ColumnStatistics(
    long Rows, long Nulls, long Distinct, bool DistinctIsExact, string? Min, string? Max, double? Average,
    IReadOnlyList<ValueCount> TopValues)
{
    /// <summary>Of a very large table only a part was read: all figures but Rows are of that part.</summary>
    public bool Sampled { get; init; }
}

public sealed record ValueCount(string Value, long Count);

/// <summary>A foreign key, declared or inferred: many rows of From point to one row of To.</summary>
/// <param name="Confidence">1 for declared keys; for inferred ones from names, types and containment, 0 to 1.</param>
public sealed record Relationship(
    TableName From, IReadOnlyList<string> FromColumns, TableName To, IReadOnlyList<string> ToColumns,
    bool Declared, double Confidence);
