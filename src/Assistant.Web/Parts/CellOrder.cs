using System.Globalization;

namespace Assistant.Web.Parts;

/// <summary>Cells of one column in order: numbers by size whatever their type, words as the culture sorts them.</summary>
public sealed class CellOrder(CultureInfo culture) : IComparer<object?>
{
    public int Compare(object? x, object? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string a, string b) => culture.CompareInfo.Compare(a, b, CompareOptions.StringSort | CompareOptions.IgnoreCase),
        (byte[] a, byte[] b) => a.Length.CompareTo(b.Length),
        _ when x.GetType() == y.GetType() && x is IComparable same => same.CompareTo(y),
        _ when Number(x) is { } a && Number(y) is { } b => a.CompareTo(b),
        _ => string.CompareOrdinal(x.ToString(), y.ToString()),
    };

    private static double? Number(object cell) => cell switch { long whole => whole, decimal exact => (double)exact, double number => number, _ => null };
}
