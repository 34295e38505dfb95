using Microsoft.Extensions.Localization;

namespace Assistant.Web.Resources;

/// <summary>
/// The words of the pages. The English sentence is its own key, whole and never glued; other languages stand in Words.LANGUAGE.resx.
/// </summary>
public sealed class Words;

public static class Plurals
{
    /// <summary>The sentence for one, or the sentence for any other number; {0} is the number.</summary>
    public static string Count(this IStringLocalizer<Words> say, long number, string one, string other) =>
        say[number == 1 ? one : other, number];
}
