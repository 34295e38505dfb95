namespace Assistant.Web.Semantics;

/// <summary>Words typed with commas between them.</summary>
internal static class SaidWords
{
    public static IReadOnlyList<string> Of(object? typed) =>
        [.. (typed?.ToString() ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    public static string Listed(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"'{w}'"));
}
