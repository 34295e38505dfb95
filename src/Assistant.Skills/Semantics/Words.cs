namespace Assistant.Skills.Semantics;

/// <summary>Words that people said, without what says nothing.</summary>
internal static class Words
{
    public static string? Said(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;

    public static IReadOnlyList<string> Distinct(IReadOnlyList<string> words) =>
        [.. words.Select(Said).OfType<string>().Select(w => string.Join(' ', w.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))).Distinct(StringComparer.OrdinalIgnoreCase)];
}
