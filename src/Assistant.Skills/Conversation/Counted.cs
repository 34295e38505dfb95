using System.Globalization;

namespace Assistant.Skills.Conversation;

/// <summary>A number with its noun, for one and for many.</summary>
public static class Counted
{
    /// <summary>"1 row", "1,204 rows".</summary>
    /// <param name="culture">Of the digits; the invariant one when nothing is given.</param>
    public static string Of(long number, string one, string many, CultureInfo? culture = null) =>
        $"{number.ToString("#,0", culture ?? CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";
}
