using System.Text.Json.Serialization;

namespace Assistant.Skills.Quality;

/// <summary>
/// What a quality rule demands of a table, one record per family. A rule speaks of rows: each row keeps it or breaks it. Missing values keep every
/// rule but those about being filled.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Filled), "filled")]
[JsonDerivedType(typeof(Unique), "unique")]
[JsonDerivedType(typeof(OneOf), "one_of")]
[JsonDerivedType(typeof(NotSpelled), "not_spelled")]
[JsonDerivedType(typeof(Within), "within")]
[JsonDerivedType(typeof(Shaped), "shaped")]
[JsonDerivedType(typeof(Long), "long")]
[JsonDerivedType(typeof(Typed), "typed")]
[JsonDerivedType(typeof(Known), "known")]
[JsonDerivedType(typeof(Determined), "determined")]
[JsonDerivedType(typeof(Ordered), "ordered")]
[JsonDerivedType(typeof(Computed), "computed")]
[JsonDerivedType(typeof(Proportion), "proportion")]
[JsonDerivedType(typeof(Twin), "twin")]
[JsonDerivedType(typeof(Distinct), "distinct_rows")]
[JsonDerivedType(typeof(Recent), "recent")]
[JsonDerivedType(typeof(Volume), "volume")]
[JsonDerivedType(typeof(Trimmed), "trimmed")]
[JsonDerivedType(typeof(Unlike), "unlike")]
[JsonDerivedType(typeof(Written), "written")]
public abstract record RuleBody
{
    private RuleBody() { }

    /// <summary>Only rows where this holds are judged; null judges all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowCondition? When { get; init; }

    /// <summary>Rows where this holds are not judged; null makes no exception.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowCondition? Except { get; init; }

    /// <summary>The column is filled.</summary>
    /// <param name="Disguised">Values that stand for "missing" in this column, as written.</param>
    public sealed record Filled(string Column, IReadOnlyList<string> Disguised) : RuleBody;

    /// <summary>No two rows have the same values in these columns.</summary>
    public sealed record Unique(IReadOnlyList<string> Columns) : RuleBody;

    /// <summary>The value is one of these, as written.</summary>
    public sealed record OneOf(string Column, IReadOnlyList<string> Values) : RuleBody;

    /// <summary>The value is none of these ways to write another one.</summary>
    /// <param name="Meant">Misspelling to what was most likely meant.</param>
    public sealed record NotSpelled(string Column, IReadOnlyDictionary<string, string> Meant) : RuleBody;

    /// <summary>Numbers, or dates as yyyy-MM-dd, not below and not above; null is no bound.</summary>
    public sealed record Within(string Column, string? Least, string? Most, bool Dates = false) : RuleBody;

    /// <summary>The whole value has one of these shapes.</summary>
    public sealed record Shaped(string Column, IReadOnlyList<TextShape> Shapes) : RuleBody;

    /// <summary>The text has that many characters.</summary>
    public sealed record Long(string Column, int Least, int Most) : RuleBody;

    /// <summary>The text is a number, a whole number or a date.</summary>
    public sealed record Typed(string Column, ValueKind Kind) : RuleBody;

    /// <summary>The value stands in another table.</summary>
    public sealed record Known(string Column, string Schema, string Table, string Key) : RuleBody;

    /// <summary>Rows that agree in one column agree in the other: the value most of them have.</summary>
    /// <param name="FromMany">Many sources tell of the same thing and differ often; a missing value that the others know breaks the rule as well.</param>
    public sealed record Determined(string By, string Column, bool FromMany = false) : RuleBody;

    /// <summary>One column is not after (not greater than) the other.</summary>
    public sealed record Ordered(string Lower, string Upper, bool Dates, bool Strictly = false) : RuleBody;

    /// <summary>The column is what the formula makes of the others, to a hundredth or a thousandth part.</summary>
    public sealed record Computed(string Column, Formula Formula, IReadOnlyList<string> Parts) : RuleBody;

    /// <summary>One amount is at least and at most so many times the other; rows where one of them is not positive are not judged.</summary>
    public sealed record Proportion(string Column, string To, string? Least, string? Most) : RuleBody;

    /// <summary>No two rows are alike in all of these columns: near duplicates, which differ only in the columns that name them.</summary>
    public sealed record Twin(IReadOnlyList<string> Columns, IReadOnlyList<string> Apart) : RuleBody;

    /// <summary>No two rows are alike in all of these columns.</summary>
    public sealed record Distinct(IReadOnlyList<string> Columns) : RuleBody;

    /// <summary>The newest row is not older than that many days.</summary>
    public sealed record Recent(string Column, int Days) : RuleBody;

    /// <summary>The text has no blanks before or behind it.</summary>
    public sealed record Trimmed(string Column) : RuleBody;

    /// <summary>No two rows have texts in these columns that differ only in capitals, blanks and signs: near duplicates.</summary>
    public sealed record Unlike(IReadOnlyList<string> Columns) : RuleBody;

    /// <summary>Rows for which a condition in the source's own SQL holds break the rule: what a person wrote.</summary>
    /// <param name="Columns">Columns that the condition names.</param>
    public sealed record Written(string Condition, IReadOnlyList<string> Columns) : RuleBody;

    /// <summary>The table has that many rows.</summary>
    public sealed record Volume(long Least, long? Most) : RuleBody;
}

/// <param name="Values">As written; null where the rows are those in which the column is filled.</param>
public sealed record RowCondition(string Column, IReadOnlyList<string>? Values);

public enum ValueKind { Text, Number, WholeNumber, Date }

/// <summary>Product, Sum and Difference of the parts; Discounted is a * b * (1 - c/100), DiscountedShare a * b * (1 - c).</summary>
public enum Formula { Product, Sum, Difference, Discounted, DiscountedShare }

/// <summary>A shape of text: runs of characters of one kind.</summary>
public sealed record TextShape(IReadOnlyList<TextRun> Runs);

/// <param name="Kind">'9' digits, 'A' capitals, 'a' small letters, 'w' letters; any other character stands for itself.</param>
/// <param name="Most">Null where no bound was seen.</param>
public sealed record TextRun(char Kind, int Least, int? Most);
