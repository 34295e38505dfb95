using System.Text.RegularExpressions;

namespace Assistant.Skills.Sources.Profiling;

/// <summary>The words in a column's or table's name: "CustomerID", "customer_id" and "customer id" are the same two.</summary>
internal static partial class NameWords
{
    public static IReadOnlyList<string> Of(string name) =>
        [.. Boundary().Split(name).Where(word => word.Length > 0).Select(word => word.ToLowerInvariant())];

    public static string Joined(string name) => string.Join(' ', Of(name));

    /// <summary>The singular of an English plural, by its ending; other words as they are.</summary>
    public static string Singular(string word) => word switch
    {
        [.., 'i', 'e', 's'] when word.Length > 4 => word[..^3] + "y",
        [.., 's', 'e', 's'] or [.., 'x', 'e', 's'] or [.., 'c', 'h', 'e', 's'] or [.., 's', 'h', 'e', 's'] => word[..^2],
        [.., 's', 's'] or [.., 'u', 's'] or [.., 'i', 's'] => word,
        [.., 's'] when word.Length > 3 => word[..^1],
        _ => word,
    };

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+|(?<=[\p{Ll}\p{Nd}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})")]
    private static partial Regex Boundary();
}
