using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>What a table holds. Counts, least, greatest and means are of all rows; spreads, patterns and relations of <paramref name="Looked"/> rows spread evenly over it, which are all of a small one.</summary>
/// <param name="Keys">Columns that tell the rows apart, alone.</param>
/// <param name="Copies">Rows that repeat another one in every column; null where that could not be counted.</param>
/// <param name="NearCopies">Of the rows looked at, those that differ from another one only in their key, capitals, blanks or signs.</param>
/// <param name="Relations">What columns tell of each other, in sentences: dependencies, orders, formulas, keys of two columns, conditions under which a column is filled.</param>
/// <param name="Queries">Queries it took.</param>
public sealed record TableProfile(
    TableName Table, long Rows, int Looked, IReadOnlyList<ColumnProfile> Columns, IReadOnlyList<string> Keys, long? Copies, int NearCopies, IReadOnlyList<ProfileRelation> Relations, int Queries)
{
    /// <summary>Columns that were not read: masked for who asks, sensitive, or of a type that has no values to compare.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <param name="Type">As the source declares it.</param>
/// <param name="Holds">What the values are, whatever they are kept as: Text, WholeNumber, Number or Date.</param>
/// <param name="Odd">Values of a text column that are no number or date though nearly all are.</param>
/// <param name="Nulls">Null, in all rows.</param>
/// <param name="Blanks">Empty or blank, in all rows.</param>
/// <param name="Disguised">Of the rows looked at, those in which a value stands for "missing".</param>
/// <param name="Distinct">Different values of all rows; a sketch (HyperLogLog) where not <paramref name="DistinctIsExact"/>.</param>
/// <param name="Quantiles">Least, 5 %, quarter, middle, three quarters, 95 % and greatest of the rows looked at, as text; empty for texts.</param>
/// <param name="Histogram">Rows in bins of equal width between the 1 % and the 99 % quantile, with what lies beyond in the outer ones; empty for texts.</param>
/// <param name="Lengths">Characters of the shortest and the longest text and on average; null for other types.</param>
public sealed record ColumnProfile(
    string Name, string Type, string Holds, long Odd, long Nulls, long Blanks, long Disguised, IReadOnlyList<string> Disguises, long Distinct, bool DistinctIsExact, string? Least, string? Greatest, double? Mean,
    IReadOnlyList<string> Quantiles, IReadOnlyList<HistogramBin> Histogram, IReadOnlyList<ValueCount> Top, IReadOnlyList<ValueCount> Patterns, TextLengths? Lengths);

public sealed record HistogramBin(string From, string To, long Rows);

public sealed record TextLengths(long Shortest, long Longest, double Mean);

/// <param name="Kind">Dependency, Order, Formula, Key, Condition or Likeness.</param>
public sealed record ProfileRelation(string Kind, string Title, string Reason);
