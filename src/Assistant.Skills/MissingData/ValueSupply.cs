namespace Assistant.Skills.MissingData;

/// <summary>Where a missing value could come from.</summary>
public enum SupplyKind { OtherColumn, PartOfText, OtherTable, OtherSource, PreviousRow }

/// <summary>A way to find missing values, measured on the rows whose value is known.</summary>
/// <param name="Title">E.g. "the model tells it".</param>
/// <param name="How">How the value is found, in a sentence.</param>
/// <param name="Tried">Rows with a known value that it was tried on.</param>
/// <param name="Hits">Those where it gave that very value.</param>
/// <param name="Fills">Rows with a missing value that it has one for.</param>
/// <param name="Lacking">Rows with a missing value.</param>
/// <param name="Sql">Gives key and proposed value of the missing rows, for the gate; null where the value comes from another source.</param>
public sealed record ValueSupply(SupplyKind Kind, string Title, string How, long Tried, long Hits, long Fills, long Lacking, string? Sql)
{
    public double HitRate => Tried == 0 ? 0 : (double)Hits / Tried;

    public double Coverage => Lacking == 0 ? 0 : (double)Fills / Lacking;
}
