using Microsoft.Extensions.Localization;

namespace Assistant.Web.Resources;

/// <summary>
/// What the assistant says in fixed words (steps, ends of answers), in the language of the page. It is stored in English, so that one
/// conversation can be read in any language; what has no words in a language stays as it is.
/// </summary>
public static class Spoken
{
    // Sentences with a name in them; the longest first.
    private static readonly string[] Frames = ["Could not read {0}", "Reading {0}", "Read {0}", "There is no '{0}'."];

    public static string Of(IStringLocalizer<Words> say, string text)
    {
        if (text.Length == 0)
            return text;
        if (say[text] is { ResourceNotFound: false } whole)
            return whole;
        foreach (var frame in Frames)
        {
            var (before, after) = (frame[..frame.IndexOf('{', StringComparison.Ordinal)], frame[(frame.IndexOf('}', StringComparison.Ordinal) + 1)..]);
            if (text.StartsWith(before, StringComparison.Ordinal) && text.EndsWith(after, StringComparison.Ordinal) && text.Length > before.Length + after.Length)
                return say[frame, text[before.Length..^after.Length]];
        }
        return text;
    }
}
