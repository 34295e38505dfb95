using System.Text.Json.Serialization;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>What is missing in a table, one record per kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Values), "values")]
[JsonDerivedType(typeof(Numbers), "numbers")]
[JsonDerivedType(typeof(Days), "days")]
[JsonDerivedType(typeof(Parents), "parents")]
[JsonDerivedType(typeof(Children), "children")]
[JsonDerivedType(typeof(Silent), "silent")]
public abstract record GapBody
{
    private GapBody() { }

    /// <summary>The column that the gap is in.</summary>
    public required string Column { get; init; }

    /// <summary>Cells of the column are missing.</summary>
    /// <param name="Nulls">Rows in which it is null; Empty: the empty text; Blank: only spaces; Words: a word that says "nothing"; Stands: a value that stands for it.</param>
    /// <param name="Disguises">Values that stand for "missing", as written.</param>
    /// <param name="When">Rows of which the value is expected; null for all.</param>
    /// <param name="Explained">Rows outside of that, in which it is missing as well and nobody would expect it.</param>
    /// <param name="Optional">Nothing says that the value is expected anywhere.</param>
    public sealed record Values(
        long Nulls, long Empty, long Blank, long Words, long Stands, IReadOnlyList<string> Disguises, RowCondition? When, long Explained, bool Optional) : GapBody;

    /// <summary>Numbers of a sequence are not there.</summary>
    /// <param name="Gaps">The largest, in order.</param>
    /// <param name="Count">All gaps there are.</param>
    /// <param name="Same">Another column with the same gaps.</param>
    public sealed record Numbers(IReadOnlyList<Stretch> Gaps, int Count, string? Same) : GapBody;

    /// <summary>Days or months of a series have no rows.</summary>
    /// <param name="Usual">Rows a day or month usually has.</param>
    public sealed record Days(IReadOnlyList<Stretch> Gaps, int Count, bool Months, double Usual) : GapBody;

    /// <summary>Rows name a row of another table that is not there.</summary>
    /// <param name="Distinct">Values that are not there.</param>
    public sealed record Parents(TableName To, string Key, long Distinct) : GapBody;

    /// <summary>Nearly every row has rows in another table, these have none.</summary>
    public sealed record Children(TableName From, string Reference) : GapBody;

    /// <summary>Some of the things that report each day stopped while the others go on.</summary>
    /// <param name="Dates">The column with the day.</param>
    /// <param name="Groups">Things that stopped, of <paramref name="All"/>.</param>
    /// <param name="Shared">What those that stopped have in common and the others have not, e.g. "site Kilmarra".</param>
    public sealed record Silent(string Dates, int Groups, int All, DateOnly Last, DateOnly Newest, string? Shared) : GapBody;

    /// <summary>The same finding at the next scan has the same text.</summary>
    internal string Said() => string.Join('\u001f', [GetType().Name, Column, .. this is Children children ? [children.From.ToString(), children.Reference] : this is Silent silent ? [silent.Dates] : Array.Empty<string>()]);
}

/// <summary>What lacks between two neighbours, both ends included, as written.</summary>
public sealed record Stretch(string From, string To, long Count);
