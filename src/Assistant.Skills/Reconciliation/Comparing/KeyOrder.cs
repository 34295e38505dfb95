using System.Text;

namespace Assistant.Skills.Reconciliation.Comparing;

/// <summary>The order in which both engines give keys: numbers by value, days by date, texts by their bytes in UTF-8.</summary>
internal sealed class KeyOrder : IComparer<IReadOnlyList<object?>>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(IReadOnlyList<object?>? left, IReadOnlyList<object?>? right)
    {
        for (var i = 0; i < left!.Count; i++)
            if (One(left[i]!, right![i]!) is var order and not 0)
                return order;
        return 0;
    }

    private static int One(object left, object right) => (left, right) switch
    {
        (decimal a, decimal b) => a.CompareTo(b),
        (DateOnly a, DateOnly b) => a.CompareTo(b),
        (DateTime a, DateTime b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (decimal or double, decimal or double) => Convert.ToDouble(left, System.Globalization.CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, System.Globalization.CultureInfo.InvariantCulture)),
        _ => Texts(left as string ?? left.ToString()!, right as string ?? right.ToString()!),
    };

    private static int Texts(string left, string right)
    {
        // UTF-16 and UTF-8 order alike but for what lies beyond the basic plane.
        if (Ascii.IsValid(left) && Ascii.IsValid(right))
            return string.CompareOrdinal(left, right);
        return Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
    }
}
