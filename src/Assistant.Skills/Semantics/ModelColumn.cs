using System.Text.Json.Serialization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Semantics;

/// <summary>What the numbers of a column are for; by itself, the engine decides from name and type.</summary>
public enum ColumnRole { ByItself, Dimension, Measure }

/// <summary>What is said of a column.</summary>
public sealed record ModelColumn(string Name)
{
    public string? Description { get; init; }
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>E.g. "€" or "kg"; shown with its values.</summary>
    public string? Unit { get; init; }
    public ColumnRole Role { get; init; }

    /// <summary>Left out of questions.</summary>
    public bool Hidden { get; init; }

    /// <summary>Its values are not indexed, and not shown in the catalog.</summary>
    public bool Sensitive { get; init; }
    public IReadOnlyList<ValueMeaning> Values { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => Description is null && Synonyms.Count == 0 && Unit is null && Role is ColumnRole.ByItself && !Hidden && !Sensitive && Values.Count == 0;

    internal ModelColumn Tidy() => this with
    {
        Description = Words.Said(Description), Unit = Words.Said(Unit), Synonyms = Words.Distinct(Synonyms),
        Values = [.. Values.Select(v => v with { Meanings = Words.Distinct(v.Meanings) }).Where(v => v.Value.Length > 0 && v.Meanings.Count > 0)
            .GroupBy(v => v.Value).Select(g => g.Last()).OrderBy(v => v.Value, StringComparer.Ordinal)],
    };
}

/// <summary>What people call a value: "A" is "active".</summary>
public sealed record ValueMeaning(string Value, IReadOnlyList<string> Meanings);

public enum MeasureAggregate { Sum, Average, Min, Max, Count, Median }

/// <summary>A figure that follows from the columns of a table, row by row.</summary>
/// <param name="Formula">An expression over the table's columns in the source's dialect, e.g. "price * quantity"; no sum or other aggregate.</param>
/// <param name="Aggregate">How rows are put together where the question doesn't say.</param>
public sealed record ModelMeasure(string Name, string Formula, MeasureAggregate Aggregate = MeasureAggregate.Sum)
{
    public string? Description { get; init; }
    public IReadOnlyList<string> Synonyms { get; init; } = [];
    public string? Unit { get; init; }

    internal ModelMeasure Tidy() => this with
    {
        Name = Name.Trim(), Formula = Formula.Trim(), Description = Words.Said(Description), Unit = Words.Said(Unit), Synonyms = Words.Distinct(Synonyms),
    };
}

public enum JoinState { Confirmed, Rejected, Added }

/// <summary>A decision about a join: many rows of From point to one of To.</summary>
public sealed record ModelJoin(TableName From, string FromColumn, TableName To, string ToColumn, JoinState State)
{
    internal bool IsSame(TableName from, string fromColumn, TableName to, string toColumn) => From == from && To == to
        && string.Equals(FromColumn, fromColumn, StringComparison.OrdinalIgnoreCase) && string.Equals(ToColumn, toColumn, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{From}.{FromColumn} -> {To}.{ToColumn}";
}
