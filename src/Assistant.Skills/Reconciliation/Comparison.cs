using Assistant.Skills.Sources;

namespace Assistant.Skills.Reconciliation;

/// <summary>A table of a source.</summary>
public sealed record ComparedTable(Guid SourceId, TableName Table);

/// <summary>Columns that are held against each other.</summary>
public sealed record ColumnPair(string Left, string Right);

/// <summary>How far values may lie apart and still be the same.</summary>
/// <param name="Absolute">Numbers may differ by that much.</param>
/// <param name="Percent">Or by that part of the larger one.</param>
public sealed record Tolerance(decimal Absolute = 0, decimal Percent = 0, bool IgnoreCase = false, bool IgnoreSpaces = false);

/// <summary>What is compared with what.</summary>
/// <param name="Keys">Columns that tell rows apart, together.</param>
/// <param name="Columns">The others that are compared.</param>
public sealed record ComparisonPlan(ComparedTable Left, ComparedTable Right, IReadOnlyList<ColumnPair> Keys, IReadOnlyList<ColumnPair> Columns, Tolerance Tolerance);

public enum DifferenceKind { OnlyLeft, OnlyRight, Different }

/// <summary>A row that differs, or stands on one side only.</summary>
/// <param name="Key">Texts of the key columns.</param>
/// <param name="Column">The left name of the column that differs; null where the whole row does.</param>
public sealed record Difference(DifferenceKind Kind, IReadOnlyList<string> Key, string? Column, string? Left, string? Right);

/// <summary>How a column came out.</summary>
/// <param name="Different">Rows of the same key whose values differ.</param>
/// <param name="LeftSum">Of numbers, over all rows of the side.</param>
public sealed record ColumnFigures(ColumnPair Pair, long Different, decimal? LeftSum, decimal? RightSum);

/// <summary>What a comparison found: figures, and the first differences.</summary>
/// <param name="Matched">Rows that have the same key on both sides.</param>
/// <param name="Different">Of those, rows in which at least one value differs.</param>
/// <param name="NoKey">Rows of both sides whose key is empty, which cannot be compared.</param>
/// <param name="Repeated">Rows beyond the first of a key; they are held against each other in order.</param>
/// <param name="Buckets">Parts that the engines hashed themselves; 0 where they could not.</param>
/// <param name="SameBuckets">Of those, parts whose hashes are the same, whose rows did not have to be read.</param>
/// <param name="Partly">The caller sees only some rows of a side.</param>
public sealed record Comparison(
    ComparisonPlan Plan, long LeftRows, long RightRows, long Matched, long OnlyLeft, long OnlyRight, long Different, long NoKey, long Repeated,
    IReadOnlyList<ColumnFigures> Columns, IReadOnlyList<Difference> Examples, int Buckets, int SameBuckets, int Queries, bool Partly)
{
    public bool IsSame => OnlyLeft == 0 && OnlyRight == 0 && Different == 0 && NoKey == 0;
}

/// <summary>How comparing, or getting ready for it, ended.</summary>
public abstract record CompareOutcome
{
    private CompareOutcome() { }

    public sealed record Compared(Comparison Comparison) : CompareOutcome;

    /// <param name="Why">For the person, with what to do.</param>
    public sealed record Refused(string Why) : CompareOutcome;
}
