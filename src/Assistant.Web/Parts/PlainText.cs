using System.Text.RegularExpressions;

namespace Assistant.Web.Parts;

public static partial class PlainText
{
    /// <summary>Markdown of an answer for the clipboard: links become their words.</summary>
    public static string Of(string markdown) => Link().Replace(markdown, "$1");

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")] private static partial Regex Link();
}
