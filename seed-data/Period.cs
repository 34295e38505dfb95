namespace Assistant.Samples;

/// <summary>The two years that the samples tell of.</summary>
internal static class Period
{
    public static readonly DateOnly First = new(2024, 11, 1);
    public static readonly DateOnly Last = new(2026, 10, 31);
}
