namespace Assistant.Skills.Conversation;

/// <summary>Text from outside, made storable: PostgreSQL keeps neither NUL nor half of a surrogate pair.</summary>
internal static class Words
{
    public static string? Clean(string? text, int maxLength)
    {
        if (text is null)
            return null;
        var length = Math.Min(text.Length, maxLength);
        if (length < text.Length && length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;   // an emoji is not cut in two
        return string.Create(length, text, (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = source[i] == '\0' || IsHalf(source, i) ? '\uFFFD' : source[i];
        });
    }

    private static bool IsHalf(string text, int i) =>
        char.IsHighSurrogate(text[i]) && (i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
        || char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1]));
}
